import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { CardQuery, CellCard } from '../../contract/cell-card.ts';
import { Failure } from '../../contract/failures.ts';
import type { Span } from '../../contract/span.ts';
import type {
  AttributeKey,
  FrameQuery,
  ModelPrice,
  Page,
  Project,
  Retention,
  SessionRow,
  SessionsQuery,
  SpanChoice,
  SpanCount,
  SpanDetail,
  SpanRow,
  SpanScope,
  SpansQuery,
  TraceDetail,
  TraceRow,
  TraceSummary,
  TracesQuery
} from '../../contract/traces.ts';
import { BUILT_IN_PRICES } from '../built-in-prices.ts';
import { PriceList } from '../price-list.ts';
import type { WriteResult } from '../trace-store.ts';
import { countSpans } from './count-spans.ts';
import { deleteProject, deleteTraces, pruneTraces } from './delete-traces.ts';
import { listSessions, listSpans, listTraces } from './list-rows.ts';
import { listAttributes, listProjects, listValues } from './list-names.ts';
import { readCard } from './read-card.ts';
import { readSpan, readTrace, readValue } from './read-detail.ts';
import { readFrame } from './read-frame.ts';
import { prepareDatabase, prepareReader } from './schema.ts';
import { summarise } from './summarise.ts';
import { SpanWriter } from './write-spans.ts';

export interface SqliteOptions {
  path: string;
  /** The user's own; they come before those that are built in. */
  prices?: readonly ModelPrice[];
}

/** The one connection that writes; every call blocks its thread until the work is done and on disk. */
export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #writer: SpanWriter;

  constructor({ path, prices = [] }: SqliteOptions) {
    this.#db = new DatabaseSync(path);
    prepareDatabase(this.#db);
    this.#writer = new SpanWriter(this.#db, new PriceList(prices, BUILT_IN_PRICES));
  }

  write(spans: readonly Span[]): WriteResult {
    return explainDisk(() => this.#writer.write(spans));
  }

  deleteTraces(choice: SpanChoice): number {
    return this.#delete(() => deleteTraces(this.#db, choice));
  }

  deleteProject(name: string): number {
    return this.#delete(() => deleteProject(this.#db, name));
  }

  prune(retention: Retention, now: Date): number {
    return this.#delete(() => pruneTraces(this.#db, retention, now));
  }

  copyTo(path: string): void {
    if (existsSync(path)) {
      throw new Failure(
        'request/invalid',
        `Cannot copy the traces to ${JSON.stringify(path)}: the file is there already`
      );
    }
    explainDisk(() => this.#db.prepare('VACUUM INTO ?').run(path));
  }

  close(): void {
    // What is left of the log goes into the file, which then is all there is.
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }

  #delete(work: () => number): number {
    const count = explainDisk(work);
    this.#writer.forget();
    return count;
  }
}

/** A connection that reads beside the writer, and sees whatever has been acknowledged. */
export class SqliteReader {
  readonly #db: DatabaseSync;

  constructor({ path }: SqliteOptions) {
    this.#db = new DatabaseSync(path, { readOnly: true });
    prepareReader(this.#db);
  }

  listSpans(query: SpansQuery): Page<SpanRow> {
    return listSpans(this.#db, query);
  }

  listTraces(query: TracesQuery): Page<TraceRow> {
    return listTraces(this.#db, query);
  }

  listSessions(query: SessionsQuery): Page<SessionRow> {
    return listSessions(this.#db, query);
  }

  summarise(scope: SpanScope): TraceSummary {
    return summarise(this.#db, scope);
  }

  countSpans(scope: SpanScope): SpanCount {
    return countSpans(this.#db, scope);
  }

  readCard(query: CardQuery): CellCard {
    return readCard(this.#db, query);
  }

  readTrace(traceId: string): TraceDetail {
    return readTrace(this.#db, traceId);
  }

  readSpan(traceId: string, spanId: string): SpanDetail {
    return readSpan(this.#db, traceId, spanId);
  }

  /** A value of a span's attributes in full: texts as they are, everything else as JSON. */
  readValue(traceId: string, spanId: string, path: string): string {
    return readValue(this.#db, traceId, spanId, path);
  }

  readFrame(query: FrameQuery): Uint8Array<ArrayBuffer> {
    return readFrame(this.#db, query);
  }

  listProjects(): Project[] {
    return listProjects(this.#db);
  }

  listAttributes(project?: string): AttributeKey[] {
    return listAttributes(this.#db, project);
  }

  listValues(path: string, project?: string): string[] {
    return listValues(this.#db, path, project);
  }

  close(): void {
    this.#db.close();
  }
}

/** SQLite's own code of a full disk. */
const SQLITE_FULL = 13;
const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;
const SQLITE_IOERR = 10;

function explainDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (code === SQLITE_FULL) {
      throw new Failure('disk/full', 'Cannot store the spans: the disk is full', {
        hint: 'Make room, or delete traces',
        cause: error
      });
    }
    if (code === SQLITE_READONLY || code === SQLITE_CANTOPEN || code === SQLITE_IOERR) {
      throw new Failure(
        'disk/unwritable',
        'Cannot store the spans: the file of the traces cannot be written',
        {
          cause: error
        }
      );
    }
    throw error;
  }
}
