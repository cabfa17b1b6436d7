import type { SpanRow } from '../../contract/traces.ts';

/** What a test says of a span; times in milliseconds after the start of the trace. */
export type SpanSketch = Partial<Omit<SpanRow, 'startUs' | 'endUs' | 'latencyUs'>> & {
  id: string;
  parent?: string;
  at?: number;
  /** Null: running. */
  to?: number | null;
};

/** 2026-01-01T00:00:00Z in microseconds. */
export const START_US = 1_767_225_600_000_000;

export function makeRow({ id, parent, at = 0, to = at + 10, ...rest }: SpanSketch): SpanRow {
  const startUs = START_US + at * 1000;
  const endUs = to === null ? null : START_US + to * 1000;
  return {
    traceId: '1'.padStart(32, '0'),
    spanId: id,
    parentId: parent ?? null,
    isRoot: parent === undefined,
    name: id,
    kind: 'CHAIN',
    statusCode: 'UNSET',
    statusMessage: '',
    startUs,
    endUs,
    latencyUs: endUs === null ? null : endUs - startUs,
    promptTokens: null,
    completionTokens: null,
    totalTokens: null,
    cumulative: { prompt: 0, completion: 0, total: 0 },
    errors: 0,
    cost: null,
    model: null,
    sessionId: null,
    userId: null,
    documents: 0,
    input: null,
    output: null,
    project: 'default',
    marks: [],
    ...rest
  };
}
