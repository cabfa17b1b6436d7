import type { AttributeObject } from './attribute-value.ts';

/** The kinds of OpenInference (§2.7); any other word, or none, is UNKNOWN. */
export const SPAN_KINDS = [
  'LLM',
  'CHAIN',
  'RETRIEVER',
  'RERANKER',
  'EMBEDDING',
  'AGENT',
  'TOOL',
  'GUARDRAIL',
  'EVALUATOR',
  'PROMPT',
  'UNKNOWN'
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export const STATUS_CODES = ['UNSET', 'OK', 'ERROR'] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/**
 * `text-replaced`: a text was not UTF-8, its faults are U+FFFD now. `own-parent`: the span names itself as its parent, and is shown as a root.
 * `endless-parents`: its parents lead back to it, or are too many, and it is shown as a root; found where it is stored.
 */
export type SpanMark = 'text-replaced' | 'own-parent' | 'endless-parents';

/** A span as it is stored. Its key is trace id and span id. */
export interface Span {
  /** Lower-case hex, 32 digits. */
  traceId: string;
  /** Lower-case hex, 16 digits. */
  spanId: string;
  /** Lower-case hex, 16 digits; null for a root. */
  parentId: string | null;
  name: string;
  kind: SpanKind;
  statusCode: StatusCode;
  statusMessage: string;
  /** Nanoseconds since 1970, of 64 bits without sign. */
  startNs: bigint;
  /** Null while the span is running. */
  endNs: bigint | null;
  /** Nested at the dots of its keys (§1.4). */
  attributes: AttributeObject;
  events: SpanEvent[];
  links: SpanLink[];
  project: string;
  /** Shared by all spans of one resource. */
  resource: AttributeObject;
  scope: SpanScope;
  marks: SpanMark[];
}

export interface SpanEvent {
  name: string;
  timeNs: bigint;
  /** Keys as they were sent. */
  attributes: AttributeObject;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: AttributeObject;
}

/** The instrumentation that made the span. */
export interface SpanScope {
  name: string;
  version: string;
}

/** A judgement on a span or a trace; its key is what it is about, its name and its identifier. */
export interface Annotation {
  name: string;
  identifier: string;
  score: number | null;
  label: string | null;
  explanation: string | null;
}
