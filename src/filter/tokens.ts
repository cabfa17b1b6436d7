import type { TextRange } from '../contract/failures.ts';

export interface Token extends TextRange {
  text: string;
  /** Brackets that are open before it. */
  depth: number;
}

/** Texts, closed or not, comments, words and numbers, and any other sign by itself. */
const TOKENS =
  /'''(?:\\[^]|[^\\])*?(?:'''|$)|"""(?:\\[^]|[^\\])*?(?:"""|$)|'(?:\\[^]|[^'\\\n])*'?|"(?:\\[^]|[^"\\\n])*"?|#[^\n]*|[\p{L}\p{N}_]+|[^\s]/gu;

const OPENING_OF = new Map([
  [')', '('],
  [']', '['],
  ['}', '{']
]);

/** The tokens of a filter but for its comments, and the first bracket or text that has no counterpart. */
export function scanTokens(text: string): { tokens: Token[]; unmatched: Token | undefined } {
  const tokens: Token[] = [];
  const open: Token[] = [];
  let unmatched: Token | undefined;
  for (const { 0: found, index } of text.matchAll(TOKENS)) {
    if (found.startsWith('#')) {
      continue;
    }
    const opening = OPENING_OF.get(found);
    if (opening !== undefined && open.pop()?.text !== opening) {
      unmatched ??= { text: found, from: index, to: index + 1, depth: 0 };
    }
    const token = { text: found, from: index, to: index + found.length, depth: open.length };
    tokens.push(token);
    if (/^[([{]$/.test(found)) {
      open.push(token);
    } else if (isUnclosed(found)) {
      unmatched ??= token;
    }
  }
  return { tokens, unmatched: unmatched ?? open.at(-1) };
}

const CLOSED = /^('''|"""|'|")[^]*\1$/;

function isUnclosed(token: string): boolean {
  return /^['"]/.test(token) && (token.length < 2 || !CLOSED.test(token));
}
