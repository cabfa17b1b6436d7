import type { CellCard } from '../../contract/cell-card.ts';
import { toRange } from './to-range.ts';

/** The line that gives the spans of a trace as a frame, or, where none is named, those of the whole execution. */
export function toPython(card: CellCard, traceId: string | undefined): string {
  if (traceId !== undefined) {
    return `session.get_spans_dataframe("trace_id == '${traceId}'")`;
  }
  const range = toRange(card);
  return range === undefined
    ? 'session.get_spans_dataframe()'
    : `session.get_spans_dataframe(start_time="${range.start}", stop_time="${range.end}")`;
}
