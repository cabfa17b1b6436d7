import { foldText } from './fold-text.ts';
import { numberToText } from './number-text.ts';
import { parseDecimal } from './read-number.ts';

export type SqlValue = string | number | bigint | null;

type SqlFunction = (...values: SqlValue[]) => SqlValue;

/**
 * The functions that a filter's SQL calls, each to be made known to SQLite under its name: deterministic, with integers as bigints. All of them give
 * null for null.
 */
export const FILTER_FUNCTIONS: ReadonlyMap<string, SqlFunction> = new Map<string, SqlFunction>([
  ['filter_fold', (value: SqlValue) => (typeof value === 'string' ? foldText(value) : null)],
  ['filter_number', (value: SqlValue) => (typeof value === 'string' ? parseDecimal(value) : null)],
  ['filter_text', toText],
  ['filter_remainder', remainder]
]);

function toText(value: SqlValue): string | null {
  return typeof value === 'number' || typeof value === 'bigint'
    ? numberToText(value, typeof value === 'number')
    : null;
}

function remainder(left: SqlValue, right: SqlValue): number | null {
  const result = Number(left) % Number(right);
  return left === null || right === null || Number.isNaN(result) ? null : result;
}
