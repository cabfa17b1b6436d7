import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import {
  type EventStream,
  openEvents,
  readJson,
  RequestFailure,
  type ServerEvent
} from '../../client/index.ts';
import type { MapSnapshot } from '../../contract/map.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { SessionState } from '../../contract/session.ts';
import type { TraceRow, TraceSort, TraceSummary } from '../../contract/traces.ts';
import type { SessionConnection } from './connect-session.ts';
import { readSignals } from './read-signals.ts';
import { Refresher } from './refresher.ts';
import type { SignalRow } from './signal-rows.ts';

/** As many as fit beside a notebook without scrolling far. */
const TRACES_SHOWN = 6;

/** Spans may come without pause: tables are read at most so often. */
const REST_MS = 1000;

/** What comes first in the list of traces: the newest, the slowest, the dearest, or those with most errors. */
export const PANEL_SORTS = ['start', 'latency', 'cost', 'errors'] as const satisfies TraceSort[];
export type PanelSort = (typeof PANEL_SORTS)[number];

/** A session at a glance. What has not been read yet is undefined. */
export interface OverviewContent {
  /** Whether the stream of events stands: what is shown is then of now. */
  isLive: boolean;
  session?: SessionState;
  /** Of the spans that the filter leaves. */
  summary?: TraceSummary;
  traces?: readonly TraceRow[];
  signals?: readonly SignalRow[];
  selection?: SelectionState;
  /** The newest picture of a map, as an address for an image. */
  picture?: MapSnapshot & { url: string };
  filter: string;
  sort: PanelSort;
  /** Why the filter could not be read; the result of the one before stays. */
  filterFailure?: string | undefined;
  /** Why something else could not be read. */
  failure?: string | undefined;
}

/** Follows one session by its stream of events while somebody looks; asks nothing otherwise. */
export class SessionOverview implements IDisposable {
  readonly id: string;
  readonly #connection: SessionConnection;
  readonly #changed = new Signal<this, void>(this);
  readonly #parts: Record<Part, Refresher>;
  #content: OverviewContent = { isLive: false, filter: '', sort: 'start' };
  #events: EventStream | undefined;
  #isDisposed = false;

  constructor(id: string, connection: SessionConnection) {
    this.id = id;
    this.#connection = connection;
    const part = (read: () => Promise<void>, restMs = 0) =>
      new Refresher(() => this.#attempt(read), restMs);
    this.#parts = {
      session: part(() => this.#readSession()),
      traces: part(() => this.#readTraces(), REST_MS),
      selection: part(() => this.#readSelection()),
      picture: part(() => this.#readPicture())
    };
  }

  get content(): OverviewContent {
    return this.#content;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Connects, and reads everything anew, or lets go; what was read stays. */
  setActive(isActive: boolean): void {
    if (isActive === (this.#events !== undefined) || this.#isDisposed) {
      return;
    }
    if (!isActive) {
      this.#events?.close();
      this.#events = undefined;
      this.#change({ isLive: false });
      return;
    }
    this.#events = openEvents(this.#connection.base, {
      read: this.#connection.readEvents,
      onEvent: event => this.#onEvent(event),
      onBreak: () => this.#change({ isLive: false })
    });
  }

  /** Narrows traces and numbers to what a filter leaves. */
  setFilter(filter: string): void {
    this.#change({ filter, filterFailure: undefined });
    this.#parts.traces.request();
  }

  setSort(sort: PanelSort): void {
    this.#change({ sort });
    this.#parts.traces.request();
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.setActive(false);
    this.#isDisposed = true;
    Object.values(this.#parts).forEach(part => part.dispose());
    this.#releasePicture();
    Signal.clearData(this);
  }

  #onEvent({ event, body }: ServerEvent): void {
    switch (event) {
      case 'hello':
        this.#change({ isLive: true, failure: undefined });
        Object.values(this.#parts).forEach(part => part.request());
        break;
      case 'session':
        this.#parts.session.request();
        this.#parts.picture.request();
        break;
      case 'rules':
        this.#parts.session.request();
        break;
      case 'spans':
        this.#parts.traces.request();
        break;
      case 'selection':
        this.#change({ selection: body });
        break;
      case 'snapshot':
        this.#parts.picture.request();
        break;
      case 'closing':
        this.#change({ isLive: false });
        break;
      default:
        break;
    }
  }

  async #readSession(): Promise<void> {
    const session = await (readJson(
      this.#connection.routes.session.$get()
    ) as Promise<SessionState>);
    this.#change({ session });
    this.#change({ signals: await readSignals(this.#connection, session) });
  }

  async #readTraces(): Promise<void> {
    const { routes } = this.#connection;
    const { filter, sort } = this.#content;
    try {
      const [summary, page] = await Promise.all([
        readJson(routes.traces.summary.$post({ json: { filter } })),
        readJson(routes.traces.$post({ json: { filter, sort: { by: sort }, limit: TRACES_SHOWN } }))
      ]);
      if (filter === this.#content.filter) {
        this.#change({ summary, traces: page.rows, filterFailure: undefined });
      }
    } catch (error) {
      if (!(error instanceof RequestFailure && error.code.startsWith('filter/'))) {
        throw error;
      }
      if (filter === this.#content.filter) {
        this.#change({ filterFailure: error.message });
      }
    }
  }

  async #readSelection(): Promise<void> {
    this.#change({ selection: await readJson(this.#connection.routes.selection.$get()) });
  }

  async #readPicture(): Promise<void> {
    const { routes } = this.#connection;
    const [newest] = await readJson(routes.snapshots.$get());
    const known = this.#content.picture;
    if (newest?.layout === known?.layout && newest?.takenAt === known?.takenAt) {
      return;
    }
    if (newest === undefined) {
      this.#releasePicture();
      this.#changed.emit();
      return;
    }
    const answer = await routes.layouts[':hash'].snapshot.$get({ param: { hash: newest.layout } });
    if (!answer.ok || this.#isDisposed) {
      return;
    }
    this.#releasePicture();
    this.#change({ picture: { ...newest, url: URL.createObjectURL(await answer.blob()) } });
  }

  #releasePicture(): void {
    const { picture, ...rest } = this.#content;
    if (picture !== undefined) {
      URL.revokeObjectURL(picture.url);
    }
    this.#content = rest;
  }

  /** A reading that fails leaves what was there, and its reason. */
  async #attempt(read: () => Promise<void>): Promise<void> {
    try {
      await read();
      this.#change({ failure: undefined });
    } catch (error) {
      this.#change({ failure: error instanceof Error ? error.message : String(error) });
    }
  }

  #change(change: Partial<OverviewContent>): void {
    if (!this.#isDisposed) {
      this.#content = { ...this.#content, ...change };
      this.#changed.emit();
    }
  }
}

type Part = 'session' | 'traces' | 'selection' | 'picture';
