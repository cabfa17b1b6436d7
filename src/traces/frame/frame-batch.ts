import { bool, Column, float64, int64, Table, timestamp, TimeUnit } from '@uwdata/flechette';
import type { DataType, Field } from '@uwdata/flechette';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import { fromDouble, fromInteger, type AttributeValue } from '../../contract/attribute-value.ts';
import { openTable, toArrowParts } from '../../arrow/arrow-file.ts';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';
import { joinBytes } from './join-bytes.ts';
import { joinKinds, type CellKind } from './frame-column.ts';

/** `nothing`: of no row set, so that it may become any other. `far-time`: times, of which some are too far away for a cell. */
export type ColumnKind = CellKind | 'time' | 'far-time' | 'nothing';

/** Columns of a frame in the order in which they first appear. */
export type FrameSchema = ReadonlyMap<string, ColumnKind>;

/** Some rows of a frame; columns that none of them has are not there. */
export interface FrameBatch {
  length: number;
  columns: ReadonlyMap<string, BatchColumn>;
}

export interface BatchColumn {
  kind: ColumnKind;
  batch: AnyBatch;
}

/** Metadata of the schema: which columns hold JSON. */
export const JSON_COLUMNS = 'phoenix:json';
/** … and which lack times that are too far away. */
export const FAR_TIMES = 'phoenix:far-times';

export const TIME = timestamp(TimeUnit.NANOSECOND, 'UTC');

/** A schema that has the columns of a batch, too; the same one when it has them already. */
export function widenSchema(schema: FrameSchema, { columns }: FrameBatch): FrameSchema {
  let wide: Map<string, ColumnKind> | undefined;
  for (const [name, { kind }] of columns) {
    const known = schema.get(name);
    const joined = known === undefined ? kind : join(known, kind);
    if (joined !== known) {
      wide ??= new Map(schema);
      wide.set(name, joined);
    }
  }
  return wide ?? schema;
}

function join(a: ColumnKind, b: ColumnKind): ColumnKind {
  if (a === 'nothing' || a === 'time') {
    return b;
  }
  return b === 'nothing' || b === 'time' || a === 'far-time' || b === 'far-time'
    ? a
    : joinKinds(a, b);
}

/** A batch as messages of an Arrow IPC stream, in pieces. */
export interface Messages {
  /** That of the schema. */
  head: Uint8Array;
  body: Uint8Array[];
}

/** Ends a stream: a message of length 0. */
export const STREAM_END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** In front of a message: four bytes of ones, and the length of what describes it. */
const PREFIX = 8;

/** The messages of a batch, its columns those of the schema; pieces may be memory of the batch. */
export function toMessages(schema: FrameSchema, batch: FrameBatch): Messages {
  const fields: Field[] = [];
  const columns: Column<unknown>[] = [];
  for (const [name, kind] of schema) {
    const cells = convert(batch, name, kind);
    fields.push({ name, type: cells.type, nullable: true, metadata: null as never });
    columns.push(new Column([cells]));
  }
  const listColumns = (wanted: ColumnKind) =>
    JSON.stringify([...schema].flatMap(([name, kind]) => (kind === wanted ? [name] : [])));
  const metadata = new Map([
    [JSON_COLUMNS, listColumns('json')],
    [FAR_TIMES, listColumns('far-time')]
  ]);
  return splitMessages(toArrowParts(new Table({ fields, metadata }, columns)));
}

/** The message of the schema has no body; what ends the stream is left out. */
function splitMessages(parts: readonly Uint8Array[]): Messages {
  const [first = STREAM_END] = parts;
  const length = PREFIX + new DataView(first.buffer, first.byteOffset).getInt32(4, true);
  const head = new Uint8Array(length);
  let at = 0;
  let count = 0;
  for (; at < length; count++) {
    const part = parts[count] ?? STREAM_END;
    head.set(part, at);
    at += part.length;
  }
  return { head, body: parts.slice(count, -1) };
}

/** What {@link toMessages} wrote. */
export function fromMessages(schema: FrameSchema, { head, body }: Messages): FrameBatch {
  const table = openTable(joinBytes([head, ...body, STREAM_END]));
  const columns = new Map(
    [...schema].flatMap(([name, kind]) => {
      const batch = table.getChild(name).data[0];
      return batch ? [[name, { kind, batch }] as const] : [];
    })
  );
  return { length: table.numRows, columns };
}

function convert({ length, columns }: FrameBatch, name: string, kind: ColumnKind): AnyBatch {
  const column = columns.get(name);
  if (!column || column.kind === 'nothing') {
    return createEmpty(kind, length);
  }
  const { batch } = column;
  if (column.kind === kind || column.kind === 'time') {
    return batch;
  }
  if (kind === 'number') {
    const values = Float64Array.from(batch.values as BigInt64Array, Number);
    const { nullCount, validity } = batch;
    return createBatch({ type: float64(), length, values, nullCount, validity });
  }
  return createTextBatch(length, i => {
    const value = batch.at(i) as AttributeValue;
    return value === null ? null : writeAttributeJson(toAttribute(value));
  });
}

/** A cell of a column of integers or floats is the value of a span again. */
function toAttribute(value: AttributeValue): AttributeValue {
  return typeof value === 'bigint'
    ? fromInteger(value)
    : typeof value === 'number'
      ? fromDouble(value)
      : value;
}

const TYPES = new Map<ColumnKind, () => [DataType, (length: number) => AnyBatch['values']]>([
  ['integer', () => [int64(), length => new BigInt64Array(length)]],
  ['number', () => [float64(), length => new Float64Array(length)]],
  ['boolean', () => [bool(), createBitmap]],
  ['time', () => [TIME, length => new BigInt64Array(length)]],
  ['far-time', () => [TIME, length => new BigInt64Array(length)]]
]);

function createEmpty(kind: ColumnKind, length: number): AnyBatch {
  const [type, createValues] = TYPES.get(kind)?.() ?? [];
  if (!type || !createValues) {
    return createTextBatch(length, () => null);
  }
  const values = createValues(length);
  const validity = createBitmap(length);
  return createBatch({ type, length, values, nullCount: length, validity });
}
