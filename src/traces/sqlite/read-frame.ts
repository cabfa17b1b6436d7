import { Column, Table, timestamp, TimeUnit, type Field } from '@uwdata/flechette';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import { isAttributeObject } from '../../contract/attribute-value.ts';
import type { FrameQuery } from '../../contract/traces.ts';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';
import { toArrowStream } from '../../arrow/arrow-file.ts';
import { toFrameColumns } from '../frame-attributes.ts';
import { FrameColumn } from '../frame-column.ts';
import { joinTime } from '../split-time.ts';
import { orderRows } from '../columns/order-rows.ts';
import { selectRows, type SpanSource } from './select-rows.ts';

const FROM = `spans s JOIN traces t ON t.id = s.trace JOIN bodies b ON b.span = s.id`;

/** Metadata of the schema: which columns hold JSON. */
export const JSON_COLUMNS = 'phoenix:json';

/** The frame of §3: fixed columns, then one per attribute, newest span first and, at equal times, the one that came last. */
export function readFrame(source: SpanSource, query: FrameQuery): Uint8Array<ArrayBuffer> {
  const ids = orderRows(source.table, selectRows(source, query)).subarray(0, query.limit);
  const read = source.db.prepare(
    `SELECT s.name, s.kind, s.parent_id, s.start_us, s.start_rest, s.end_us, s.end_rest, s.status_code,
      s.status_message, b.exact_times, b.events, b.attributes, t.trace_id, s.span_id
     FROM ${FROM} WHERE s.id = ?`
  );
  const texts = new Map(FIXED_TEXTS.map(([column]) => [column, [] as unknown[]]));
  const start: (bigint | null)[] = [];
  const end: (bigint | null)[] = [];
  const attributes = new Map<string, FrameColumn>();
  let row = 0;
  for (const id of ids) {
    const each = read.get(id);
    if (!each) {
      continue;
    }
    for (const [column, field] of FIXED_TEXTS) {
      texts.get(column)?.push(each[field]);
    }
    const isExact = each['exact_times'] === null;
    start.push(isExact ? joinTime(Number(each['start_us']), Number(each['start_rest'])) : null);
    end.push(
      isExact && each['end_us'] !== null
        ? joinTime(Number(each['end_us']), Number(each['end_rest']))
        : null
    );
    const value = readAttributeJson(String(each['attributes']));
    if (isAttributeObject(value)) {
      const at = row;
      toFrameColumns(value, (name, cell) => {
        let column = attributes.get(name);
        if (!column) {
          column = new FrameColumn();
          attributes.set(name, column);
        }
        column.set(at, cell);
      });
    }
    row++;
  }
  return toIpc(row, texts, { start_time: start, end_time: end }, attributes);
}

/** Columns of text, and where they stand in a row; `parent_id` … `events` in the order of §3.2.1. */
const FIXED_TEXTS = [
  ['name', 'name'],
  ['span_kind', 'kind'],
  ['parent_id', 'parent_id'],
  ['status_code', 'status_code'],
  ['status_message', 'status_message'],
  ['events', 'events'],
  ['context.span_id', 'span_id'],
  ['context.trace_id', 'trace_id']
] as const;
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

/** Times that 64 bits of nanoseconds do not reach are missing. */
const MAX_NS = 2n ** 63n - 1n;

function toIpc(
  rowCount: number,
  texts: ReadonlyMap<string, unknown[]>,
  times: Readonly<Record<string, (bigint | null)[]>>,
  attributes: ReadonlyMap<string, FrameColumn>
): Uint8Array<ArrayBuffer> {
  const batches = new Map<string, AnyBatch>();
  for (const name of ORDER) {
    const cells = texts.get(name);
    batches.set(
      name,
      cells
        ? createTextBatch(rowCount, row => cells[row] as string | null)
        : createTimeBatch(times[name] ?? [])
    );
  }
  const json = ['events'];
  for (const [name, column] of attributes) {
    batches.set(name, column.toBatch(rowCount));
    if (column.kind === 'json') {
      json.push(name);
    }
  }
  const fields = [...batches].map(([name, { type }]): Field => ({
    name,
    type,
    nullable: true,
    metadata: null as never
  }));
  const metadata = new Map([[JSON_COLUMNS, JSON.stringify(json)]]);
  const columns = [...batches.values()].map(batch => new Column([batch]));
  return toArrowStream(new Table({ fields, metadata }, columns));
}

function createTimeBatch(times: readonly (bigint | null)[]): AnyBatch {
  const { length } = times;
  const values = new BigInt64Array(length);
  const validity = createBitmap(length);
  let nullCount = 0;
  times.forEach((time, row) => {
    if (time === null || time > MAX_NS) {
      nullCount++;
    } else {
      values[row] = time;
      setBit(validity, row);
    }
  });
  const type = timestamp(TimeUnit.NANOSECOND, 'UTC');
  return createBatch({ type, length, values, ...(nullCount > 0 ? { nullCount, validity } : {}) });
}
