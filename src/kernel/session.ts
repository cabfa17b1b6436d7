import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import type { FilterDoubt } from '../contract/traces.ts';
import {
  DATASET_ROLES,
  type DatasetRole,
  type LoadDatasets,
  type SessionState,
  type UmapDefaults
} from '../contract/session.ts';
import { Analysis } from './analysis.ts';
import { checkOptions, noTime, toTime, type Time } from './arguments.ts';
import { Connection, lost } from './connection.ts';
import type { Dataset } from './dataset.ts';
import { isHealthy, readRecord, recordPath } from './discovery.ts';
import { closeSession } from './ensure-session.ts';
import { RequestError, SessionLost, StorageError } from './errors.ts';
import { Exports } from './exports.ts';
import { show } from './nearest.ts';
import { errnoOf } from './platform.ts';
import { isAlive } from './processes.ts';
import { toParts, type Selectable } from './selection.ts';
import { toSpanNames, toSpansTable } from './spans.ts';
import { TraceDataset } from './trace-dataset.ts';
import { checkHeight, View } from './view.ts';

const DEFAULT_HEIGHT = 1000;

export interface SpanOptions {
  /** Spans that began then or later, and before; a Date or ISO 8601 text. */
  startTime?: Time;
  stopTime?: Time;
  /** Only spans without a parent, or whose parent has not come. */
  rootSpansOnly?: boolean;
  /** At most so many, the newest. Default all. */
  limit?: number;
  /** Only spans of this project. Default all. */
  project?: string;
}

const SPAN_OPTIONS = ['startTime', 'stopTime', 'rootSpansOnly', 'limit', 'project'];

/** What `launchApp` hands over. */
export type Datasets = Partial<Record<DatasetRole, Dataset>>;

/**
 * The app and its data, in a server process of its own that outlives this kernel until `end()` is called. Made by
 * `launchApp()`. Every access talks to the server; when it is gone, SessionLost says so.
 */
export class Session extends Analysis {
  /** @internal */
  protected readonly connection: Connection;
  readonly #onEnd: (session: Session) => void;
  readonly #tables = new Map<string, ColumnTable>();
  #datasets: Datasets = {};
  #sources: LoadDatasets = {};
  /** The selection that was assigned last, once the server has it. */
  #assigned: Promise<void> = Promise.resolve();

  /** @internal */
  constructor(record: DiscoveryRecord, onEnd: (session: Session) => void) {
    super();
    this.connection = new Connection(record);
    this.#onEnd = onEnd;
  }

  /** 12 hexadecimal digits. */
  get id(): string {
    return this.connection.record.id;
  }

  /** Name of the notebook, or of the runtime. */
  get name(): string {
    return this.connection.record.name;
  }

  get port(): number {
    return this.connection.record.port;
  }

  /** Where the app is; opening it needs the link in `url`. */
  get address(): string {
    return this.connection.record.url;
  }

  /** A link to the app for any browser that reaches this machine; each opens once, within 5 minutes. */
  get url(): Promise<string> {
    return this.connection
      .send('POST', '/api/tickets')
      .then(
        answer =>
          `${this.address}?ticket=${(JSON.parse(answer.text()) as { ticket: string }).ticket}`
      );
  }

  /** Whether the server answers. */
  get active(): Promise<boolean> {
    return isHealthy(readRecord(recordPath(this.id)) ?? this.connection.record);
  }

  get primary(): Dataset | undefined {
    return this.#datasets.primary;
  }

  get reference(): Dataset | undefined {
    return this.#datasets.reference;
  }

  get corpus(): Dataset | undefined {
    return this.#datasets.corpus;
  }

  /**
   * The app as the output of a cell: make it the last value of the cell.
   *
   * @param options `height` in CSS pixels, 120 to 4000, default 1000; `place`, where in the app to begin, such as `#/traces`.
   * @throws RequestError when the height is no such number, SessionLost when the server is gone.
   */
  view(options: { height?: number; place?: string } = {}): View {
    checkOptions(options, ['height', 'place'], 'view');
    const height = checkHeight(options.height ?? DEFAULT_HEIGHT);
    const record = readRecord(recordPath(this.id));
    if (record === undefined || !isAlive(record.pid)) {
      throw lost(this.connection.record);
    }
    return new View(this.id, this.name, record.url, height, options.place);
  }

  /** Tables exported in the app, oldest first; asking for it looks for new ones: `session.exports.at(-1)`. */
  get exports(): Exports {
    const { folder } = this.connection.record;
    const hasServer = existsSync(recordPath(this.id));
    if (!hasServer && !existsSync(join(folder, 'exports'))) {
      throw lost(this.connection.record);
    }
    return new Exports(join(folder, 'exports'), this.#tables);
  }

  /**
   * Exports the selected rows or spans, as the button in the app does, and gives them back.
   *
   * @param name of the export; without one the local time. A name that is taken gets a number.
   */
  async export(name?: string): Promise<ColumnTable> {
    if (name !== undefined && typeof (name as unknown) !== 'string') {
      throw new RequestError(`Cannot call an export ${show(name)}: a name is text`, {
        code: 'export/name'
      });
    }
    await this.#assigned;
    const entry = await this.connection.json(
      this.connection.client.api.exports.$post({
        json: { source: { kind: 'latest' }, ...(name === undefined ? {} : { name }) }
      })
    );
    return this.exports.get(entry.name);
  }

  /**
   * What was selected last in the app: rows, with the columns and types of an export, or spans and traces, as `getSpansTable`
   * gives them. Assigning selects others in every open view, as `select`.
   */
  get selection(): Promise<ColumnTable> {
    return this.#assigned.then(async () => {
      const answer = await this.connection.send('GET', '/api/selection/latest.arrow');
      return toSpansTable(answer.bytes);
    });
  }

  set selection(value: Selectable) {
    this.#assigned = this.select(value).catch((error: unknown) => {
      // An assignment has nobody who waits for it.
      console.error(String(error));
    });
  }

  /**
   * Selects rows or spans in every open view.
   *
   * @param value a table of spans, or an array of its rows, with `context.span_id` and `context.trace_id`; for rows one of: row
   * numbers by time, as `umap().result()` gives them; one true or false per row handed over, in its
   * order; a table or an array of objects (rows are found by `dataset` and `row`, else by prediction id); an array of
   * prediction ids; an object of these by data set, such as `{ reference: mask }`. Without it, rows are those of primary, except
   * for ids, which are looked up everywhere. null or [] clears.
   * @throws RequestError when the value names no rows, or rows that are not there.
   */
  async select(value: Selectable): Promise<void> {
    const { client } = this.connection;
    const spans = toSpanNames(value);
    if (spans && spans.length > 0) {
      await client.api['span-selection'].$put({
        json: { scope: { only: { kind: 'spans', spans } } }
      });
      return;
    }
    const { datasets } = await this.state();
    const loaded = DATASET_ROLES.flatMap(role => {
      const summary = datasets[role];
      return summary ? [[role, summary] as const] : [];
    });
    const own = loaded.flatMap(([role, { file }]) => {
      const dataset = this.#datasets[role];
      return dataset && this.#sources[role]?.file === file ? [[role, dataset] as const] : [];
    });
    const parts = toParts(spans ? null : value, {
      sizes: new Map(loaded.map(([role, { rowCount }]) => [role, rowCount])),
      names: new Map(loaded.map(([role, { name }]) => [role, name])),
      datasets: new Map(own)
    });
    if (parts.length > 0) {
      await client.api.selection.$put({ json: { mode: 'replace', parts } });
      return;
    }
    await client.api.selection.$delete();
    await client.api['span-selection'].$put({ json: { scope: null } });
  }

  /**
   * Spans as a table, newest first.
   *
   * @param filter such as `span_kind == 'LLM' and latency_ms > 1000` or `'refund' in input.value`. None or blank keeps all.
   * @returns one row per span: `name`, `span_kind`, `parent_id`, `start_time`, `end_time` (Date, null while running),
   * `status_code`, `status_message`, `events`, `context.span_id`, `context.trace_id`, then `attributes.…`; nested values are
   * objects and arrays. An empty answer has the fixed columns.
   * @throws FilterError when the filter cannot be read; its message shows where.
   */
  async getSpansTable(filter?: string | null, options: SpanOptions = {}): Promise<ColumnTable> {
    checkOptions(options, SPAN_OPTIONS, 'getSpansTable');
    const { startTime, stopTime, rootSpansOnly = false, limit, project } = options;
    if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
      throw new RequestError(
        `Cannot use ${show(limit)} as limit: a whole number of at least 0 is needed`
      );
    }
    if (typeof rootSpansOnly !== 'boolean') {
      throw new RequestError(
        `Cannot use ${show(rootSpansOnly)} as rootSpansOnly: it is true or false`
      );
    }
    const body = {
      filter: toFilter(filter),
      rootsOnly: rootSpansOnly,
      start: startTime === undefined ? undefined : toInstant(startTime, 'startTime'),
      end: stopTime === undefined ? undefined : toInstant(stopTime, 'stopTime'),
      limit,
      project: toProject(project)
    };
    const answer = await this.connection.send('POST', '/api/spans/frame', JSON.stringify(body), {
      'Content-Type': 'application/json'
    });
    const spans = toSpansTable(answer.bytes);
    if (spans.numRows() === 0 && body.filter !== '' && limit !== 0) {
      await this.#warnOfDoubts({ filter: body.filter, project: body.project });
    }
    return spans;
  }

  /** Tells names that no span has, of a filter that left nothing. */
  async #warnOfDoubts(query: { filter: string; project: string | undefined }): Promise<void> {
    const body = JSON.stringify(query);
    try {
      const answer = await this.connection.send('POST', '/api/spans/doubts', body, {
        'Content-Type': 'application/json'
      });
      for (const { message } of JSON.parse(answer.text()) as FilterDoubt[]) {
        console.warn(`PhoenixWarning: ${message}`);
      }
    } catch {
      // The table is the answer; advice must not take its place.
    }
  }

  /** All spans, to be launched elsewhere; null when there are none. */
  async getTraceDataset(project?: string): Promise<TraceDataset | null> {
    const spans = await this.getSpansTable(null, project === undefined ? {} : { project });
    return spans.numRows() === 0 ? null : new TraceDataset(spans);
  }

  /** Deletes the whole traces of the spans that a filter leaves, for good, and gives how many; no filter deletes every trace. */
  async deleteTraces(
    filter?: string | null,
    { project }: { project?: string } = {}
  ): Promise<number> {
    const body = JSON.stringify({
      kind: 'scope',
      filter: toFilter(filter),
      project: toProject(project)
    });
    const answer = await this.connection.send('POST', '/api/spans/delete', body, {
      'Content-Type': 'application/json'
    });
    return (JSON.parse(answer.text()) as { traces: number }).traces;
  }

  /** What the server says of itself: data sets, dimensions, embeddings, warnings, memory. */
  override async state(): Promise<SessionState> {
    return this.connection.json(this.connection.client.api.session.$get());
  }

  /** Closes the session for good. Exports and computed maps stay on disk; tables that were read stay usable. */
  async end(): Promise<void> {
    this.#onEnd(this);
    // A server that was started anew has another process.
    await closeSession(readRecord(recordPath(this.id)) ?? this.connection.record);
  }

  override toString(): string {
    const loaded = DATASET_ROLES.flatMap(role => {
      const dataset = this.#datasets[role];
      return dataset ? [`${role} ${dataset.rowCount.toLocaleString('en')} rows`] : [];
    });
    return `<Session "${this.name}" at ${this.address}${loaded.length === 0 ? '' : `: ${loaded.join(', ')}`}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }

  /** What spans of a program are sent with. @internal */
  get collector(): { endpoint: string; token: string } {
    const { url, token } = this.connection.record;
    return { endpoint: `${url}v1/traces`, token };
  }

  /** @internal */
  get transport(): Connection {
    return this.connection;
  }

  /** Talks to this server from now on. @internal */
  use(record: DiscoveryRecord): void {
    this.connection.record = record;
  }

  /** Replaces the data of the session, whole or not at all; gives what the server warns of. @internal */
  async load(datasets: Datasets, umap: UmapDefaults | undefined): Promise<string[]> {
    const written: string[] = [];
    const sources: LoadDatasets = {};
    let state: SessionState;
    try {
      for (const role of DATASET_ROLES) {
        const dataset = datasets[role];
        if (dataset) {
          const file = `${role}-${randomUUID().replaceAll('-', '').slice(0, 12)}.arrow`;
          this.#write(dataset, file, written);
          const named = dataset.name === '' ? {} : { name: dataset.name };
          sources[role] = { file, schema: dataset.wire, ...named };
        }
      }
      state = await this.#put(sources, umap);
    } catch (error) {
      // The server may have taken the files before it died, and then needs them; what nobody needs it removes.
      if (!(error instanceof SessionLost)) {
        written.forEach(path => {
          rmSync(path, { force: true });
        });
      }
      throw error;
    }
    this.#datasets = { ...datasets };
    this.#sources = sources;
    return state.warnings;
  }

  /** Changes the launch defaults of the map and keeps the data. @internal */
  async loadUmap(umap: UmapDefaults): Promise<string[]> {
    const { datasets } = await this.state();
    if (Object.keys(this.#sources).length === 0 && Object.values(datasets).some(Boolean)) {
      return ['defaultUmapParameters are not used: hand over the data again to change them'];
    }
    await this.#put(this.#sources, umap);
    return [];
  }

  #put(sources: LoadDatasets, umap: UmapDefaults | undefined): Promise<SessionState> {
    return this.connection.json(
      this.connection.client.api.datasets.$put({ json: { ...sources, ...(umap ? { umap } : {}) } })
    );
  }

  /** Whole or not at all, readable by the owner only. */
  #write({ bytes }: Dataset, file: string, written: string[]): void {
    const folder = join(this.connection.record.folder, 'datasets');
    const temporary = join(folder, `.${file}.part`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, bytes, { mode: 0o600 });
      renameSync(temporary, join(folder, file));
      written.push(join(folder, file));
    } catch (error) {
      rmSync(temporary, { force: true });
      const megabytes = Math.max(1, Math.round(bytes.byteLength / 1e6));
      const isFull = errnoOf(error) === 'ENOSPC' || errnoOf(error) === 'EDQUOT';
      throw new StorageError(
        `Cannot write ${megabytes} MB of data to '${folder}'${isFull ? ': the disk is full' : `: ${errnoOf(error) ?? String(error)}`}`,
        {
          code: isFull ? 'disk/full' : 'disk/unwritable',
          hint: isFull
            ? 'Free some space, or set PHOENIX_WORKING_DIR to another disk'
            : 'Make the folder writable, or set PHOENIX_WORKING_DIR to one that is',
          cause: error
        }
      );
    }
  }
}

function toFilter(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    throw new RequestError(`Cannot filter by ${show(value)}: a filter is text`, {
      hint: `For instance "span_kind == 'LLM'"`
    });
  }
  return value;
}

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** A moment with its offset: text without a zone is local time. A Date has no room for what is shorter than a millisecond. */
function toInstant(value: Time, argument: string): string {
  const text = toTime(value, argument);
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    throw noTime(value, argument);
  }
  return WITH_OFFSET.test(text) ? text : moment.toISOString();
}

function toProject(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') {
    return value;
  }
  throw new RequestError(`Cannot use ${show(value)} as project: the name of one is needed`);
}
