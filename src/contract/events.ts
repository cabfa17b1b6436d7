import type { ExportEntry } from './export.ts';
import type { Job } from './map.ts';
import type { Pins } from './pins.ts';
import type { SelectionState } from './selection.ts';
import type { SpanSelectionState } from './traces.ts';

/** What `GET /api/events` (server-sent events) tells: event name → its JSON. A reader refetches on `hello`. */
export interface ServerEvents {
  /** First message of every connection. */
  hello: { id: string; revision: number };
  /** The data was replaced, or the session moved to another kernel or notebook. */
  session: { revision: number };
  job: Job;
  /** New positions of a running layout can be fetched. */
  positions: { layout: string; epoch: number; epochs: number };
  /** Clusters were made anew, named or renamed. */
  clusters: { layout: string };
  selection: SelectionState;
  /** A set of rows was kept for comparison, or let go. */
  pins: Pins;
  /** Thresholds or the baseline were changed: what was measured with them is stale. */
  rules: { revision: number };
  /** Spans have come, or gone. */
  spans: { at: number };
  spanSelection: SpanSelectionState;
  export: ExportEntry;
  exportDeleted: { name: string };
  /** The session is about to end. */
  closing: { reason: string };
}
