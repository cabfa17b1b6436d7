import { fileURLToPath } from 'node:url';
import type { SessionManifest } from '../contract/manifest.ts';
import { createApp } from './app.ts';
import { Broadcast } from './broadcast.ts';
import { ExportFolder } from './exports/export-folder.ts';
import { createSecret, type Credentials } from './guard/credentials.ts';
import { isLoopback } from './guard/hosts.ts';
import { Tickets } from './guard/tickets.ts';
import { JobQueue } from './jobs/job-queue.ts';
import { LayoutStore } from './layouts/layout-store.ts';
import { Layouts } from './layouts/layouts.ts';
import { Snapshots } from './layouts/snapshots.ts';
import type { Log } from './log.ts';
import { loadManifest } from './manifest-file.ts';
import { PageFiles } from './page-files.ts';
import type { ServerOptions } from './parse-options.ts';
import { prepareFolders, type Folders } from './prepare-folders.ts';
import { Reports } from './reports/reports.ts';
import { startReportWorker } from './reports/start-report-worker.ts';
import { dropStaleBaseline } from './rules/drop-stale-baseline.ts';
import { loadRules, RuleBook } from './rules/rule-book.ts';
import { Session } from './session.ts';
import { CardSwitch } from './traces/card-switch.ts';
import { loadPrices } from './traces/load-prices.ts';
import { SpanMap } from './traces/span-map.ts';
import { SpanSelection } from './traces/span-selection.ts';
import { Traces } from './traces/traces.ts';
import { VERSION } from './version.ts';

/** What the parts of a server need from the process around them. */
export interface Surroundings {
  /** Where clients on this machine reach the server. */
  url: () => string;
  grpcUrl: () => Promise<string | null>;
  /** The session belongs to another kernel or notebook now. */
  onAdopted: () => Promise<void>;
  /** Ends the session for good; returns at once. */
  shutDown: (reason: string) => void;
  page?: string;
}

export interface Assembly {
  app: ReturnType<typeof createApp>;
  session: Session;
  jobs: JobQueue;
  reports: Reports;
  traces: Traces;
  broadcast: Broadcast;
  page: PageFiles;
  credentials: Credentials;
  folders: Folders;
  /** Of an earlier server of this session. */
  manifest: SessionManifest | undefined;
  startedAt: Date;
  closing: AbortController;
}

/** Makes the parts of a server and joins them; nothing listens yet. */
export async function assemble(
  options: ServerOptions,
  log: Log,
  { url, grpcUrl, onAdopted, shutDown, page = findPage() }: Surroundings
): Promise<Assembly> {
  const startedAt = new Date();
  const { id, host, allowedHosts } = options;
  const folders = await prepareFolders(options.workingFolder, options.runtimeFolder, id);
  const manifest = await loadManifest(folders.session, id);
  const cookieKey = manifest?.cookie_key ?? createSecret();
  const credentials = { token: createSecret(), cookieKey };
  const broadcast = new Broadcast();
  const closing = new AbortController();
  const jobs = new JobQueue(broadcast, log);
  const rules = new RuleBook(folders.session, broadcast, await loadRules(folders.session));
  const reports = new Reports({
    data: () => session.data(),
    rules: () => rules.rules,
    start: startReportWorker,
    log
  });
  closing.signal.addEventListener('abort', () => void reports.close('the session is closing'));
  const session = new Session({
    options,
    folders,
    broadcast,
    log,
    cookieKey,
    startedAt,
    closing: closing.signal,
    intake: () => traces.intake,
    async beforeReplacing() {
      await Promise.all([jobs.cancelAll(), reports.close()]);
    },
    onTaken(data) {
      void reports.warm(data);
      layouts.warm(data);
    },
    onReplaced: ({ model }) => dropStaleBaseline(rules, model),
    onAdopted
  });
  const prices = await loadPrices(options.workingFolder, log);
  const traces = new Traces({ path: folders.traces, prices, broadcast, log });
  const pageFiles = new PageFiles(page);
  const store = new LayoutStore(folders.layouts);
  const layouts = new Layouts({
    session,
    jobs,
    broadcast,
    log,
    store,
    findRows: (where, signal) => reports.findRows(where, signal ? { signal } : {})
  });
  const app = createApp({
    id,
    version: VERSION,
    host,
    allowedHosts,
    isIngestOpen: !options.isIngestLocked && isLoopback(host),
    credentials,
    tickets: new Tickets(),
    session,
    jobs,
    layouts,
    snapshots: new Snapshots({ session, layouts, store, broadcast }),
    reports,
    rules,
    traces,
    spanSelection: new SpanSelection({ folder: folders.session, traces, broadcast, log }),
    spanMap: new SpanMap({ folder: folders.session, session, traces, broadcast, log }),
    cellCards: new CardSwitch(folders.session),
    exports: new ExportFolder(folders.exports),
    broadcast,
    page: pageFiles,
    log,
    url,
    grpcUrl,
    closing: closing.signal,
    shutDown
  });
  return {
    app,
    session,
    jobs,
    reports,
    traces,
    broadcast,
    page: pageFiles,
    credentials,
    folders,
    manifest,
    startedAt,
    closing
  };
}

/** The built page lies beside the bundle; a server that runs from its sources uses the page of the package. */
function findPage(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(
    new URL(isSource ? '../../jupyterlab_phoenix/server/page/' : './page/', import.meta.url)
  );
}
