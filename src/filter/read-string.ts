import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';

const LITERAL = /^([A-Za-z]*)('''|"""|'|")/;
const ESCAPE =
  /\\(?:\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|[^])/g;

const SIMPLE_ESCAPES = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['\n', ''],
  ['\r\n', '']
]);

/** How many digits name a character behind a letter. */
const DIGITS = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8]
]);

/** The text that a Python string literal stands for. */
export function readString(literal: string, at: TextRange): string {
  const [opening, prefix = '', quote = ''] = LITERAL.exec(literal) ?? [''];
  if (!isClosed(literal, opening, quote)) {
    throw filterFailure(
      'filter/syntax',
      `Cannot read the filter: the text that begins at character ${at.from + 1} has no closing ${quote || 'quote'}`,
      at
    );
  }
  const kind = prefix.toLowerCase();
  if (kind !== '' && kind !== 'r' && kind !== 'u') {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use the literal ${quoteFragment(literal)}: only plain texts are allowed`,
      at,
      `Leave out the "${prefix}" before the quote`
    );
  }
  const body = literal.slice(opening.length, literal.length - quote.length);
  const text = kind === 'r' ? body : body.replace(ESCAPE, escape => readEscape(escape, at));
  if (text.includes('\0')) {
    throw filterFailure('filter/syntax', 'Cannot use a text with a NUL character in it', at);
  }
  return text;
}

function isClosed(literal: string, opening: string, quote: string): boolean {
  return quote !== '' && literal.length >= opening.length + quote.length && literal.endsWith(quote);
}

function readEscape(escape: string, at: TextRange): string {
  const letter = escape.slice(1);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) {
    return simple;
  }
  if (/^[xuU]./.test(letter)) {
    return toCharacter(Number.parseInt(letter.slice(1), 16), escape, at);
  }
  if (/^[0-7]/.test(letter)) {
    return toCharacter(Number.parseInt(letter, 8), escape, at);
  }
  if (letter.startsWith('N{')) {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use ${escape}: write the character itself`,
      at
    );
  }
  const digits = DIGITS.get(letter);
  if (digits !== undefined) {
    throw filterFailure(
      'filter/syntax',
      `Cannot read the escape ${escape}: ${digits} hexadecimal digits must follow`,
      at,
      'Write r before the quote when backslashes are meant'
    );
  }
  // Python leaves what is no escape as it is.
  return escape;
}

function toCharacter(codePoint: number, escape: string, at: TextRange): string {
  if (codePoint > 0x10ffff) {
    throw filterFailure('filter/syntax', `Cannot read ${escape}: there is no such character`, at);
  }
  return String.fromCodePoint(codePoint);
}
