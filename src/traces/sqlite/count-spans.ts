import type { DatabaseSync } from 'node:sqlite';
import type { SpanCount, SpanScope } from '../../contract/traces.ts';
import { bindingsOf, conditionOf, FROM } from './scope-sql.ts';

/** How many spans a scope leaves, and in how many traces. */
export function countSpans(db: DatabaseSync, scope: SpanScope): SpanCount {
  const where = conditionOf(scope);
  const row = db
    .prepare(
      `SELECT count(*) AS spans, count(DISTINCT s.trace) AS traces FROM ${FROM} WHERE ${where.text}`
    )
    .get(...bindingsOf(where));
  return { spans: Number(row?.['spans']), traces: Number(row?.['traces']) };
}
