import type { Broadcast } from './broadcast.ts';
import type { ExportFolder } from './exports/export-folder.ts';
import type { Credentials } from './guard/credentials.ts';
import type { Tickets } from './guard/tickets.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import type { Layouts } from './layouts/layouts.ts';
import type { Snapshots } from './layouts/snapshots.ts';
import type { Log } from './log.ts';
import type { PageFiles } from './page-files.ts';
import type { Reports } from './reports/reports.ts';
import type { RuleBook } from './rules/rule-book.ts';
import type { Session } from './session.ts';
import type { SpanMap } from './traces/span-map.ts';
import type { SpanSelection } from './traces/span-selection.ts';
import type { CardSwitch } from './traces/card-switch.ts';
import type { Traces } from './traces/traces.ts';

/** What the routes need; the server makes one of each. */
export interface Deps {
  id: string;
  version: string;
  /** The bound address. */
  host: string;
  allowedHosts: readonly string[];
  /** Exporters on this machine need no token. */
  isIngestOpen: boolean;
  credentials: Credentials;
  tickets: Tickets;
  session: Session;
  jobs: JobQueue;
  layouts: Layouts;
  snapshots: Snapshots;
  reports: Reports;
  rules: RuleBook;
  traces: Traces;
  spanSelection: SpanSelection;
  spanMap: SpanMap;
  cellCards: CardSwitch;
  exports: ExportFolder;
  broadcast: Broadcast;
  page: PageFiles;
  log: Log;
  /** Where clients on this machine reach the server; known once it listens. */
  url: () => string;
  /** Where exporters reach it over gRPC, once that has started; null when they do not. */
  grpcUrl: () => Promise<string | null>;
  /** Aborted when the session is about to end; says why. */
  closing: AbortSignal;
  /** Ends the session for good; returns at once. */
  shutDown: (reason: string) => void;
}
