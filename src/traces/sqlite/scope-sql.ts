import { Failure } from '../../contract/failures.ts';

export type SqlValue = string | number | bigint | null;

/** A piece of SQL with the values of its question marks, in order, and of its named parameters. */
export interface Sql {
  text: string;
  values: SqlValue[];
  named?: Record<string, SqlValue>;
}

/** What a statement is run with, for several pieces in the order they stand in it. */
export function bindingsOf(...pieces: readonly Sql[]): [Record<string, SqlValue>, ...SqlValue[]] {
  return [
    Object.assign({}, ...pieces.map(({ named }) => named)) as Record<string, SqlValue>,
    ...pieces.flatMap(({ values }) => values)
  ];
}

/** What conditions may look at; SQLite leaves out a table that none of them names. */
export const FROM = `spans s
  LEFT JOIN traces t ON t.id = s.trace
  LEFT JOIN bodies b ON b.span = s.id`;

export const TRUE: Sql = { text: '1', values: [] };

export function allOf(...conditions: readonly Sql[]): Sql {
  const wanted = conditions.filter(({ text }) => text !== TRUE.text);
  return wanted.length === 0
    ? TRUE
    : {
        text: wanted.map(({ text }) => `(${text})`).join(' AND '),
        values: wanted.flatMap(({ values }) => values),
        named: bindingsOf(...wanted)[0]
      };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** ISO 8601 with an offset, as microseconds since 1970 and the nanoseconds within. */
export function toInstant(text: string): { us: number; rest: number } {
  const match = TIME.exec(text);
  // What stands behind the milliseconds is read apart: dates do not keep it.
  const ms = match ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : NaN;
  if (Number.isNaN(ms)) {
    throw new Failure('request/invalid', `Cannot read the time ${JSON.stringify(text)}`, {
      hint: 'Write it as 2026-01-31T12:00:00Z'
    });
  }
  const digits = (match?.[1] ?? '').padEnd(9, '0');
  return { us: ms * 1000 + Number(digits.slice(3, 6)), rest: Number(digits.slice(6)) };
}
