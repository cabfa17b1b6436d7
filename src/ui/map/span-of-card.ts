import type { Card } from '../../contract/rows.ts';

const TRACE = /^[0-9a-f]{32}$/;
const SPAN = /^[0-9a-f]{16}$/;

/** The span that a row is of: rows of spans say so in columns, as a frame of spans does, or in their id. */
export function spanOfCard({
  id,
  dimensions
}: Pick<Card, 'id' | 'dimensions'>): { trace: string; span?: string } | undefined {
  const read = (name: string) => dimensions.find(dimension => dimension.name === name)?.value;
  const [idTrace, idSpan] = id.split('/');
  const trace = read('context.trace_id') ?? idTrace;
  const span = read('context.span_id') ?? idSpan;
  if (typeof trace !== 'string' || !TRACE.test(trace)) {
    return undefined;
  }
  return { trace, ...(typeof span === 'string' && SPAN.test(span) && { span }) };
}
