import type { SpanScope, TraceSummary } from '../../contract/traces.ts';
import { countRows } from '../columns/mark-traces.ts';
import { sumRows } from '../columns/sum-rows.ts';
import { selectRows, testScope, type SpanSource } from './select-rows.ts';

/** Counts, totals and exact percentiles of what a scope leaves. */
export function summarise(source: SpanSource, scope: SpanScope): TraceSummary {
  const { db, table } = source;
  const sums = sumRows(table, selectRows(source, scope));
  const { spans, traces } =
    scope.filter.trim() === '' ? sums : countRows(table, testScope(db, scope));
  return { ...sums, total: spans, totalTraces: traces };
}
