import type { SessionSort, SpanSort, TraceSort } from '../../contract/traces.ts';
import type { TraceListing } from '../../contract/view-state.ts';

export const COLUMN_KEYS = [
  'name',
  'input',
  'output',
  'latency',
  'tokens',
  'promptTokens',
  'completionTokens',
  'cost',
  'errors',
  'spans',
  'traces',
  'documents',
  'model',
  'status',
  'session',
  'user',
  'project',
  'traceId',
  'spanId',
  'start',
  'end'
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** A column that a listing can show. */
export interface Column {
  key: ColumnKey;
  /** What the server sorts by; absent: not sortable. */
  by?: SpanSort | TraceSort | SessionSort;
  /** Narrowest width in pixels. */
  width: number;
  /** Share of the room that is left over. */
  grow?: number;
  isNumber?: boolean;
  /** Not shown until it is asked for. */
  isExtra?: boolean;
  /** Where room is short the highest goes first; 0 always stays. */
  rank: number;
}

const NAME: Column = { key: 'name', by: 'name', width: 180, grow: 0.5, rank: 0 };
// Texts are what people read: all the room that is left over goes to them.
const INPUT: Column = { key: 'input', width: 200, grow: 2, rank: 2 };
const OUTPUT: Column = { key: 'output', width: 180, grow: 2, rank: 5 };
const LATENCY: Column = { key: 'latency', by: 'latency', width: 138, rank: 1 };
const COST: Column = { key: 'cost', by: 'cost', width: 86, isNumber: true, rank: 7 };
const ERRORS: Column = { key: 'errors', by: 'errors', width: 62, isNumber: true, rank: 6 };
const START: Column = { key: 'start', by: 'start', width: 134, isNumber: true, rank: 3 };
const USER: Column = { key: 'user', width: 110, isExtra: true, rank: 8 };
const PROJECT: Column = { key: 'project', width: 110, isExtra: true, rank: 8 };
const SESSION: Column = { key: 'session', width: 130, isExtra: true, rank: 8 };
const TRACE_ID: Column = { key: 'traceId', width: 250, isExtra: true, rank: 9 };
const tokens = (by: SpanSort | TraceSort): Column => ({
  key: 'tokens',
  by,
  width: 84,
  isNumber: true,
  rank: 4
});

/** The columns of each listing, in the order they first have. */
export const COLUMNS: Readonly<Record<TraceListing, readonly Column[]>> = {
  traces: [
    NAME,
    INPUT,
    OUTPUT,
    LATENCY,
    tokens('totalTokens'),
    COST,
    ERRORS,
    { key: 'spans', by: 'spans', width: 62, isNumber: true, rank: 8 },
    START,
    SESSION,
    USER,
    PROJECT,
    TRACE_ID
  ],
  spans: [
    NAME,
    INPUT,
    OUTPUT,
    LATENCY,
    tokens('cumulativeTokens'),
    COST,
    ERRORS,
    START,
    { key: 'end', by: 'end', width: 118, isNumber: true, isExtra: true, rank: 9 },
    { key: 'model', width: 130, isExtra: true, rank: 8 },
    { key: 'status', by: 'status', width: 84, isExtra: true, rank: 8 },
    { key: 'promptTokens', by: 'promptTokens', width: 84, isNumber: true, isExtra: true, rank: 8 },
    {
      key: 'completionTokens',
      by: 'completionTokens',
      width: 110,
      isNumber: true,
      isExtra: true,
      rank: 8
    },
    { key: 'documents', width: 96, isNumber: true, isExtra: true, rank: 8 },
    SESSION,
    USER,
    PROJECT,
    TRACE_ID,
    { key: 'spanId', width: 150, isExtra: true, rank: 9 }
  ],
  sessions: [
    { key: 'session', width: 130, grow: 0.5, rank: 0 },
    INPUT,
    OUTPUT,
    { key: 'traces', by: 'traces', width: 66, isNumber: true, rank: 1 },
    tokens('totalTokens'),
    COST,
    ERRORS,
    { key: 'user', width: 100, rank: 8 },
    START,
    { key: 'end', by: 'end', width: 118, isNumber: true, isExtra: true, rank: 9 },
    PROJECT
  ]
};

/** Texts are sorted from A to Z first; numbers and times begin with the largest. */
export function isAscendingFirst({ key }: Column): boolean {
  return key === 'name' || key === 'status';
}
