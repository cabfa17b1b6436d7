import { existsSync } from 'node:fs';
import type { CardQuery, CellCard } from '../../contract/cell-card.ts';
import { Failure } from '../../contract/failures.ts';
import type { Span } from '../../contract/span.ts';
import type {
  FrameQuery,
  ModelPrice,
  Retention,
  SessionsQuery,
  SpanChoice,
  SpanScope,
  SpansQuery,
  TracesQuery
} from '../../contract/traces.ts';
import type { TraceStore } from '../../traces/trace-store.ts';
import type { Broadcast } from '../broadcast.ts';
import type { Log } from '../log.ts';
import { startWorker } from '../workers.ts';
import { EMPTY_SUMMARY } from './empty-summary.ts';
import { packSpans } from './pack-spans.ts';
import type {
  IngestAnswer,
  IngestAsk,
  ReaderCalls,
  TraceThreadData,
  WriterCalls
} from './trace-messages.ts';
import { TraceThread } from './trace-thread.ts';

/** Bytes of requests that may wait for the disk; a sender that is told to come again loses nothing. */
const MAX_WAITING_BYTES = 256 * 2 ** 20;

/** Pages hear of new spans at most so often. */
const TELL_MS = 250;

interface TraceRules {
  path: string;
  prices: readonly ModelPrice[];
  broadcast: Broadcast;
  log: Log;
}

/**
 * The spans of the session: one thread writes them, another reads beside it, and neither is there before the first span. The file stays when the
 * session ends.
 */
export class Traces implements TraceStore {
  readonly #rules: TraceRules;
  readonly #writer: TraceThread<WriterCalls>;
  readonly #reader: TraceThread<ReaderCalls>;
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(rules: TraceRules) {
    this.#rules = rules;
    const start = (role: TraceThreadData['role']) => () => {
      const { path, prices } = rules;
      const data: TraceThreadData = { role, path, prices };
      return startWorker(import.meta.url, 'trace-worker', data);
    };
    const onLost = (error: Error) => rules.log.fault('A thread of the traces was lost', error);
    this.#writer = new TraceThread(start('writer'), onLost);
    this.#reader = new TraceThread(start('reader'), onLost);
  }

  /** Whether a span was ever stored. */
  get isEmpty(): boolean {
    return !existsSync(this.#rules.path);
  }

  /** Stores a request of an exporter; resolves when its spans are on disk. */
  async ingest(ask: IngestAsk): Promise<IngestAnswer> {
    this.#refuseWhenClosed();
    const size = ask.body.byteLength;
    if (this.#waitingBytes + size > MAX_WAITING_BYTES && this.#waitingBytes > 0) {
      throw new Failure('otlp/busy', 'Cannot take more spans now: too many wait for the disk', {
        hint: 'Send them again a little later'
      });
    }
    this.#waitingBytes += size;
    try {
      const { buffer, byteOffset, byteLength } = ask.body;
      const isWhole =
        buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
      const answer = await this.#writer.call('ingest', [ask], isWhole ? [buffer] : []);
      this.#tell(answer.added + answer.replaced);
      return answer;
    } finally {
      this.#waitingBytes -= size;
    }
  }

  async write(spans: readonly Span[]) {
    this.#refuseWhenClosed();
    const result = await this.#writer.call('writePacked', [packSpans(spans)]);
    this.#tell(result.added + result.replaced);
    return result;
  }

  async listSpans(query: SpansQuery) {
    return this.isEmpty ? NO_ROWS : this.#reader.call('listSpans', [query]);
  }

  async listTraces(query: TracesQuery) {
    return this.isEmpty ? NO_ROWS : this.#reader.call('listTraces', [query]);
  }

  async listSessions(query: SessionsQuery) {
    return this.isEmpty ? NO_ROWS : this.#reader.call('listSessions', [query]);
  }

  async summarise(scope: SpanScope) {
    return this.isEmpty ? EMPTY_SUMMARY : this.#reader.call('summarise', [scope]);
  }

  async countSpans(scope: SpanScope) {
    return this.isEmpty ? { spans: 0, traces: 0 } : this.#reader.call('countSpans', [scope]);
  }

  async readCard(query: CardQuery) {
    return this.isEmpty ? EMPTY_CARD : this.#reader.call('readCard', [query]);
  }

  async readTrace(traceId: string) {
    return (await this.#filled()).call('readTrace', [traceId]);
  }

  async readSpan(traceId: string, spanId: string) {
    return (await this.#filled()).call('readSpan', [traceId, spanId]);
  }

  async readValue(traceId: string, spanId: string, path: string) {
    return (await this.#filled()).call('readValue', [traceId, spanId, path]);
  }

  async readFrame(query: FrameQuery) {
    return (await this.#filled()).call('readFrame', [query]);
  }

  async listProjects() {
    return this.isEmpty ? [] : this.#reader.call('listProjects', []);
  }

  async listAttributes(project?: string) {
    return this.isEmpty ? [] : this.#reader.call('listAttributes', [project]);
  }

  async listValues(path: string, project?: string) {
    return this.isEmpty ? [] : this.#reader.call('listValues', [path, project]);
  }

  async deleteTraces(choice: SpanChoice) {
    return this.#change('deleteTraces', [choice]);
  }

  async deleteProject(name: string) {
    return this.#change('deleteProject', [name]);
  }

  async prune(retention: Retention, now: Date) {
    return this.#change('prune', [retention, now]);
  }

  async copyTo(path: string) {
    await this.#filled();
    await this.#writer.call('copyTo', [path]);
  }

  /** Ends the threads after what they were asked; everything that was acknowledged is on disk already. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#reader.close();
    await this.#writer.close();
  }

  async #change<Name extends 'deleteTraces' | 'deleteProject' | 'prune'>(
    name: Name,
    given: WriterCalls[Name]['ask']
  ): Promise<number> {
    if (this.isEmpty) {
      return 0;
    }
    const count = await this.#writer.call(name, given);
    this.#tell(count);
    return count;
  }

  /** The reader, of a file that is there: without one the writer makes it. */
  async #filled(): Promise<TraceThread<ReaderCalls>> {
    if (this.isEmpty) {
      this.#refuseWhenClosed();
      await this.#writer.call('writePacked', [packSpans([])]);
    }
    return this.#reader;
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) {
      throw new Failure('session/closing', 'Cannot take spans any more: the session is closing');
    }
  }

  #tell(changes: number): void {
    if (changes > 0 && this.#timer === undefined && !this.#isClosed) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#rules.broadcast.send({ event: 'spans', body: { at: Date.now() } });
      }, TELL_MS);
      this.#timer.unref();
    }
  }
}

const NO_ROWS = { rows: [], next: null };

const EMPTY_CARD: CellCard = {
  traces: 0,
  spans: 0,
  running: 0,
  errors: 0,
  tokens: 0,
  cost: null,
  shown: [],
  summary: null
};
