import { Type, type DataType, type Field } from '@uwdata/flechette';
import type { Cell } from '../contract/rows.ts';
import { hasNulls, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { hasBit } from '../arrow/bitmap.ts';
import { createReader, readUnion, type Scalar } from '../arrow/cells.ts';
import { formatCanonical, shortenFloat32 } from '../arrow/format-number.ts';
import { dictionaryBatch, dictionaryOf } from '../arrow/gather-dictionary.ts';
import { parseNumber } from './parse-number.ts';

/** Storage that behavior depends on (§13.1): object is all that is not purely boolean, numeric or a time. */
export type Storage = 'boolean' | 'integer' | 'float' | 'datetime' | 'object';

/** A column of a data set: an Arrow batch in the order of the source, read by row through `order`. */
export interface Column {
  readonly name: string;
  /** The Arrow field it came with; its metadata goes along when the column is exported. */
  readonly field: Field;
  readonly batch: AnyBatch;
  readonly storage: Storage;
  /** Source position of each row; null when rows are in the order of the source. */
  readonly order: Uint32Array | null;
}

const HOLDS_NULLS = /^(U?Int\d+$|u?int\d+\[pyarrow\])/;

/**
 * `dtype` is what pandas called it, if the column comes from pandas: `Int64` and `int64[pyarrow]` hold integers and nulls, and `object`
 * stays one, whatever the cells are now. What an extension type stores, such as the ordinal of a period, is not its value.
 */
export function storageOf(
  { type, metadata }: Pick<Field, 'type'> & { metadata: Field['metadata'] | null },
  nullCount: number,
  dtype?: string
): Storage {
  if (metadata?.has('ARROW:extension:name') || dtype === 'object') {
    return 'object';
  }
  switch (type.typeId) {
    case Type.Bool:
      return nullCount === 0 ? 'boolean' : 'object';
    case Type.Int:
      return nullCount === 0 || HOLDS_NULLS.test(dtype ?? '') ? 'integer' : 'float';
    case Type.Float:
      return 'float';
    case Type.Timestamp:
      return 'datetime';
    default:
      return 'object';
  }
}

/** Position in the source, and in the column's batch, of a row. */
export function sourceOf(order: Uint32Array | null, row: number): number {
  return order ? (order[row] ?? 0) : row;
}

function readByRow<Value>(column: Column, read: (i: number) => Value): (row: number) => Value {
  const { order } = column;
  return order ? row => read(order[row] ?? 0) : read;
}

export function readScalars(column: Column): (row: number) => Scalar {
  return readByRow(column, createReader(column.batch));
}

/** What a table shows: safe in JSON, 64-bit integers beyond 2^53 and infinities as text. */
export function readCells(column: Column): (row: number) => Cell {
  const read = readScalars(column);
  const float32 = column.batch.values instanceof Float32Array;
  return row => {
    const value = read(row);
    if (typeof value === 'number') {
      return Number.isFinite(value)
        ? float32
          ? shortenFloat32(value)
          : value
        : formatCanonical(value);
    }
    return typeof value === 'bigint' ? value.toString() : value;
  };
}

/** Labels, ids and texts: one canonical text per number, `True` and `False`; null when missing. */
export function readTexts(column: Column): (row: number) => string | null {
  const read = readScalars(column);
  return row => scalarText(read(row));
}

export function scalarText(value: Scalar): string | null {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return formatCanonical(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return value;
  }
}

/**
 * The numeric view (§4.1, §14.10): NaN when missing or not a number; numeric-looking text and decimals are numbers,
 * booleans 1 and 0, times Unix milliseconds, dates none.
 */
export function readNumbers(column: Column): (row: number) => number {
  return readByRow(column, createNumberReader(column.batch));
}

function createNumberReader(batch: AnyBatch): (i: number) => number {
  const { type, values, validity } = batch;
  const nulls = hasNulls(batch);
  if (isDictionary(type)) {
    const dictionary = dictionaryBatch(dictionaryOf(batch));
    const read = createNumberReader(dictionary);
    const numbers = Float64Array.from({ length: dictionary.length }, (_, i) => read(i));
    return i => (nulls && !hasBit(validity, i) ? NaN : (numbers[Number(values[i])] ?? NaN));
  }
  if (type.typeId === Type.Union) {
    const read = readUnion(batch, createNumberReader);
    return i => read(i) ?? NaN;
  }
  if (type.typeId === Type.Timestamp) {
    const perMs = 10 ** (3 * (type.unit - 1));
    return i => (nulls && !hasBit(validity, i) ? NaN : Number(values[i]) / perMs);
  }
  if (type.typeId === Type.Int || (type.typeId === Type.Float && type.precision > 0)) {
    return i => (nulls && !hasBit(validity, i) ? NaN : Number(values[i]));
  }
  const isNumeric = type.typeId === Type.Decimal || isTextual(type);
  const read = createReader(batch);
  return i => {
    const value = read(i);
    return typeof value === 'string'
      ? isNumeric
        ? parseNumber(value)
        : NaN
      : value === null
        ? NaN
        : Number(value);
  };
}

function isTextual({ typeId }: DataType): boolean {
  return typeId === Type.Utf8 || typeId === Type.LargeUtf8 || typeId === Type.Utf8View;
}
