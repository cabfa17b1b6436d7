import type { EventsQuery, ServerEvents } from '../../contract/events.ts';

export type ServerEventName = keyof ServerEvents;
type Listener<Name extends ServerEventName> = (event: ServerEvents[Name]) => void;

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** The stream broke at `since`; the next attempt is at `retryAt` (both ms of the wall clock). */
  | { kind: 'lost'; since: number; retryAt: number; isRefused: boolean }
  /** The session said that it ends; nobody will answer again. */
  | { kind: 'closed'; since: number; reason: string };

const NAMES: readonly ServerEventName[] = [
  'hello',
  'session',
  'job',
  'positions',
  'clusters',
  'selection',
  'pins',
  'rules',
  'spans',
  'deletion',
  'spanSelection',
  'spanMap',
  'export',
  'exportDeleted',
  'turn',
  'closing'
];

/** Waits between attempts: quick at first, since a server is back within a second, then easy on a laptop's battery. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000];

/** The first message comes at once. Where it takes so long, a proxy is gathering it. */
const FIRST_MESSAGE_MS = 5000;

/** At most so often is a stream in turns opened again. */
const TURN_PAUSE_MS = 300;

/** As much of an EventSource as the stream needs. */
export interface EventPipe {
  onerror: ((event: Event) => unknown) | null;
  addEventListener(name: string, listener: (message: MessageEvent<string>) => void): void;
  close(): void;
}

export interface EventsOptions {
  open(query: EventsQuery): EventPipe;
  /** Resolves to the status of a cheap request, 0 when nobody answers: an EventSource does not tell why it broke. */
  probe(): Promise<number>;
  now(): number;
}

/** The stream of server-sent events: one connection per page, opened again until the session says goodbye. */
export class ServerEventStream {
  readonly #options: EventsOptions;
  readonly #listeners = new Map<ServerEventName, Set<Listener<never>>>();
  readonly #stateListeners = new Set<() => void>();
  #state: ConnectionState = { kind: 'connecting' };
  #source: EventPipe | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #isInTurns = false;
  #lastId: string | undefined;
  #lastUpdate: number | null = null;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  /** Starts, or tries again at once. */
  readonly connect = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = this.#options.open({
      ...(this.#lastId !== undefined && { after: this.#lastId }),
      ...(this.#isInTurns && { turns: '1' })
    });
    this.#source = source;
    if (!this.#isInTurns) {
      this.#timer = setTimeout(() => void this.#takeTurns(source), FIRST_MESSAGE_MS);
    }
    source.onerror = () => {
      source.close();
      if (this.#source === source) {
        void this.#lose();
      }
    };
    for (const name of NAMES) {
      source.addEventListener(name, message => {
        if (this.#source === source) {
          const { data, lastEventId } = message;
          this.#lastId = lastEventId || this.#lastId;
          this.#receive(name, JSON.parse(data) as never);
        }
      });
    }
  };

  readonly close = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  };

  /** Listens to one kind of event; returns what ends it. */
  on<Name extends ServerEventName>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  get lastUpdate(): number | null {
    return this.#lastUpdate;
  }

  readonly readState = (): ConnectionState => this.#state;

  readonly subscribeState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  #receive<Name extends ServerEventName>(name: Name, event: ServerEvents[Name]): void {
    this.#lastUpdate = this.#options.now();
    this.#attempts = 0;
    clearTimeout(this.#timer);
    if (name === 'turn') {
      this.#source?.close();
      this.#source = undefined;
      this.#timer = setTimeout(this.connect, TURN_PAUSE_MS);
    }
    if (name === 'closing') {
      this.#source?.close();
      this.#source = undefined;
      const { reason } = event as ServerEvents['closing'];
      this.#setState({ kind: 'closed', since: this.#lastUpdate, reason });
    } else {
      this.#setState({ kind: 'live' });
    }
    this.#listeners.get(name)?.forEach(listener => (listener as Listener<Name>)(event));
  }

  /** Something between here and the server gathers the stream, when the server answers other requests meanwhile. */
  async #takeTurns(source: EventPipe): Promise<void> {
    const status = await this.#options.probe();
    if (status >= 200 && status < 300 && this.#source === source) {
      this.#isInTurns = true;
      this.connect();
    }
  }

  async #lose(): Promise<void> {
    const before = this.#state;
    const since = before.kind === 'lost' ? before.since : this.#options.now();
    clearTimeout(this.#timer);
    const wait = WAITS_MS[Math.min(this.#attempts, WAITS_MS.length - 1)] ?? 8000;
    this.#attempts += 1;
    this.#timer = setTimeout(this.connect, wait);
    const retryAt = this.#options.now() + wait;
    const wasRefused = before.kind === 'lost' && before.isRefused;
    this.#setState({ kind: 'lost', since, retryAt, isRefused: wasRefused });
    const status = await this.#options.probe();
    const isRefused = status === 401 || status === 403;
    if (this.#state.kind === 'lost' && this.#state.isRefused !== isRefused) {
      this.#setState({ ...this.#state, isRefused });
    }
  }

  #setState(state: ConnectionState): void {
    if (state.kind === 'live' && this.#state.kind === 'live') {
      return;
    }
    this.#state = state;
    this.#stateListeners.forEach(listener => listener());
  }
}
