import type { SpanCount, SpanScope } from '../../contract/traces.ts';
import { countRows } from '../columns/mark-traces.ts';
import { selectRows, type SpanSource } from './select-rows.ts';

/** How many spans a scope leaves, and in how many traces. */
export function countSpans(source: SpanSource, scope: SpanScope): SpanCount {
  return countRows(source.table, selectRows(source, scope));
}
