import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/failures.ts';
import type { MappedSpans, MapSpans, SpanMapState } from '../../contract/span-map.ts';
import type { SpanScope } from '../../contract/traces.ts';
import type { VectorPage } from '../../traces/vector-page.ts';
import type { Broadcast } from '../broadcast.ts';
import { errnoOf } from '../disk-failure.ts';
import { toFailureBody } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Session } from '../session.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { Traces } from './traces.ts';

/** Spans that are read at once: others who ask the store wait no longer than for so many. */
const PAGE_SPANS = 200;
/** Memory is what limits a map; the newest vectors are worth most. */
const MAX_VECTORS = 100_000;
const MAX_NUMBERS = 2 ** 27;
/** Progress is told at most this often. */
const TELL_MS = 150;

interface Rules {
  folder: string;
  session: Session;
  traces: Pick<Traces, 'listRows' | 'readVectors'>;
  broadcast: Broadcast;
  log: Log;
}

/** What is kept beside the data set, to know it again. */
interface Kept extends MappedSpans {
  file: string;
}

interface Progress {
  read: number;
  total: number;
  vectors: number;
}

const IDLE: Progress = { read: 0, total: 0, vectors: 0 };

/** Makes the vectors that spans carry the data set of the map. One at a time; the next request ends the one before. */
export class SpanMap {
  readonly #rules: Rules;
  readonly #path: string;
  #running: { cancel: AbortController; ended: Promise<void> } | undefined;
  #progress = IDLE;
  #error: SpanMapState['error'] = null;
  #toldMs = -Infinity;
  #revision = 0;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#path = join(rules.folder, 'span-map.json');
  }

  async state(): Promise<SpanMapState> {
    const made = await this.#made();
    return {
      revision: this.#revision,
      isRunning: this.#running !== undefined,
      ...this.#progress,
      error: this.#error,
      made: made ? toPublic(made) : null
    };
  }

  /** Throws `map/occupied` when other data would be replaced without leave, and what is wrong with the filter. */
  async start({ scope, replace }: MapSpans): Promise<SpanMapState> {
    if (!replace) {
      await this.#refuseToReplace();
    }
    const rows = await this.#rules.traces.listRows(scope);
    await this.cancel();
    const cancel = new AbortController();
    this.#progress = { ...IDLE, total: rows.length };
    this.#error = null;
    const ended = this.#run(scope, rows, cancel.signal).finally(() => {
      this.#running = undefined;
      return this.#tell();
    });
    this.#running = { cancel, ended };
    this.#revision++;
    return this.state();
  }

  /** Ends what is running; the map stays as it is. */
  async cancel(): Promise<void> {
    this.#running?.cancel.abort();
    await this.#running?.ended;
  }

  async #run(scope: SpanScope, rows: Float64Array, signal: AbortSignal): Promise<void> {
    try {
      const { pages, left } = await this.#collect(rows, signal);
      await this.#load(scope, rows.length, left, pages, signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const { status, body } = toFailureBody(error);
      if (status === 500) {
        this.#rules.log.fault('Spans could not be mapped', error);
      }
      this.#error = body.error;
    }
  }

  async #collect(
    rows: Float64Array,
    signal: AbortSignal
  ): Promise<{ pages: VectorPage[]; left: number }> {
    const pages: VectorPage[] = [];
    let numbers = 0;
    let read = 0;
    while (read < rows.length && this.#progress.vectors < MAX_VECTORS && numbers < MAX_NUMBERS) {
      const page = await this.#rules.traces.readVectors(rows.slice(read, read + PAGE_SPANS));
      signal.throwIfAborted();
      pages.push(page);
      numbers += page.values.length;
      read = Math.min(rows.length, read + PAGE_SPANS);
      const { total, vectors } = this.#progress;
      this.#progress = { read, total, vectors: vectors + page.vectors.length };
      await this.#tellSometimes();
    }
    return { pages, left: rows.length - read };
  }

  async #load(
    scope: SpanScope,
    spans: number,
    left: number,
    pages: readonly VectorPage[],
    signal: AbortSignal
  ): Promise<void> {
    const { session } = this.#rules;
    if (this.#progress.vectors === 0) {
      throw new Failure(
        'map/no-vectors',
        spans === 0
          ? 'Cannot map spans: there are none'
          : `Cannot map these ${spans} spans: none of them carries a vector`,
        {
          hint: 'Record embedding.embeddings.0.embedding.vector, as instrumentors of embedding models do'
        }
      );
    }
    const { buildVectorDataset } = await import('./vector-dataset.ts');
    const { file: bytes, schema, rowCount, embeddings } = buildVectorDataset(pages);
    const madeAt = new Date();
    const file = `spans-${madeAt.getTime()}.arrow`;
    await writeAtomically(join(session.datasetsFolder, file), [bytes], 'keep the vectors of spans');
    try {
      signal.throwIfAborted();
      await session.load({ primary: { file, name: 'spans', schema } });
    } catch (error) {
      await rm(join(session.datasetsFolder, file), { force: true });
      throw error;
    }
    const made: Kept = {
      ...{ scope, spans, left, embeddings, file },
      vectors: rowCount,
      madeAt: madeAt.toISOString()
    };
    await writeAtomically(this.#path, [JSON.stringify(made)], 'keep what the map was made of');
  }

  async #refuseToReplace(): Promise<void> {
    const { datasets } = await this.#rules.session.state();
    const made = await this.#made();
    const names = Object.values(datasets).flatMap(dataset =>
      dataset ? [`"${dataset.name}"`] : []
    );
    if (names.length > 0 && !made) {
      throw new Failure(
        'map/occupied',
        `Cannot map spans without leave: they would take the place of ${names.join(' and ')}`,
        { hint: 'Ask with replace; launch_app(…) brings the data back' }
      );
    }
  }

  /** What the data set of now was made of; undefined when it is not of spans. */
  async #made(): Promise<Kept | undefined> {
    const { primary } = (await this.#rules.session.state()).datasets;
    if (!primary?.file.startsWith('spans-')) {
      return undefined;
    }
    try {
      const kept = JSON.parse(await readFile(this.#path, 'utf8')) as Kept;
      return kept.file === primary.file ? kept : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
        return undefined;
      }
      throw error;
    }
  }

  async #tellSometimes(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs >= TELL_MS) {
      this.#toldMs = nowMs;
      await this.#tell();
    }
  }

  async #tell(): Promise<void> {
    this.#revision++;
    this.#rules.broadcast.send({ event: 'spanMap', body: await this.state() });
  }
}

function toPublic({ scope, spans, vectors, left, embeddings, madeAt }: Kept): MappedSpans {
  return { scope, spans, vectors, left, embeddings, madeAt };
}
