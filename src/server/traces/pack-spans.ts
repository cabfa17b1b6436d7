import { readAttributeJson, writeAttributeJson } from '../../contract/attribute-json.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';
import type { Span, SpanEvent } from '../../contract/span.ts';

/** Spans as one text, exactly. */
export function packSpans(spans: readonly Span[]): string {
  // A span is made of nothing but what attributes are made of.
  return writeAttributeJson(spans as unknown as AttributeValue);
}

/** Small integers come back as numbers; of times we know that they are none. */
type Time = number | bigint;
type Packed = Omit<Span, 'startNs' | 'endNs' | 'events'> & {
  startNs: Time;
  endNs: Time | null;
  events: (Omit<SpanEvent, 'timeNs'> & { timeNs: Time })[];
};

/** Reads what {@link packSpans} wrote. */
export function unpackSpans(text: string): Span[] {
  const spans = readAttributeJson(text) as unknown as Packed[];
  return spans.map(span => ({
    ...span,
    startNs: BigInt(span.startNs),
    endNs: span.endNs === null ? null : BigInt(span.endNs),
    events: span.events.map(event => ({ ...event, timeNs: BigInt(event.timeNs) }))
  }));
}
