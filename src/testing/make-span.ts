import type { AttributeObject } from '../contract/attribute-value.ts';
import type { Span } from '../contract/span.ts';

/** 2026-01-01T00:00:00Z in nanoseconds. */
export const NEW_YEAR_NS = 1_767_225_600_000_000_000n;

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
export const traceIdOf = (number: number) => hex(number, 32);
export const spanIdOf = (number: number) => hex(number, 16);

/** What a test says of a span; the rest is plain. Times are in milliseconds after New Year 2026. */
export interface SpanSketch {
  id: number;
  trace?: number;
  parent?: number | null;
  at?: number;
  /** Null: running. */
  lasts?: number | null;
  prompt?: number;
  completion?: number;
  attributes?: AttributeObject;
}

export function makeSpan(
  {
    id,
    trace = 1,
    parent = null,
    at = id,
    lasts = 10,
    prompt,
    completion,
    attributes = {}
  }: SpanSketch,
  rest: Partial<Span> = {}
): Span {
  const startNs = NEW_YEAR_NS + BigInt(at) * 1_000_000n;
  const counts = {
    ...(prompt === undefined ? {} : { prompt }),
    ...(completion === undefined ? {} : { completion })
  };
  const llm = { ...(attributes['llm'] as AttributeObject | undefined) };
  if (Object.keys(counts).length > 0) {
    llm['token_count'] = counts;
  }
  return {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(id),
    parentId: parent === null ? null : spanIdOf(parent),
    name: `span ${id}`,
    kind: 'CHAIN',
    statusCode: 'UNSET',
    statusMessage: '',
    startNs,
    endNs: lasts === null ? null : startNs + BigInt(Math.round(lasts * 1_000_000)),
    attributes: { ...attributes, ...(Object.keys(llm).length > 0 ? { llm } : {}) },
    events: [],
    links: [],
    project: 'default',
    resource: {},
    scope: { name: 'test', version: '1' },
    marks: [],
    ...rest
  };
}
