const MAX_SHOWN = 80;

/** A user's text as a sentence quotes it. */
export function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
