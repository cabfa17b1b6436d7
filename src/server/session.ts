import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../contract/failures.ts';
import type { SessionManifest } from '../contract/manifest.ts';
import {
  DATASET_ROLES,
  type AdoptSession,
  type LoadDatasets,
  type SessionState,
  type SpanIntake
} from '../contract/session.ts';
import type { SelectionState } from '../contract/selection.ts';
import type { Selection } from '../inferences/selection.ts';
import type { Broadcast } from './broadcast.ts';
import { errnoOf } from './disk-failure.ts';
import { freeMemory } from './free-memory.ts';
import type { LoadedData } from './loaded-data.ts';
import type { Log } from './log.ts';
import { saveManifest } from './manifest-file.ts';
import type { ServerOptions } from './parse-options.ts';
import type { Folders } from './prepare-folders.ts';
import { readShared } from './read-shared.ts';
import { SelectionFile } from './selection-file.ts';
import { VERSION } from './version.ts';

/** Files that no data set names are removed when nobody can still be writing them. */
const ORPHAN_MS = 10 * 60_000;

interface SessionRules {
  options: ServerOptions;
  folders: Folders;
  broadcast: Broadcast;
  log: Log;
  cookieKey: string;
  startedAt: Date;
  closing: AbortSignal;
  /** What came in over the collector. */
  intake(): SpanIntake;
  /** Ends all work on the data that is about to go. */
  beforeReplacing(): Promise<void>;
  /** The data is there. */
  onTaken(data: LoadedData): void;
  /** It took the place of other data: gives up what does not fit any more and says so, a sentence each. */
  onReplaced(data: LoadedData): Promise<string[]>;
  /** The session belongs to another kernel or notebook now. */
  onAdopted(): Promise<void>;
}

/** The one session of this server: whose it is and what data it holds. */
export class Session {
  readonly #rules: SessionRules;
  readonly #selectionFile: SelectionFile;
  #name: string;
  #notebook: string;
  #kernelId: string;
  #kernelPid: number;
  #revision = 0;
  #warnings: string[] = [];
  #data: Promise<LoadedData> | undefined;
  #lastChange: Promise<unknown> = Promise.resolve();
  #restored: Promise<void> = Promise.resolve();
  /** Files that the data of now was read from. */
  #filesInUse: ReadonlySet<string> = new Set();

  constructor(rules: SessionRules) {
    const { name, notebook, kernelId, kernelPid } = rules.options;
    this.#rules = rules;
    this.#selectionFile = new SelectionFile(rules.folders.session, rules.log);
    this.#name = name;
    this.#notebook = notebook;
    this.#kernelId = kernelId;
    this.#kernelPid = kernelPid;
  }

  get name(): string {
    return this.#name;
  }
  get notebook(): string {
    return this.#notebook;
  }
  get kernelId(): string {
    return this.#kernelId;
  }
  get kernelPid(): number {
    return this.#kernelPid;
  }
  get revision(): number {
    return this.#revision;
  }
  /** Resolves when data of an earlier server is back, or given up with a warning. Never rejects. */
  get restored(): Promise<void> {
    return this.#restored;
  }
  get datasetsFolder(): string {
    return this.#rules.folders.datasets;
  }

  /** The data of now; empty before anything was loaded. */
  async data(): Promise<LoadedData> {
    this.#data ??= this.#read({}, new Date());
    return this.#data;
  }

  async state(): Promise<SessionState> {
    const { options, startedAt } = this.#rules;
    const { summary, shared } = await this.data();
    return {
      id: options.id,
      name: this.#name,
      notebook: this.#notebook === '' ? null : this.#notebook,
      kernelId: this.#kernelId === '' ? null : this.#kernelId,
      version: VERSION,
      startedAt: startedAt.toISOString(),
      revision: this.#revision,
      ...summary,
      umap: shared.given.umap ?? {},
      warnings: [...this.#warnings, ...summary.warnings],
      memoryBytes: process.memoryUsage.rss(),
      spans: this.#rules.intake()
    };
  }

  /** Replaces all data at once. When it is refused, the data of before stays. */
  load(given: LoadDatasets): Promise<SessionState> {
    return this.#change(async () => {
      const now = new Date();
      const data = await this.#read(given, now);
      this.#rules.closing.throwIfAborted();
      await this.#save(data, this.#revision + 1);
      await this.#rules.beforeReplacing();
      const before = this.#filesInUse;
      (await this.#data)?.close();
      this.#take(data);
      this.#filesInUse = filesOf(given);
      this.#revision++;
      this.#warnings = await this.#rules.onReplaced(data);
      this.#tell();
      // V8 does not know how large shared memory is: the data of before would stay until the process rests.
      setImmediate(freeMemory);
      await this.#removeUnused(before);
      return this.state();
    });
  }

  /** Changes the selection; once this resolves, no crash can lose the change. */
  async select(change: (selection: Selection) => SelectionState): Promise<SelectionState> {
    const { selection } = await this.data();
    const revision = this.#revision;
    const state = change(selection);
    await this.#selectionFile.keep(selection, revision);
    this.#rules.broadcast.send({ event: 'selection', body: state });
    return state;
  }

  adopt({ kernelId, kernelPid, notebook, name }: AdoptSession): Promise<SessionState> {
    return this.#change(async () => {
      this.#kernelId = kernelId ?? this.#kernelId;
      this.#kernelPid = kernelPid ?? this.#kernelPid;
      this.#notebook = notebook ?? this.#notebook;
      this.#name = name ?? this.#name;
      await this.#save(await this.data(), this.#revision);
      await this.#rules.onAdopted();
      this.#tell();
      return this.state();
    });
  }

  /** Starts to bring back what an earlier server of this id had loaded. */
  restore(manifest: SessionManifest | undefined): void {
    if (!manifest) {
      return;
    }
    const { options } = this.#rules;
    this.#revision = manifest.revision;
    this.#name = options.name === '' ? manifest.name : options.name;
    this.#notebook = options.notebook === '' ? manifest.notebook : options.notebook;
    if (options.kernelId === '') {
      this.#kernelId = manifest.kernel_id;
      this.#kernelPid = manifest.kernel_pid;
    }
    this.#restored = this.#change(() => this.#bringBack(manifest));
  }

  async #bringBack({ loaded, loaded_at: loadedAt }: SessionManifest): Promise<void> {
    const { log } = this.#rules;
    try {
      const data = await this.#read(loaded, new Date(loadedAt));
      await this.#save(data, this.#revision);
      await this.#selectionFile.restore(data.selection, this.#revision);
      this.#take(data);
      this.#filesInUse = filesOf(loaded);
      log.note(`The data of revision ${this.#revision} is back`);
    } catch (error) {
      if (!(error instanceof Failure)) {
        log.fault('The data could not be brought back', error);
      }
      const reason = error instanceof Failure ? error.message : 'the server met a bug';
      this.#warnings = [`The data of before could not be loaded again: ${reason}`];
    }
    this.#tell();
  }

  #take(data: LoadedData): void {
    this.#data = Promise.resolve(data);
    this.#rules.onTaken(data);
    data.prepareDigests().catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'AbortError')) {
        this.#rules.log.fault('The vectors could not be digested', error);
      }
    });
  }

  async #read(given: LoadDatasets, loadedAt: Date): Promise<LoadedData> {
    const { folders, closing } = this.#rules;
    // Loaded with the first data: a server that has just started answers before it knows how to read tables.
    const { loadData } = await import('./loaded-data.ts');
    return loadData(given, loadedAt, ({ file, name }) =>
      readShared(join(folders.datasets, file), name ?? file, closing)
    );
  }

  async #save({ shared }: LoadedData, revision: number): Promise<void> {
    const { options, folders, cookieKey, startedAt } = this.#rules;
    await saveManifest(folders.session, {
      version: 1,
      id: options.id,
      name: this.#name,
      notebook: this.#notebook,
      kernel_id: this.#kernelId,
      kernel_pid: this.#kernelPid,
      started: startedAt.getTime() / 1000,
      revision,
      cookie_key: cookieKey,
      loaded: shared.given,
      loaded_at: shared.loadedAt
    });
  }

  #tell(): void {
    this.#rules.broadcast.send({ event: 'session', body: { revision: this.#revision } });
  }

  /** One change after the other: two loads at once must not mix. */
  #change<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = this.#lastChange.then(change);
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }

  /** Removes the files of the data before, and what killed or refused loads left behind. */
  async #removeUnused(before: ReadonlySet<string>): Promise<void> {
    const { folders, log } = this.#rules;
    try {
      for (const name of await readdir(folders.datasets)) {
        const path = join(folders.datasets, name);
        if (!this.#filesInUse.has(name) && (before.has(name) || (await isOld(path)))) {
          await rm(path, { recursive: true, force: true });
        }
      }
    } catch (error) {
      if (errnoOf(error) === undefined) {
        throw error;
      }
      log.fault('Old data sets could not be removed', error);
    }
  }
}

function filesOf(given: LoadDatasets): ReadonlySet<string> {
  return new Set(DATASET_ROLES.flatMap(role => given[role]?.file ?? []));
}

async function isOld(path: string): Promise<boolean> {
  return Date.now() - (await stat(path)).mtimeMs > ORPHAN_MS;
}
