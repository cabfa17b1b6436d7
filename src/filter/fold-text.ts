const ASCII = /^\p{ASCII}*$/u;

/** Characters that become two, an ASCII one, or another one at the end of a word. */
const PECULIAR = /[İ\u212aΣ]/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/**
 * Lower case, character by character (§14.17): É is é and Ω is ω, but nothing is taken apart or together, and no other character becomes an ASCII
 * one, so that SQLite's own lower() does for an ASCII needle.
 */
export function foldText(text: string): string {
  return PECULIAR.test(text) ? Array.from(text, foldCharacter).join('') : text.toLowerCase();
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  const isOne = Array.from(lower).length === 1;
  return isOne && isAscii(lower) === isAscii(character) ? lower : character;
}
