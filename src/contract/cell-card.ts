import * as v from 'valibot';
import { SPAN_KINDS, STATUS_CODES } from './span.ts';

/** The MIME type of the card under a cell: what it shows, where to find the traces again, and no secret. */
export const TRACE_MIME = 'application/vnd.phoenix.trace+json';

/** Traces that a card shows one by one; of more it shows how they are distributed. */
export const MAX_SHOWN_TRACES = 10;
/** Lines of the tree of one trace. */
export const MAX_CARD_ROWS = 6;
/** Traces that are named in a card of many: the slowest, and those that failed. */
export const MAX_NAMED_TRACES = 3;
/** Traces of one execution that are looked at. */
export const MAX_CARD_TRACES = 10_000;
/** Characters of a name, and of a text in a card. */
export const CARD_NAME_LENGTH = 120;
export const CARD_TEXT_LENGTH = 240;

const Time = v.pipe(v.string(), v.maxLength(40));
const TraceId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const SpanId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

/** `POST /api/traces/card`: the traces that one execution of a cell made. */
export const CardQuery = v.variant('by', [
  v.strictObject({
    by: v.literal('traces'),
    traceIds: v.pipe(v.array(TraceId), v.maxLength(MAX_CARD_TRACES))
  }),
  /** Where nobody saw the spans begin: those that began in these times, but for spans that say they come from another program. */
  v.strictObject({
    by: v.literal('time'),
    start: Time,
    end: Time,
    /** `process.pid` and `telemetry.sdk.language` of the program that asks. */
    pid: v.pipe(v.number(), v.integer()),
    language: v.pipe(v.string(), v.maxLength(40))
  })
]);
export type CardQuery = v.InferOutput<typeof CardQuery>;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const Microseconds = v.nullable(v.pipe(v.number(), v.finite()));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const CardName = v.pipe(v.string(), v.maxLength(CARD_NAME_LENGTH));
const CardText = v.nullable(v.pipe(v.string(), v.maxLength(CARD_TEXT_LENGTH)));

const facts = {
  spans: Count,
  /** Spans that have not ended. */
  running: Count,
  /** Spans with status ERROR. */
  errors: Count,
  /** Of model calls. */
  tokens: Amount,
  /** US dollars; null when no model has a price. */
  cost: v.nullable(Amount)
};

/** One span of a tree, or several of one name below one parent. */
const CardRow = v.object({
  spanId: SpanId,
  depth: v.pipe(Count, v.maxValue(MAX_CARD_ROWS)),
  name: CardName,
  kind: v.picklist(SPAN_KINDS),
  count: v.pipe(Count, v.minValue(1)),
  hasError: v.boolean(),
  /** Where the bar begins and ends, as shares of the trace's time. */
  from: Share,
  to: Share,
  /** From the first start to the last end; null while running. */
  latencyUs: Microseconds,
  /** Retrieved documents. */
  documents: Count,
  model: v.nullable(CardName),
  /** Why it failed. */
  message: CardText
});
export type CardRow = v.InferOutput<typeof CardRow>;

const CardTrace = v.object({
  traceId: TraceId,
  name: CardName,
  status: v.picklist(STATUS_CODES),
  latencyUs: Microseconds,
  ...facts,
  /** The root, and where its time went: the slowest and the failed before others, in the order of the tree. */
  rows: v.pipe(v.array(CardRow), v.maxLength(MAX_CARD_ROWS)),
  input: CardText,
  /** What came out last; null when nothing did. */
  output: CardText
});
export type CardTrace = v.InferOutput<typeof CardTrace>;

const NamedTrace = v.object({
  traceId: TraceId,
  name: CardName,
  latencyUs: Microseconds,
  input: CardText,
  /** Why it failed. */
  message: CardText
});
export type NamedTrace = v.InferOutput<typeof NamedTrace>;

const Named = v.pipe(v.array(NamedTrace), v.maxLength(MAX_NAMED_TRACES));

export const CellCard = v.object({
  traces: Count,
  /** When the first and the last trace began, in microseconds since 1970; null without any. */
  firstUs: Microseconds,
  lastUs: Microseconds,
  ...facts,
  /** In order of start; empty when there are more than {@link MAX_SHOWN_TRACES}. */
  shown: v.pipe(v.array(CardTrace), v.maxLength(MAX_SHOWN_TRACES)),
  /** Null unless there are more. */
  summary: v.nullable(
    v.object({
      /** Traces by latency in microseconds: `edges` has one number more than `counts`. */
      histogram: v.object({
        edges: v.pipe(v.array(Amount), v.maxLength(65)),
        counts: v.pipe(v.array(Count), v.maxLength(64)),
        errors: v.pipe(v.array(Count), v.maxLength(64))
      }),
      slowest: Named,
      failed: Named,
      /** Traces with an error. */
      failures: Count
    })
  )
});
export type CellCard = v.InferOutput<typeof CellCard>;

const TraceOutput = v.object({
  version: v.literal(1),
  session: v.object({
    /** 12 hexadecimal digits. */
    id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
    name: v.pipe(v.string(), v.maxLength(500))
  }),
  /** Number of the execution. */
  cell: v.nullable(Count),
  /** Spans may still come. */
  isArriving: v.boolean(),
  /** Null before anything has come. */
  card: v.nullable(CellCard)
});
export type TraceOutput = v.InferOutput<typeof TraceOutput>;

/** Reads an output of a notebook, which anyone may have written; undefined when it is no card. */
export function readTraceOutput(json: unknown): TraceOutput | undefined {
  const { success, output } = v.safeParse(TraceOutput, json);
  return success ? output : undefined;
}

/** `GET`, `PUT /api/cell-cards`: whether kernels show cards under their cells. */
export const CellCards = v.strictObject({ inline: v.boolean() });
export type CellCards = v.InferOutput<typeof CellCards>;

/** Reads the JSON of a kept choice; undefined when it is none. */
export function readCellCards(json: unknown): CellCards | undefined {
  const { success, output } = v.safeParse(CellCards, json);
  return success ? output : undefined;
}
