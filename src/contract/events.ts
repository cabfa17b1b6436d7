import * as v from 'valibot';
import type { ExportEntry } from './export.ts';
import type { Job, MapSnapshot } from './map.ts';
import type { Pins } from './pins.ts';
import type { SelectionState } from './selection.ts';
import type { SpanMapState } from './span-map.ts';
import type { DeletionProgress, SpanSelectionState } from './traces.ts';

/** Query of `GET /api/events`. */
export const EventsQuery = v.object({
  /** The id of the last event that was heard: what came after it is told again, without `hello`, when that is still known. */
  after: v.optional(v.pipe(v.string(), v.maxLength(40))),
  /** For readers behind a proxy that gathers an answer before it passes it on: the stream ends after a moment of news, or some seconds without any. */
  turns: v.optional(v.literal('1'))
});
export type EventsQuery = v.InferOutput<typeof EventsQuery>;

/** What `GET /api/events` (server-sent events) tells: event name → its JSON. A reader refetches on a `hello` that does not continue. */
export interface ServerEvents {
  /** First message of every connection. `continues`: nothing was missed, or it follows now. */
  hello: { id: string; revision: number; continues: boolean };
  /** The data was replaced, or the session moved to another kernel or notebook. */
  session: { revision: number };
  job: Job;
  /** New positions of a running layout can be fetched. */
  positions: { layout: string; epoch: number; epochs: number };
  /** Clusters were made anew, named or renamed. */
  clusters: { layout: string };
  /** A page kept a new picture of a layout. */
  snapshot: MapSnapshot;
  selection: SelectionState;
  /** A set of rows was kept for comparison, or let go. */
  pins: Pins;
  /** Thresholds or the baseline were changed: what was measured with them is stale. */
  rules: { revision: number };
  /** Spans have come, or gone. */
  spans: { at: number };
  deletion: DeletionProgress;
  spanSelection: SpanSelectionState;
  spanMap: SpanMapState;
  export: ExportEntry;
  exportDeleted: { name: string };
  /** A stream in turns ({@link EventsQuery}) ends here. */
  turn: Record<string, never>;
  /** The session is about to end. */
  closing: { reason: string };
}
