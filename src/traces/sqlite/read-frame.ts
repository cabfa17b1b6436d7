import type { DatabaseSync } from 'node:sqlite';
import { SPAN_KINDS, STATUS_CODES } from '../../contract/span.ts';
import type { FrameQuery } from '../../contract/traces.ts';
import { UNKNOWN_NAME } from '../columns/names.ts';
import { orderRows } from '../columns/order-rows.ts';
import { BLOCK_ROWS, type SpanBlock } from '../columns/span-block.ts';
import type { FrameBatch } from '../frame/frame-batch.ts';
import { FrameRows } from '../frame/frame-rows.ts';
import { FileSpool, MemorySpool } from '../frame/frame-spools.ts';
import { writeStream } from '../frame/frame-stream.ts';
import { readBodies, type Body } from './read-bodies.ts';
import { selectRows, type SpanSource } from './select-rows.ts';

/** Rows, and bytes of attributes and events, after which a batch is full. */
const BATCH_ROWS = 8192;
const BATCH_BYTES = 32 * 2 ** 20;

/** Frames up to here need no file. */
const MEMORY_BYTES = 16 * 2 ** 20;

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
  const spool = new FileSpool(path, MEMORY_BYTES);
  try {
    writeStream(readBatches(source, query), spool);
    return spool.finish();
  } catch (error) {
    spool.discard();
    throw error;
  }
}

/** Batches in the order of the frame; one, without rows, of nothing. Each is overwritten by the next. */
function* readBatches(source: SpanSource, query: FrameQuery): Generator<FrameBatch> {
  const { db, table } = source;
  const ids = orderRows(table, selectRows(source, query), query.limit);
  const nameOf = createNameReader(source);
  const traceIdOf = createTraceNames(db);
  const rows = new FrameRows();
  for (const body of readBodies(db, ids)) {
    const block = table.blockAt(Math.floor(body.id / BLOCK_ROWS));
    if (block) {
      addRow(rows, { block, body, nameOf, traceIdOf });
    }
    if (rows.length >= BATCH_ROWS || rows.size >= BATCH_BYTES) {
      yield rows.takeBatch();
    }
  }
  if (rows.length > 0 || ids.length <= BATCH_ROWS) {
    yield rows.takeBatch();
  }
}

/** Names of spans. Those of spans that came just now, or are too many to be kept in memory, are in the file. */
function createNameReader({ db, table }: SpanSource): (block: SpanBlock, id: number) => string {
  const find = db.prepare('SELECT name FROM spans WHERE id = ?');
  return (block, id) => {
    const code = block.name[id % BLOCK_ROWS] ?? UNKNOWN_NAME;
    return code === UNKNOWN_NAME || code >= table.names.size
      ? String(find.get(id)?.['name'])
      : table.names.textOf(code);
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
  block: SpanBlock;
  body: Body;
  nameOf: (block: SpanBlock, id: number) => string;
  traceIdOf: (trace: number) => string;
}

function addRow(rows: FrameRows, { block, body, nameOf, traceIdOf }: RowSource): void {
  const at = body.id % BLOCK_ROWS;
  const kind = block.kind[at] ?? 0;
  // Deleted meanwhile.
  if (kind === 0) {
    return;
  }
  const { parentId, statusMessage, events, spanId, exactTimes } = body;
  const row = {
    name: nameOf(block, body.id),
    kind: SPAN_KINDS[kind - 1] ?? '',
    parentId,
    startUs: block.startUs[at] ?? NaN,
    startRest: block.startRest[at] ?? 0,
    endUs: block.endUs[at] ?? NaN,
    endRest: block.endRest[at] ?? 0,
    exactTimes,
    statusCode: STATUS_CODES[block.status[at] ?? 0] ?? '',
    statusMessage,
    events,
    spanId,
    traceId: traceIdOf(block.trace[at] ?? 0)
  };
  rows.add(row, body);
}
