import * as v from 'valibot';
import type { FailureBody } from './failures.ts';
import { SpanScope } from './traces.ts';

/** `POST /api/spans/map`: the vectors that spans carry become the data of the map. Answered at once; the rest is told by `spanMap` events. */
export const MapSpans = v.strictObject({
  scope: SpanScope,
  /** They may take the place of data that a kernel handed over. */
  replace: v.optional(v.boolean(), false)
});
export type MapSpans = v.InferOutput<typeof MapSpans>;

/** What the map was made of. */
export interface MappedSpans {
  scope: SpanScope;
  /** Spans of the scope at that time. */
  spans: number;
  vectors: number;
  /** Spans that were not read any more because the map was full, the oldest. */
  left: number;
  /** Names of the embeddings, the one with most vectors first. */
  embeddings: string[];
  /** ISO 8601 UTC. */
  madeAt: string;
}

/** `GET /api/spans/map` and the `spanMap` event. */
export interface SpanMapState {
  /** Grows with everything that is told: an answer may come after an event that is newer. */
  revision: number;
  isRunning: boolean;
  /** Spans looked through, of how many, and vectors found in them. */
  read: number;
  total: number;
  vectors: number;
  /** Why the last one failed; null while it runs and when it did not. */
  error: FailureBody['error'] | null;
  /** Null unless the map shows spans now. */
  made: MappedSpans | null;
}
