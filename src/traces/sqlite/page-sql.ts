import { Failure } from '../../contract/failures.ts';
import type { Sql, SqlValue } from './scope-sql.ts';

/** A column to sort by. */
export interface SortColumn {
  expression: string;
  /** A column that is never null sorts along an index. */
  isNullable: boolean;
  /** Row number that breaks ties, and is shown latest first. */
  id: string;
}

/** ORDER BY with missing values last in both directions, and what comes later first among equals. */
export function orderBy({ expression, isNullable, id }: SortColumn, descending: boolean): string {
  return `${isNullable ? `${expression} IS NULL, ` : ''}${expression} ${descending ? 'DESC' : 'ASC'}, ${id} DESC`;
}

type Place = [value: string | number | null, id: number];

/** Rows after a place in that order. */
export function afterSql(
  { expression, isNullable, id }: SortColumn,
  descending: boolean,
  [value, row]: Place
): Sql {
  if (value === null) {
    return { text: `${expression} IS NULL AND ${id} < ?`, values: [row] };
  }
  const beyond = descending ? '<' : '>';
  const tail = isNullable ? ` OR ${expression} IS NULL` : '';
  return {
    text: `${expression} ${beyond} ? OR (${expression} = ? AND ${id} < ?)${tail}`,
    values: [value, value, row]
  };
}

export function encodePlace(value: SqlValue, id: number): string {
  return JSON.stringify([typeof value === 'bigint' ? Number(value) : value, id]);
}

/** Throws Failure for what is no place of ours. */
export function decodePlace(text: string): Place {
  try {
    const place: unknown = JSON.parse(text);
    if (
      Array.isArray(place) &&
      place.length === 2 &&
      isValue(place[0]) &&
      Number.isInteger(place[1])
    ) {
      return place as Place;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new Failure(
    'request/invalid',
    'Cannot go on from there: "after" is not the "next" of a page'
  );
}

function isValue(value: unknown): value is Place[0] {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
