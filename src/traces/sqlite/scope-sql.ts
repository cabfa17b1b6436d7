import { Failure } from '../../contract/failures.ts';
import type { NamedSpans, SpanScope } from '../../contract/traces.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { toSql } from '../../filter/to-sql.ts';

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

/** Everything of a scope but its filter. */
export function scopeSql({ project, start, end, rootsOnly, session }: SpanScope): Sql {
  const conditions: Sql[] = [];
  const add = (text: string, ...values: SqlValue[]) => conditions.push({ text, values });
  if (project !== undefined) {
    add('s.project = (SELECT id FROM projects WHERE name = ?)', project);
  }
  if (start !== undefined) {
    add('s.start_us >= ?', toMicroseconds(start));
  }
  if (end !== undefined) {
    add('s.start_us < ?', toMicroseconds(end));
  }
  if (rootsOnly) {
    add('s.is_root = 1');
  }
  if (session !== undefined) {
    add('t.session_id = ?', session);
  }
  return allOf(...conditions);
}

/** Throws Failure for a filter or a time that cannot be read. */
export function conditionOf(scope: SpanScope): Sql {
  const named = scope.only === undefined ? TRUE : namedSql(scope.only);
  const condition = allOf(scopeSql(scope), named, compileFilter(scope.filter));
  if (scope.wholeTraces !== true || condition.text === TRUE.text) {
    return condition;
  }
  return { ...condition, text: `s.trace IN (SELECT s.trace FROM ${FROM} WHERE ${condition.text})` };
}

/** Names come as one text: there may be more of them than a statement has parameters. */
function namedSql(only: NamedSpans): Sql {
  switch (only.kind) {
    case 'traces':
      return {
        text: 's.trace IN (SELECT n.id FROM json_each(?) j JOIN traces n ON n.trace_id = j.value)',
        values: [JSON.stringify(only.traceIds)]
      };
    case 'sessions':
      return {
        text: 's.trace IN (SELECT n.id FROM json_each(?) j JOIN traces n ON n.session_id = j.value)',
        values: [JSON.stringify(only.sessionIds)]
      };
    case 'spans':
      return {
        text: `s.id IN (
          SELECT n.id FROM json_each(?) j
          JOIN traces t ON t.trace_id = j.value ->> 0
          JOIN spans n ON n.trace = t.id AND n.span_id = j.value ->> 1)`,
        values: [JSON.stringify(only.spans.map(({ traceId, spanId }) => [traceId, spanId]))]
      };
  }
}

function compileFilter(filter: string): Sql {
  const { sql, params } = toSql(parseFilter(filter));
  return { text: sql, values: [], named: params };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** ISO 8601 with an offset, exact to the microsecond; later digits are cut. */
export function toMicroseconds(text: string): number {
  const match = TIME.exec(text);
  // What stands behind the milliseconds is read apart: dates do not keep it.
  const ms = match ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : NaN;
  if (Number.isNaN(ms)) {
    throw new Failure('request/invalid', `Cannot read the time ${JSON.stringify(text)}`, {
      hint: 'Write it as 2026-01-31T12:00:00Z'
    });
  }
  return ms * 1000 + Number((match?.[1] ?? '').padEnd(6, '0').slice(3, 6));
}
