const ASCII = /^\p{ASCII}*$/u;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/**
 * Lower case, character by character (§14.17): É is é and Ω is ω, but nothing is taken apart or together, and no other character becomes an ASCII
 * one, so that SQLite's own lower() does for an ASCII needle.
 */
export function foldText(text: string): string {
  return isAscii(text) ? text.toLowerCase() : Array.from(text, foldCharacter).join('');
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  const isOne = Array.from(lower).length === 1;
  return isOne && isAscii(lower) === isAscii(character) ? lower : character;
}
