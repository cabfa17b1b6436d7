import { existsSync } from 'node:fs';
import type { CardQuery, CellCard } from '../../contract/cell-card.ts';
import { Failure } from '../../contract/failures.ts';
import type { SpanIntake } from '../../contract/session.ts';
import { EMPTY_SUMMARY } from '../../contract/empty-summary.ts';
import type { Span } from '../../contract/span.ts';
import type {
  FrameQuery,
  ModelPrice,
  Page,
  Retention,
  SessionsQuery,
  SpanChoice,
  SpanRow,
  SpanScope,
  SpansQuery,
  TraceDetail,
  TraceRow,
  TracesQuery
} from '../../contract/traces.ts';
import { SpanTable } from '../../traces/columns/span-table.ts';
import type { TraceStore } from '../../traces/trace-store.ts';
import type { Broadcast } from '../broadcast.ts';
import { toJsonText, type JsonText } from '../json-text.ts';
import type { Log } from '../log.ts';
import { startWorker } from '../workers.ts';
import { ColumnRounds } from './column-rounds.ts';
import { IncomingBytes } from './incoming-bytes.ts';
import { openFrameFile } from './open-frame-file.ts';
import { packSpans } from './pack-spans.ts';
import { SpanMeter } from './span-meter.ts';
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

/** Small requests can be much work, too. */
const MAX_WAITING = 2000;

/** What spans leave behind is collected early: threads that let it pile up would take twice the memory. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 24 };

/** Spans that come or change before columns of attributes are thought of: those of a block. */
const COLUMNS_EVERY = 8192;

/** Spans in a second that keep the processor busy. */
const BUSY_PER_SECOND = 2000;

/** Threads that read are there again in a moment, and hold tens of megabytes. */
const READER_IDLE_MS = 5 * 60_000;

/** Pages hear of new spans at most so often. */
const TELL_MS = 250;

export interface OpenFrame {
  length: number;
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

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
  /** Frames take seconds: tables do not wait for them. */
  readonly #framer: TraceThread<ReaderCalls>;
  /** The writer's columns, for threads that start later. */
  readonly #table = new SpanTable();
  #opened: Promise<null> | undefined;
  readonly #columns: ColumnRounds;
  /** Since columns of attributes were last thought of. */
  #changes = COLUMNS_EVERY;
  readonly #meter = new SpanMeter();
  /** Bodies of requests that are on their way here. */
  readonly incoming = new IncomingBytes();
  #frames = 0;
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(rules: TraceRules) {
    this.#rules = rules;
    const start = (role: TraceThreadData['role']) => () => {
      const { path, prices } = rules;
      const data: TraceThreadData = { role, path, prices };
      return startWorker(import.meta.url, 'trace-worker', data, THREAD_LIMITS);
    };
    const onLost = (error: Error) => rules.log.fault('A thread of the traces was lost', error);
    this.#writer = new TraceThread({
      start: start('writer'),
      onLost: error => {
        this.#opened = undefined;
        onLost(error);
      },
      onNews: news => {
        this.#table.adopt(news);
        this.#reader.tell(news);
        this.#framer.tell(news);
      },
      onDeletion: progress => {
        if (!this.#isClosed) {
          rules.broadcast.send({ event: 'deletion', body: progress });
        }
      }
    });
    const reading = {
      start: start('reader'),
      onLost,
      greet: () => this.#table.share(),
      idleMs: READER_IDLE_MS
    };
    this.#reader = new TraceThread(reading);
    this.#framer = new TraceThread(reading);
    this.#columns = new ColumnRounds({
      order: rules => this.#writer.call('orderColumns', [rules]),
      gather: order => this.#framer.call('gatherColumns', [order]),
      keep: (order, columns) => this.#writer.call('keepColumns', [order, columns]),
      isBusy: () => this.#meter.perSecond(Date.now()) > BUSY_PER_SECOND || this.#reader.waiting > 0,
      onFault: error => rules.log.fault('Columns of attributes could not be made', error)
    });
  }

  /** Whether a span was ever stored. */
  get isEmpty(): boolean {
    return !existsSync(this.#rules.path);
  }

  /** Spans stored since the server started, and how many come now. */
  get intake(): SpanIntake {
    return { total: this.#meter.total, perSecond: this.#meter.perSecond(Date.now()) };
  }

  /** Stores a request of an exporter; resolves when its spans are on disk. */
  async ingest(ask: IngestAsk): Promise<IngestAnswer> {
    this.#refuseWhenClosed();
    const size = ask.body.byteLength;
    const isFull = this.#waitingBytes + size > MAX_WAITING_BYTES && this.#waitingBytes > 0;
    if (isFull || this.#writer.waiting >= MAX_WAITING) {
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
      this.#take(answer);
      return answer;
    } finally {
      this.#waitingBytes -= size;
    }
  }

  async write(spans: readonly Span[]) {
    this.#refuseWhenClosed();
    const result = await this.#writer.call('writePacked', [packSpans(spans)]);
    this.#take(result);
    return result;
  }

  async listSpans(query: SpansQuery) {
    return this.isEmpty ? NO_ROWS : (await this.#filled()).call('listSpans', [query]);
  }

  /** Some answers as text, for those who only send them on. */
  async writeSpans(query: SpansQuery): Promise<JsonText<Page<SpanRow>>> {
    return this.isEmpty ? toJsonText(NO_ROWS) : (await this.#filled()).write('listSpans', [query]);
  }

  async writeTraces(query: TracesQuery): Promise<JsonText<Page<TraceRow>>> {
    return this.isEmpty ? toJsonText(NO_ROWS) : (await this.#filled()).write('listTraces', [query]);
  }

  async writeTrace(traceId: string): Promise<JsonText<TraceDetail>> {
    return (await this.#filled()).write('readTrace', [traceId]);
  }

  async listTraces(query: TracesQuery) {
    return this.isEmpty ? NO_ROWS : (await this.#filled()).call('listTraces', [query]);
  }

  async listSessions(query: SessionsQuery) {
    return this.isEmpty ? NO_ROWS : (await this.#filled()).call('listSessions', [query]);
  }

  async summarise(scope: SpanScope) {
    return this.isEmpty ? EMPTY_SUMMARY : (await this.#filled()).call('summarise', [scope]);
  }

  async countSpans(scope: SpanScope) {
    return this.isEmpty
      ? { spans: 0, traces: 0 }
      : (await this.#filled()).call('countSpans', [scope]);
  }

  async listRows(scope: SpanScope) {
    return this.isEmpty ? new Float64Array(0) : (await this.#filled()).call('listRows', [scope]);
  }

  async readVectors(rows: Float64Array) {
    return (await this.#filled()).call('readVectors', [rows]);
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

  async findInTrace(traceId: string, text: string) {
    return this.isEmpty ? [] : this.#reader.call('findInTrace', [traceId, text]);
  }

  async readValue(traceId: string, spanId: string, path: string) {
    return (await this.#filled()).call('readValue', [traceId, spanId, path]);
  }

  async readFrame(query: FrameQuery) {
    await this.#filled();
    return this.#framer.call('readFrame', [query]);
  }

  /** The same for an answer that is sent on as it is read; a long frame is a file that is gone when the stream ends. */
  async openFrame(query: FrameQuery): Promise<OpenFrame> {
    await this.#filled();
    const path = `${this.#rules.path}-frame-${++this.#frames}`;
    const written = await this.#framer.call('writeFrame', [query, path]);
    return typeof written === 'number'
      ? { length: written, body: await openFrameFile(path) }
      : { length: written.length, body: written };
  }

  async listProjects() {
    return this.isEmpty ? [] : (await this.#filled()).call('listProjects', []);
  }

  async listAttributes(project?: string) {
    return this.isEmpty ? [] : (await this.#filled()).call('listAttributes', [project]);
  }

  async listValues(path: string, project?: string) {
    return this.isEmpty ? [] : (await this.#filled()).call('listValues', [path, project]);
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

  /** Ends all deletions where they are. */
  async stopDeletions() {
    if (this.#writer.isAlive) {
      await this.#writer.call('stopDeletions', []);
    }
  }

  async copyTo(path: string) {
    await this.#filled();
    await this.#writer.call('copyTo', [path]);
  }

  /** Ends the threads after what they were asked; everything that was acknowledged is on disk already. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#columns.close();
    await Promise.all([this.#reader.close(), this.#framer.close()]);
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
    this.#thinkOfColumns(count > 0 ? COLUMNS_EVERY : 0);
    return count;
  }

  /** The reader, of a file that is there, and with the columns of the writer. */
  async #filled(): Promise<TraceThread<ReaderCalls>> {
    this.#refuseWhenClosed();
    this.#opened ??= this.#writer.call('open', []);
    await this.#opened;
    this.#thinkOfColumns(0);
    return this.#reader;
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) {
      throw new Failure('session/closing', 'Cannot take spans any more: the session is closing');
    }
  }

  #take({ added, replaced }: { added: number; replaced: number }): void {
    this.#meter.add(added + replaced, Date.now());
    this.#tell(added + replaced);
    this.#thinkOfColumns(added + replaced);
  }

  #thinkOfColumns(changes: number): void {
    this.#changes += changes;
    if (this.#changes >= COLUMNS_EVERY && !this.#isClosed) {
      this.#changes = 0;
      this.#columns.wake();
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
  firstUs: null,
  lastUs: null,
  spans: 0,
  running: 0,
  errors: 0,
  tokens: 0,
  cost: null,
  shown: [],
  summary: null
};
