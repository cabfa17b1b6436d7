import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/failures.ts';
import { readSpanScope, type SpanScope, type SpanSelectionState } from '../../contract/traces.ts';
import type { Broadcast } from '../broadcast.ts';
import { errnoOf } from '../disk-failure.ts';
import type { Log } from '../log.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { Traces } from './traces.ts';

interface Kept {
  scope: SpanScope | null;
  isLatest: boolean;
}

interface Rules {
  folder: string;
  traces: Pick<Traces, 'countSpans'>;
  broadcast: Broadcast;
  log: Log;
}

/**
 * The spans that are selected: named by a scope, so that a hundred spans and everything that a filter leaves are the same thing. Kept on disk, one
 * small file. What was selected last, rows or spans, is what a kernel reads as the selection.
 */
export class SpanSelection {
  readonly #rules: Rules;
  readonly #path: string;
  #kept: Promise<Kept> | undefined;
  #revision = 0;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#path = join(rules.folder, 'span-selection.json');
    rules.broadcast.subscribe(({ event, body }) => {
      if (event === 'selection' && body.count > 0) {
        void this.#giveWay();
      }
    });
  }

  /** After all changes that have begun: who selects rows, and then asks, must not get the spans of before. */
  async state(): Promise<SpanSelectionState> {
    await this.#lastChange;
    const { scope, isLatest } = await this.#read();
    const count =
      scope === null ? { spans: 0, traces: 0 } : await this.#rules.traces.countSpans(scope);
    return { revision: this.#revision, scope, isLatest: isLatest && scope !== null, ...count };
  }

  /** Throws Failure for a filter that cannot be read; the selection of before then stays. */
  async select(scope: SpanScope | null): Promise<SpanSelectionState> {
    if (scope !== null) {
      await this.#rules.traces.countSpans(scope);
    }
    await this.#change(() => ({ scope, isLatest: scope !== null }));
    return this.#tell();
  }

  async #giveWay(): Promise<void> {
    const hasChanged = await this.#change(({ scope, isLatest }) =>
      isLatest ? { scope, isLatest: false } : undefined
    );
    if (hasChanged) {
      await this.#tell();
    }
  }

  /** One change after the other; `undefined` leaves what is selected now. Gives whether anything changed. */
  #change(next: (now: Kept) => Kept | undefined): Promise<boolean> {
    const changed = this.#lastChange.then(async () => {
      const kept = next(await this.#read());
      if (kept) {
        await this.#keep(kept);
      }
      return kept !== undefined;
    });
    // Who wanted a change is told that it failed; those behind it go on.
    this.#lastChange = changed.then(
      () => undefined,
      () => undefined
    );
    return changed;
  }

  async #tell(): Promise<SpanSelectionState> {
    const state = await this.state();
    this.#rules.broadcast.send({ event: 'spanSelection', body: state });
    return state;
  }

  /** A disk that takes nothing is logged: the selection then lives until the server ends. */
  async #keep(next: Kept): Promise<void> {
    this.#kept = Promise.resolve(next);
    this.#revision++;
    try {
      await writeAtomically(this.#path, [JSON.stringify(next)], 'keep the selected spans');
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      this.#rules.log.fault('The selected spans will not outlive the server', error);
    }
  }

  #read(): Promise<Kept> {
    this.#kept ??= readKept(this.#path);
    return this.#kept;
  }
}

const NONE: Kept = { scope: null, isLatest: false };

/** What another version wrote, or half of it, is no selection. */
async function readKept(path: string): Promise<Kept> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Partial<Kept> | null;
    const scope = readSpanScope(kept?.scope);
    return scope ? { scope, isLatest: kept?.isLatest === true } : NONE;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
      return NONE;
    }
    throw error;
  }
}
