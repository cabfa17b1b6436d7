import * as v from 'valibot';
import type { TextRange } from './failures.ts';
import type { Annotation, SpanKind, SpanMark, StatusCode } from './span.ts';

/** ISO 8601 with an offset; start is included, end is not, and both look at when a span began (§3.2.7). */
const Time = v.pipe(v.string(), v.maxLength(40));
const Text = v.pipe(v.string(), v.maxLength(100_000));
const Name = v.pipe(v.string(), v.maxLength(1000));
const Limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100);

/** What a table of spans can be sorted by; ties are broken by the order of arrival, latest first. */
export const SPAN_SORTS = [
  'start',
  'end',
  'name',
  'kind',
  'status',
  'latency',
  'promptTokens',
  'completionTokens',
  'totalTokens',
  'cumulativeTokens',
  'errors',
  'cost'
] as const;
export type SpanSort = (typeof SPAN_SORTS)[number];
export const TRACE_SORTS = [
  'start',
  'name',
  'latency',
  'spans',
  'errors',
  'totalTokens',
  'cost'
] as const;
export type TraceSort = (typeof TRACE_SORTS)[number];
export const SESSION_SORTS = ['start', 'end', 'traces', 'errors', 'totalTokens', 'cost'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

const TraceIds = v.pipe(v.array(Name), v.maxLength(100_000));
const SpanKeys = v.pipe(
  v.array(v.strictObject({ traceId: Name, spanId: Name })),
  v.maxLength(100_000)
);

/** Spans by the names of themselves, their traces or their conversations. */
export const NamedSpans = v.variant('kind', [
  v.strictObject({ kind: v.literal('traces'), traceIds: TraceIds }),
  v.strictObject({ kind: v.literal('spans'), spans: SpanKeys }),
  v.strictObject({
    kind: v.literal('sessions'),
    sessions: v.pipe(
      v.array(v.strictObject({ project: Name, sessionId: Name })),
      v.maxLength(100_000)
    )
  })
]);
export type NamedSpans = v.InferOutput<typeof NamedSpans>;

/** Which spans are meant. */
const scopeEntries = {
  /** Absent: all projects. */
  project: v.optional(Name),
  /** The filter language, which says itself what is too long; empty matches everything. */
  filter: v.optional(v.string(), ''),
  start: v.optional(Time),
  end: v.optional(Time),
  /** Spans without a parent, or whose parent has not come. */
  rootsOnly: v.optional(v.boolean(), false),
  session: v.optional(Name),
  /** Only these of them. */
  only: v.optional(NamedSpans),
  /** Every span of the traces that hold one of them. */
  wholeTraces: v.optional(v.boolean())
};
export const SpanScope = v.strictObject(scopeEntries);
export type SpanScope = v.InferOutput<typeof SpanScope>;

/** Reads a scope that was kept; undefined when it is none. */
export function readSpanScope(json: unknown): SpanScope | undefined {
  const result = v.safeParse(SpanScope, json);
  return result.success ? result.output : undefined;
}

const sorted = <Sorts extends readonly string[]>(sorts: Sorts) =>
  v.optional(v.strictObject({ by: v.picklist(sorts), descending: v.optional(v.boolean(), true) }), {
    by: 'start',
    descending: true
  });

/** `POST /api/spans`: a page of a table. `after` is {@link Page.next} of the page before: rows that arrive meanwhile shift nothing. */
export const SpansQuery = v.strictObject({
  ...scopeEntries,
  sort: sorted(SPAN_SORTS),
  after: v.optional(Text),
  limit: Limit
});
export type SpansQuery = v.InferOutput<typeof SpansQuery>;

/** `POST /api/traces`: traces that hold a span of the scope. */
export const TracesQuery = v.strictObject({
  ...scopeEntries,
  sort: sorted(TRACE_SORTS),
  after: v.optional(Text),
  limit: Limit
});
export type TracesQuery = v.InferOutput<typeof TracesQuery>;

/** `POST /api/trace-sessions`: conversations (`session.id`) that hold a span of the scope. */
export const SessionsQuery = v.strictObject({
  ...scopeEntries,
  sort: sorted(SESSION_SORTS),
  after: v.optional(Text),
  limit: Limit
});
export type SessionsQuery = v.InferOutput<typeof SessionsQuery>;

export interface Page<Row> {
  rows: Row[];
  /** What to ask for next; null at the end. */
  next: string | null;
}

/** Tokens of a span and what is below it; only spans of kind LLM count below others, so that an agent's own total counts nothing twice. */
export interface Tokens {
  prompt: number;
  completion: number;
  total: number;
}

export interface SpanRow {
  traceId: string;
  spanId: string;
  parentId: string | null;
  /** No parent, or one that has not come. */
  isRoot: boolean;
  name: string;
  kind: SpanKind;
  statusCode: StatusCode;
  statusMessage: string;
  /** Unix microseconds. */
  startUs: number;
  endUs: number | null;
  /** Microseconds; null while running. */
  latencyUs: number | null;
  /** The span's own; null when it reports none. */
  promptTokens: number | null;
  completionTokens: number | null;
  totalTokens: number | null;
  cumulative: Tokens;
  /** Spans with an error, itself included. */
  errors: number;
  /** US dollars, itself and below; null when no model in it has a price. */
  cost: number | null;
  model: string | null;
  sessionId: string | null;
  userId: string | null;
  /** Retrieved documents. */
  documents: number;
  /** What went in and came out: the first 240 characters of the value, or of the last message where the value is a dump of messages. */
  input: string | null;
  output: string | null;
  project: string;
  marks: SpanMark[];
}

export interface TraceRow {
  traceId: string;
  project: string;
  /** The span that stands for the trace: its root, else the earliest whose parent has not come. */
  root: SpanRow;
  spans: number;
  errors: number;
  startUs: number;
  /** The latest end; null while a span is running. */
  endUs: number | null;
  tokens: Tokens;
  cost: number | null;
  sessionId: string | null;
}

export interface SessionRow {
  sessionId: string;
  project: string;
  userId: string | null;
  traces: number;
  errors: number;
  startUs: number;
  endUs: number | null;
  tokens: Tokens;
  cost: number | null;
  firstInput: string | null;
  lastOutput: string | null;
}

/** `POST /api/traces/summary`: the numbers above a table; they follow its filter. */
export interface TraceSummary {
  spans: number;
  traces: number;
  /** Spans with status ERROR. */
  errors: number;
  running: number;
  tokens: Tokens;
  cost: number | null;
  /** Microseconds, exact, of the spans of the scope (of the roots, with `rootsOnly`); null without any that ended. */
  latency: { p50: number; p95: number; p99: number; max: number } | null;
  /** Latency on a logarithmic scale: `edges` has one number more than `counts`. */
  histogram: { edges: number[]; counts: number[]; errors: number[] };
  /** Spans and traces without the filter, in the same project and times. */
  total: number;
  totalTraces: number;
}

/** `POST /api/spans/count`. */
export interface SpanCount {
  spans: number;
  /** Traces that hold one of them. */
  traces: number;
}

/** `PUT /api/span-selection`: the spans that are selected in every open page and in the kernel; null for none. */
export const SelectSpans = v.strictObject({ scope: v.nullable(SpanScope) });

/** `GET /api/span-selection` and the `spanSelection` event. */
export interface SpanSelectionState extends SpanCount {
  /** Grows with every change. */
  revision: number;
  scope: SpanScope | null;
  /** Whether `session.selection` means these spans: they were selected after the rows. */
  isLatest: boolean;
}

/** `GET /api/traces/:traceId`: every span of a trace, in order of start. */
export interface TraceDetail {
  traceId: string;
  project: string;
  spans: SpanRow[];
}

/** `GET /api/traces/:traceId/find?text=`: a span that holds the text, and where: `name`, `status_message`, or a path in its attributes or `events`. */
export interface FoundSpan {
  spanId: string;
  path: string;
}

/** A text that is too long for a page is cut; `GET /api/traces/:traceId/spans/:spanId/value?path=…` gives it whole. */
export interface CutText {
  /** Path in the attributes, as the filter language writes it. */
  path: string;
  /** Characters in all. */
  length: number;
}
export const CUT_AT = 20_000;

/** `GET /api/traces/:traceId/spans/:spanId`. */
export interface SpanDetail {
  row: SpanRow;
  /** Nanoseconds since 1970 as decimal text. */
  startNs: string;
  endNs: string | null;
  /** In the JSON of `attribute-json.ts`: read it with `readAttributeJson`. */
  attributes: string;
  events: { name: string; timeNs: string; attributes: string }[];
  links: { traceId: string; spanId: string; attributes: string }[];
  resource: string;
  scope: { name: string; version: string };
  annotations: Annotation[];
  cut: CutText[];
}

export interface Project {
  name: string;
  traces: number;
  spans: number;
  /** Unix microseconds of the earliest and the latest start; null when empty. */
  firstUs: number | null;
  lastUs: number | null;
}

/** `POST /api/spans/delete`: what names the spans whose traces go. */
export const SpanChoice = v.variant('kind', [
  v.strictObject({ kind: v.literal('scope'), ...scopeEntries }),
  v.strictObject({ kind: v.literal('traces'), traceIds: TraceIds }),
  v.strictObject({ kind: v.literal('spans'), spans: SpanKeys })
]);
export type SpanChoice = v.InferOutput<typeof SpanChoice>;

/** The `deletion` event: traces that are gone, of how many, while that takes long. `DELETE /api/spans/delete` ends it; what is gone stays gone. */
export interface DeletionProgress {
  gone: number;
  total: number;
  isOver: boolean;
}

/** `POST /api/spans/frame`: a frame of spans as an Arrow stream (§3), newest first. */
export const FrameQuery = v.strictObject({
  ...scopeEntries,
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
});
export type FrameQuery = v.InferOutput<typeof FrameQuery>;

/** Names of attributes that occur, for completions, most frequent first. */
export interface AttributeKey {
  /** As the filter language writes it. */
  path: string;
  spans: number;
  type: 'text' | 'number' | 'boolean' | 'list' | 'object';
}

/** Request of `POST /api/spans/doubts`: a filter, and the project whose spans it is for. */
export const DoubtsQuery = v.strictObject({ filter: Text, project: v.optional(Name) });

/** Something in a filter that may be misspelled. */
export interface FilterDoubt {
  message: string;
  at: TextRange;
  /** The name that was probably meant. */
  nearest?: string;
}

/** Prices of one model in US dollars per million tokens. */
export const ModelPrice = v.strictObject({
  /** A regular expression on the model's name, matched as a whole, whatever the case. */
  pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  prompt: v.pipe(v.number(), v.minValue(0)),
  completion: v.pipe(v.number(), v.minValue(0)),
  cacheRead: v.optional(v.pipe(v.number(), v.minValue(0))),
  cacheWrite: v.optional(v.pipe(v.number(), v.minValue(0)))
});
export type ModelPrice = v.InferOutput<typeof ModelPrice>;

/** `POST /api/traces/prune`: deletes whole traces, the oldest first. A server that was told to does the same by itself. */
export const Retention = v.strictObject({
  maxDays: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0))), null),
  maxBytes: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1_000_000))), null),
  /** Whether the file is written anew without what is gone, for which spans that come must wait; true when absent. */
  isShrunk: v.optional(v.boolean())
});
export type Retention = v.InferOutput<typeof Retention>;

/** Reads the JSON of a price list; undefined when it is none, or one of its patterns is no regular expression. */
export function readPrices(json: unknown): ModelPrice[] | undefined {
  const result = v.safeParse(v.array(ModelPrice), json);
  return result.success && result.output.every(({ pattern }) => isPattern(pattern))
    ? result.output
    : undefined;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
