import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import type { LaunchServer, ServerEntry } from '../../contract/server-entry.ts';
import type { ListState, PhoenixSessions } from '../tokens.ts';
import { closeServer, launchServer, listServers, readServerVersion } from './servers-request.ts';

/** Often enough that a session started from a cell shows up while the user looks. */
const POLL_INTERVAL_MS = 5_000;

/** Reached by backing off while the server extension is missing or Jupyter does not answer. */
const MAX_POLL_INTERVAL_MS = 60_000;

export class SessionList implements PhoenixSessions, IDisposable {
  readonly #settings: ServerConnection.ISettings;
  readonly #trans: TranslationBundle;
  readonly #changed = new Signal<this, void>(this);
  readonly #poll: Poll;
  #state: ListState = 'loading';
  #failure = '';
  #serverVersion = '';
  #entries: readonly ServerEntry[] = [];
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;
  #isDisposed = false;

  constructor(settings: ServerConnection.ISettings, trans: TranslationBundle) {
    this.#settings = settings;
    this.#trans = trans;
    this.#poll = new Poll({
      auto: false,
      name: 'jupyterlab-phoenix:sessions',
      frequency: { interval: POLL_INTERVAL_MS, backoff: true, max: MAX_POLL_INTERVAL_MS },
      standby: 'when-hidden',
      factory: async () => {
        await this.refresh();
        if (this.#state !== 'ready') {
          throw new Error(this.#state);
        }
      }
    });
  }

  start(): void {
    if (!this.#isDisposed) {
      void this.#poll.start();
    }
  }

  get state(): ListState {
    return this.#state;
  }

  get failure(): string {
    return this.#failure;
  }

  get serverVersion(): string {
    return this.#serverVersion;
  }

  get entries(): readonly ServerEntry[] {
    return this.#entries;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  findById(id: string): ServerEntry | undefined {
    return this.#entries.find(entry => entry.id === id);
  }

  findByKernel(kernelId: string): ServerEntry | undefined {
    return this.#entries.find(entry => entry.healthy && entry.kernel_id === kernelId);
  }

  appUrl(id: string): string {
    const url = URLExt.join(this.#settings.baseUrl, 'phoenix', 'proxy', id) + '/';
    return new URL(url, window.location.href).href;
  }

  // A reading under way may be older than what the caller has just done, so a new one follows it; callers that come
  // while one waits share it.
  refresh(): Promise<void> {
    this.#queued ??= this.#running.then(() => {
      this.#queued = undefined;
      this.#running = this.#read();
      return this.#running;
    });
    return this.#queued;
  }

  async launch(request: LaunchServer): Promise<ServerEntry> {
    const entry = await this.#attempt(() => launchServer(this.#settings, request));
    const others = this.#entries.filter(({ id }) => id !== entry.id);
    this.#update('ready', [entry, ...others]);
    void this.refresh();
    return entry;
  }

  async close(id: string): Promise<void> {
    try {
      await this.#attempt(() => closeServer(this.#settings, id));
      this.#update(
        this.#state,
        this.#entries.filter(entry => entry.id !== id),
        this.#failure
      );
    } finally {
      void this.refresh();
    }
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    this.#poll.dispose();
    Signal.clearData(this);
  }

  async #read(): Promise<void> {
    try {
      const entries = await listServers(this.#settings);
      // Asked again after a silence: Jupyter may have been started anew, with another version.
      if (this.#state !== 'ready') {
        this.#serverVersion = await readServerVersion(this.#settings);
      }
      this.#update(
        'ready',
        entries.sort((a, b) => b.started - a.started)
      );
    } catch (error) {
      const state = statusOf(error) === 404 ? 'missing' : 'failed';
      this.#update(state, state === 'missing' ? [] : this.#entries, this.#describe(error));
    }
  }

  async #attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw new Error(this.#describe(error), { cause: error });
    }
  }

  #describe(error: unknown): string {
    if (error instanceof ServerConnection.NetworkError) {
      return this.#trans.__('Jupyter does not answer');
    }
    return error instanceof Error ? error.message : String(error);
  }

  #update(state: ListState, entries: readonly ServerEntry[], failure = ''): void {
    const next = JSON.stringify([state, failure, entries]);
    const isSame = next === JSON.stringify([this.#state, this.#failure, this.#entries]);
    if (this.#isDisposed || isSame) {
      return;
    }
    this.#state = state;
    this.#entries = entries;
    this.#failure = failure;
    this.#changed.emit();
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ServerConnection.ResponseError ? error.response.status : undefined;
}
