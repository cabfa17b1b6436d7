import type { CellCard } from '../../contract/cell-card.ts';
import { toRange } from './to-range.ts';

/** Where the app shows a trace, and a span of it. */
export function toTracePlace(traceId: string, spanId?: string): string {
  return `#/traces/${traceId}${spanId === undefined ? '' : `?span=${spanId}`}`;
}

/** Where the app lists the traces of an execution, or those of them that failed. */
export function toListPlace(card: CellCard, isFailed: boolean): string {
  const query = new URLSearchParams();
  if (isFailed) {
    query.set('filter', "status_code == 'ERROR'");
  }
  const range = toRange(card);
  if (range !== undefined) {
    query.set('from', range.start);
    query.set('to', range.end);
  }
  return query.size === 0 ? '#/traces' : `#/traces?${query.toString()}`;
}
