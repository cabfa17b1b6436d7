import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';

const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** An underscore beside anything but digits, or the letter of a base before it. */
const LOOSE_UNDERSCORE = /_(?![\da-f])|(?<![\da-f]|^0[xob])_|^[\d._]*(?:e_|_e)/i;
const INTEGER = /^(?:\d+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;

/** The number that a Python literal stands for: integers that a double cannot hold are bigints, as far as 64 bits reach. */
export function readNumber(literal: string, at: TextRange): number | bigint {
  if (LOOSE_UNDERSCORE.test(literal)) {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use the number ${quoteFragment(literal)}: an underscore must stand between two digits`,
      at
    );
  }
  const digits = literal.replaceAll('_', '');
  const isInteger = INTEGER.test(digits);
  if (!isInteger && !DECIMAL.test(digits)) {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use the number ${quoteFragment(literal)}: only whole and decimal numbers are allowed`,
      at
    );
  }
  if (/^0+[1-9]\d*$/.test(digits)) {
    throw filterFailure(
      'filter/unsupported',
      `Cannot use the number ${quoteFragment(literal)}: it begins with a zero`,
      at,
      `Write ${digits.replace(/^0+/, '')}`
    );
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) {
    throw filterFailure(
      'filter/type',
      `Cannot use the number ${quoteFragment(literal)}: it is too large`,
      at
    );
  }
  if (isInteger && !Number.isSafeInteger(value)) {
    const exact = BigInt(digits);
    return BigInt.asIntN(64, exact) === exact ? exact : value;
  }
  return value;
}

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What `float(…)` makes of a text: a finite number in plain decimal notation, spaces around it ignored; null for any other text. */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim();
  const value = PLAIN.test(trimmed) ? Number(trimmed) : NaN;
  return Number.isFinite(value) ? value : null;
}
