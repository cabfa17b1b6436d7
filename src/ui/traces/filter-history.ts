/** Older ones make room. */
const MOST = 30;

/** How long a filter must have stayed to be worth keeping: what was only passed through is no history. */
export const STAYED_MS = 3000;

/** The filters that were applied before, newest first, with one more; a filter stands once. */
export function rememberFilter(history: readonly string[], filter: string): string[] {
  const text = filter.trim();
  return text === ''
    ? [...history]
    : [text, ...history.filter(known => known !== text)].slice(0, MOST);
}

/** What an earlier page kept. */
export function readHistory(json: unknown): string[] {
  return Array.isArray(json)
    ? json.filter((text): text is string => typeof text === 'string').slice(0, MOST)
    : [];
}
