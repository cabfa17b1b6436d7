import type { DatabaseSync } from 'node:sqlite';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import { isAttributeObject } from '../../contract/attribute-value.ts';
import { SPAN_KINDS, STATUS_CODES } from '../../contract/span.ts';
import type { FrameQuery } from '../../contract/traces.ts';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';
import { orderRows } from '../columns/order-rows.ts';
import { BLOCK_ROWS, type SpanBlock } from '../columns/span-block.ts';
import { toFrameColumns } from '../frame/frame-attributes.ts';
import { TIME, type ColumnKind, type FrameBatch } from '../frame/frame-batch.ts';
import { FrameColumn } from '../frame/frame-column.ts';
import { FileSpool, MemorySpool } from '../frame/frame-spools.ts';
import { writeStream } from '../frame/frame-stream.ts';
import { joinTime } from '../split-time.ts';
import { selectRows, type SpanSource } from './select-rows.ts';
import { toText, type Row } from './span-rows.ts';

/** Rows, and characters of attributes, after which a batch is full. */
const BATCH_ROWS = 8192;
const BATCH_LENGTH = 32 * 2 ** 20;

/** The frame of §3: fixed columns, then one per attribute, newest span first and, at equal times, the one that came last. */
export function readFrame(source: SpanSource, query: FrameQuery): Uint8Array<ArrayBuffer> {
  const spool = new MemorySpool();
  writeStream(readBatches(source, query), spool);
  return spool.bytes;
}

/** As {@link readFrame}, for frames of any size: a short one as its bytes, a longer one in a file at `path`, whose length is returned. */
export function writeFrame(
  source: SpanSource,
  query: FrameQuery,
  path: string
): Uint8Array<ArrayBuffer> | number {
  const batches = readBatches(source, query);
  const first = batches.next();
  const second = batches.next();
  if (second.done === true || first.done === true) {
    const spool = new MemorySpool();
    writeStream(first.done === true ? [] : [first.value], spool);
    return spool.bytes;
  }
  const spool = new FileSpool(path);
  try {
    writeStream(follow([first.value, second.value], batches), spool);
    return spool.finish();
  } catch (error) {
    spool.discard();
    throw error;
  }
}

function* follow<Item>(first: readonly Item[], rest: Iterable<Item>): Generator<Item> {
  yield* first;
  yield* rest;
}

/** Batches in the order of the frame; one, without rows, of nothing. */
function* readBatches(source: SpanSource, query: FrameQuery): Generator<FrameBatch> {
  const { db, table } = source;
  const ids = orderRows(table, selectRows(source, query)).subarray(0, query.limit);
  const read = createBodyReader(db);
  const traceIdOf = createTraceNames(db);
  let rows = new BatchRows();
  for (let from = 0; from < ids.length; from += READ_ROWS) {
    for (const [id, body] of read(ids.subarray(from, from + READ_ROWS))) {
      const block = table.blockAt(Math.floor(id / BLOCK_ROWS));
      if (block) {
        addRow(rows, { id, block, body, traceIdOf });
      }
      if (rows.length >= BATCH_ROWS || rows.textLength >= BATCH_LENGTH) {
        yield rows.toBatch();
        rows = new BatchRows();
      }
    }
  }
  if (rows.length > 0 || ids.length <= BATCH_ROWS) {
    yield rows.toBatch();
  }
}

/** Rows that are read from the file together. */
const READ_ROWS = 256;

/** Reads rows in the order of their ids here; those that lie close together at once, for half of the price. */
function createBodyReader(db: DatabaseSync): (ids: Float64Array) => [id: number, body: Row][] {
  const columns = `SELECT s.id, s.name, s.parent_id, s.status_message, s.span_id, b.exact_times, b.events, b.attributes
    FROM spans s JOIN bodies b ON b.span = s.id`;
  const readOne = db.prepare(`${columns} WHERE s.id = ?`);
  const readRange = db.prepare(`${columns} WHERE s.id BETWEEN ? AND ?`);
  return ids => {
    const first = ids.reduce((least, id) => Math.min(least, id), Infinity);
    const last = ids.reduce((most, id) => Math.max(most, id), 0);
    const isClose = last - first < 2 * ids.length;
    const bodies = new Map<number, Row>();
    if (isClose) {
      readRange.all(first, last).forEach(row => bodies.set(Number(row['id']), row));
    }
    return Array.from(ids).flatMap(id => {
      const body = isClose ? bodies.get(id) : readOne.get(id);
      return body ? [[id, body]] : [];
    });
  };
}

/** Names of traces that are remembered: those of spans that lie close together. */
const MAX_TRACE_NAMES = 4096;

function createTraceNames(db: DatabaseSync): (trace: number) => string {
  const find = db.prepare('SELECT trace_id FROM traces WHERE id = ?');
  const names = new Map<number, string>();
  return trace => {
    let name = names.get(trace);
    if (name === undefined) {
      name = String(find.get(trace)?.['trace_id']);
      if (names.size >= MAX_TRACE_NAMES) {
        names.clear();
      }
      names.set(trace, name);
    }
    return name;
  };
}

interface RowSource {
  id: number;
  block: SpanBlock;
  body: Row;
  traceIdOf: (trace: number) => string;
}

function addRow(rows: BatchRows, { id, block, body, traceIdOf }: RowSource): void {
  const row = id % BLOCK_ROWS;
  const kind = block.kind[row] ?? 0;
  // Deleted meanwhile.
  if (kind === 0) {
    return;
  }
  rows.addTexts([
    body['name'],
    SPAN_KINDS[kind - 1],
    body['parent_id'],
    STATUS_CODES[block.status[row] ?? 0],
    body['status_message'],
    body['events'],
    body['span_id'],
    traceIdOf(block.trace[row] ?? 0)
  ]);
  const end = block.endUs[row] ?? NaN;
  const exactTimes = toText(body['exact_times']);
  if (exactTimes === null) {
    rows.addTimes(
      joinTime(block.startUs[row] ?? 0, block.startRest[row] ?? 0),
      Number.isNaN(end) ? null : joinTime(end, block.endRest[row] ?? 0)
    );
  } else {
    const [exactStart = '', exactEnd = ''] = exactTimes.split(' ');
    rows.addTimes(BigInt(exactStart), exactEnd === '' ? null : BigInt(exactEnd));
  }
  rows.addAttributes(String(body['attributes']));
}

const TEXTS = [
  'name',
  'span_kind',
  'parent_id',
  'status_code',
  'status_message',
  'events',
  'context.span_id',
  'context.trace_id'
] as const;

/** The order of §3.2.1. */
const ORDER = [
  'name',
  'span_kind',
  'parent_id',
  'start_time',
  'end_time',
  'status_code',
  'status_message',
  'events',
  'context.span_id',
  'context.trace_id'
];

class BatchRows {
  length = 0;
  textLength = 0;
  readonly #texts = TEXTS.map(() => [] as unknown[]);
  readonly #start = new TimeColumn();
  readonly #end = new TimeColumn();
  readonly #attributes = new Map<string, FrameColumn>();

  addTexts(cells: readonly unknown[]): void {
    this.#texts.forEach((column, i) => column.push(cells[i]));
  }

  addTimes(start: bigint, end: bigint | null): void {
    this.#start.add(start);
    this.#end.add(end);
  }

  /** The last of what is added for a row. */
  addAttributes(json: string): void {
    const value = readAttributeJson(json);
    this.textLength += json.length;
    const row = this.length++;
    if (!isAttributeObject(value)) {
      return;
    }
    toFrameColumns(value, (name, cell) => {
      let column = this.#attributes.get(name);
      if (!column) {
        column = new FrameColumn();
        this.#attributes.set(name, column);
      }
      column.set(row, cell);
    });
  }

  toBatch(): FrameBatch {
    const { length } = this;
    const fixed = new Map<string, { kind: ColumnKind; batch: AnyBatch }>([
      ['start_time', this.#start.toColumn()],
      ['end_time', this.#end.toColumn()]
    ]);
    for (const [i, name] of TEXTS.entries()) {
      const cells = this.#texts[i] ?? [];
      const batch = createTextBatch(length, row => cells[row] as string | null);
      fixed.set(name, { kind: name === 'events' ? 'json' : 'text', batch });
    }
    const columns: [string, { kind: ColumnKind; batch: AnyBatch }][] = [];
    for (const name of ORDER) {
      const column = fixed.get(name);
      if (column) {
        columns.push([name, column]);
      }
    }
    for (const [name, column] of this.#attributes) {
      columns.push([name, { kind: column.kind ?? 'nothing', batch: column.toBatch(length) }]);
    }
    return { length, columns: new Map(columns) };
  }
}

/** Nanoseconds that a cell has room for: up to the year 2262. */
const MAX_TIME = 2n ** 63n - 1n;

class TimeColumn {
  readonly #times: (bigint | null)[] = [];
  #kind: ColumnKind = 'time';

  add(time: bigint | null): void {
    const isFar = time !== null && time > MAX_TIME;
    this.#times.push(isFar ? null : time);
    if (isFar) {
      this.#kind = 'far-time';
    }
  }

  toColumn(): { kind: ColumnKind; batch: AnyBatch } {
    return { kind: this.#kind, batch: createTimeBatch(this.#times) };
  }
}

function createTimeBatch(times: readonly (bigint | null)[]): AnyBatch {
  const { length } = times;
  const values = new BigInt64Array(length);
  const validity = createBitmap(length);
  let nullCount = 0;
  times.forEach((time, row) => {
    if (time === null) {
      nullCount++;
    } else {
      values[row] = time;
      setBit(validity, row);
    }
  });
  return createBatch({
    type: TIME,
    length,
    values,
    ...(nullCount > 0 ? { nullCount, validity } : {})
  });
}
