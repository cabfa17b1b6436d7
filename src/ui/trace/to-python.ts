import { pythonString } from '../parts/python-string.ts';

/** The line that gives the spans of a trace, or one of them, in the notebook. */
export function toPython(traceId: string, spanId?: string): string {
  const condition =
    `trace_id == '${traceId}'` + (spanId === undefined ? '' : ` and span_id == '${spanId}'`);
  return `session.get_spans_dataframe(${pythonString(condition)})`;
}
