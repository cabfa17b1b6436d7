import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { CardQuery, CellCard } from '../../contract/cell-card.ts';
import { Failure } from '../../contract/failures.ts';
import type { Span } from '../../contract/span.ts';
import type {
  AttributeKey,
  FoundSpan,
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
import type { GatheredColumn } from '../attribute-columns/gather-columns.ts';
import type { SpanTable } from '../columns/span-table.ts';
import { PriceList } from '../price-list.ts';
import type { WriteResult } from '../trace-store.ts';
import type { VectorPage } from '../vector-page.ts';
import { countSpans } from './count-spans.ts';
import { listRows, readVectors } from './read-vectors.ts';
import {
  deleteProject,
  deleteTraces,
  pruneTraces,
  type Deletion,
  type WriteSource
} from './delete-traces.ts';
import { gatherBlock } from './gather-block.ts';
import { AttributeKeeper, type ColumnOrder, type OrderRules } from './keep-attributes.ts';
import { BlockKeeper } from './keep-blocks.ts';
import { findInTrace } from './find-in-trace.ts';
import { listSessions, listSpans, listTraces } from './list-rows.ts';
import { listAttributes, listProjects, listValues } from './list-names.ts';
import { readCard } from './read-card.ts';
import { readSpan, readTrace, readValue } from './read-detail.ts';
import { readFrame, writeFrame } from './read-frame.ts';
import { BlockScanner } from './scan-blocks.ts';
import { prepareDatabase, prepareReader } from './schema.ts';
import type { SpanSource } from './select-rows.ts';
import { summarise } from './summarise.ts';
import { SpanWriter } from './write-spans.ts';

export interface SqliteOptions {
  path: string;
  /** The user's own; they come before those that are built in. */
  prices?: readonly ModelPrice[];
}

/** The one connection that writes; every call blocks its thread until the work is done and on disk. */
export class SqliteWriter {
  /** Columns of everything that is on disk. */
  readonly table: SpanTable;
  readonly #db: DatabaseSync;
  readonly #writer: SpanWriter;
  readonly #blocks: BlockKeeper;
  readonly #attributes: AttributeKeeper;
  readonly #source: WriteSource;

  constructor({ path, prices = [] }: SqliteOptions) {
    this.#db = new DatabaseSync(path);
    prepareDatabase(this.#db);
    this.#blocks = new BlockKeeper(this.#db);
    this.table = this.#blocks.load();
    this.#attributes = new AttributeKeeper(this.#db);
    this.#writer = new SpanWriter({
      db: this.#db,
      prices: new PriceList(prices, BUILT_IN_PRICES),
      table: this.table,
      blocks: this.#blocks,
      attributes: this.#attributes
    });
    this.#source = {
      db: this.#db,
      table: this.table,
      scanner: new BlockScanner(this.#db),
      blocks: this.#blocks,
      attributes: this.#attributes
    };
  }

  write(spans: readonly Span[]): WriteResult {
    const { blockCount } = this.table;
    const result = explainDisk(() => this.#writer.write(spans));
    if (this.table.blockCount > blockCount) {
      this.#blocks.keep(this.table, false);
    }
    return result;
  }

  /** Deletes in steps; between two of them other work may be done. */
  deleteTraces(choice: SpanChoice): Deletion {
    return this.#delete(deleteTraces(this.#source, choice));
  }

  deleteProject(name: string): Deletion {
    return this.#delete(deleteProject(this.#source, name));
  }

  prune(retention: Retention, now: Date): Deletion {
    return this.#delete(pruneTraces(this.#source, retention, now));
  }

  /** The next block whose attributes lack columns, for {@link SqliteReader.gatherColumns}. */
  orderColumns(rules: OrderRules): ColumnOrder | null {
    return this.#attributes.order(this.table, rules);
  }

  /** Whether the columns of an order were kept: they are not when a span of the block has changed meanwhile. */
  keepColumns(order: ColumnOrder, columns: readonly GatheredColumn[]): boolean {
    return explainDisk(() => this.#attributes.keep(order, columns));
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
    this.#blocks.keep(this.table, true);
    // What is left of the log goes into the file, which then is all there is.
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }

  *#delete(deletion: Deletion): Deletion {
    try {
      for (;;) {
        const step = explainDisk(() => deletion.next());
        // Projects that are gone are looked up again.
        this.#writer.forget();
        if (step.done === true) {
          return step.value;
        }
        yield step.value;
      }
    } finally {
      deletion.return(0);
    }
  }
}

/** A connection that reads beside the writer, and sees whatever has been acknowledged. */
export class SqliteReader {
  readonly #db: DatabaseSync;
  readonly #source: SpanSource;

  /** `table` is that of the writer, or follows it. */
  constructor({ path }: SqliteOptions, table: SpanTable) {
    this.#db = new DatabaseSync(path, { readOnly: true });
    prepareReader(this.#db);
    this.#source = { db: this.#db, table, scanner: new BlockScanner(this.#db) };
  }

  listSpans(query: SpansQuery): Page<SpanRow> {
    return listSpans(this.#source, query);
  }

  listTraces(query: TracesQuery): Page<TraceRow> {
    return listTraces(this.#source, query);
  }

  listSessions(query: SessionsQuery): Page<SessionRow> {
    return listSessions(this.#source, query);
  }

  summarise(scope: SpanScope): TraceSummary {
    return summarise(this.#source, scope);
  }

  /** Rows of the spans of a scope, newest first, for {@link readVectors}. */
  listRows(scope: SpanScope): Float64Array {
    return listRows(this.#source, scope);
  }

  readVectors(rows: Float64Array): VectorPage {
    return readVectors(this.#db, rows);
  }

  countSpans(scope: SpanScope): SpanCount {
    return countSpans(this.#source, scope);
  }

  readCard(query: CardQuery): CellCard {
    return readCard(this.#db, query);
  }

  readTrace(traceId: string): TraceDetail {
    return readTrace(this.#db, traceId);
  }

  findInTrace(traceId: string, text: string): FoundSpan[] {
    return findInTrace(this.#db, traceId, text);
  }

  readSpan(traceId: string, spanId: string): SpanDetail {
    return readSpan(this.#db, traceId, spanId);
  }

  /** A value of a span's attributes in full: texts as they are, everything else as JSON. */
  readValue(traceId: string, spanId: string, path: string): string {
    return readValue(this.#db, traceId, spanId, path);
  }

  readFrame(query: FrameQuery): Uint8Array<ArrayBuffer> {
    return readFrame(this.#source, query);
  }

  /** A short frame as its bytes; a longer one in a file at `path`, and its length. */
  writeFrame(query: FrameQuery, path: string): Uint8Array<ArrayBuffer> | number {
    return explainDisk(() => writeFrame(this.#source, query, path));
  }

  /** The columns of the attributes of a block. */
  gatherColumns(order: ColumnOrder): GatheredColumn[] {
    return gatherBlock(this.#db, order);
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
