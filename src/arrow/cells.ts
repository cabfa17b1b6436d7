import { Type, UnionMode, type DataType, type UnionType } from '@uwdata/flechette';
import { extrasOf, hasNulls, type AnyBatch } from './batches.ts';
import { hasBit } from './bitmap.ts';
import { offsetAt, readView } from './gather-buffers.ts';
import { dictionaryBatch, dictionaryOf } from './gather-dictionary.ts';
import { findRun } from './gather-nested.ts';
import { formatFloat32 } from './format-number.ts';
import {
  formatDate,
  formatDecimal,
  formatDuration,
  formatInterval,
  formatTime,
  formatTimestamp
} from './format-time.ts';

/**
 * What a cell says: numbers as numbers, 64-bit integers as bigint only beyond 2^53, everything that is neither
 * text, number nor boolean as readable text. Null, NaN and NaT are null; infinities are values (§13.3).
 */
export type Scalar = string | number | bigint | boolean | null;
type ScalarReader = (i: number) => Scalar;

/** Items of a list, or bytes, that are written out; the rest is counted. */
const SHOWN_ITEMS = 8;

// `ignoreBOM` keeps a leading U+FEFF, which is part of the user's text.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** A reader of the batch's cells by position; `shown` limits how many items of a list are written out. */
export function createReader(batch: AnyBatch, shown = SHOWN_ITEMS): ScalarReader {
  const read = createValueReader(batch, shown);
  if (!hasNulls(batch)) {
    return read;
  }
  const { validity } = batch;
  return i => (hasBit(validity, i) ? read(i) : null);
}

/** The cell's text, with every item: two cells of one type are equal exactly when these are. */
export function describeCell(batch: AnyBatch, i: number): string | null {
  const value = createReader(batch, Infinity)(i);
  return value === null ? null : String(value);
}

function createValueReader(batch: AnyBatch, shown: number): ScalarReader {
  const { type } = batch;
  switch (type.typeId) {
    case Type.Null:
      return () => null;
    case Type.Bool: {
      const bits = batch.values as Uint8Array;
      return i => hasBit(bits, i);
    }
    case Type.Int:
      return createIntReader(batch);
    case Type.Float:
      return createFloatReader(batch);
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View: {
      const bytesOf = createBytesReader(batch);
      return i => decodeText(bytesOf(i));
    }
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary: {
      const bytesOf = createBytesReader(batch);
      return i => describeBytes(bytesOf(i), shown);
    }
    case Type.Dictionary: {
      const keys = batch.values;
      const dictionary = dictionaryBatch(dictionaryOf(batch));
      const read = createReader(dictionary, shown);
      const cache = new Array<Scalar | undefined>(dictionary.length);
      return i => {
        const key = Number(keys[i]);
        return (cache[key] ??= read(key));
      };
    }
    default:
      return createRareReader(batch, type, shown);
  }
}

function createRareReader(batch: AnyBatch, type: DataType, shown: number): ScalarReader {
  switch (type.typeId) {
    case Type.Decimal:
      return i => formatDecimal(BigInt(batch.value(i) as number | bigint), type.scale);
    case Type.Date: {
      // Flechette gives days as milliseconds, and milliseconds as they are.
      return i => formatDate(Number(batch.value(i)));
    }
    case Type.Time:
      return i => formatTime(BigInt(batch.values[i] ?? 0), type.unit);
    case Type.Timestamp: {
      const values = batch.values as BigInt64Array;
      const zone = type.timezone === null ? '' : 'Z';
      return i => formatTimestamp(values[i] ?? 0n, type.unit, zone);
    }
    case Type.Duration: {
      const values = batch.values as BigInt64Array;
      return i => formatDuration(values[i] ?? 0n, type.unit);
    }
    case Type.Interval:
      return i => formatInterval(batch.value(i) as number | ArrayLike<number>);
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList: {
      const range = createRangeReader(batch);
      const read = itemReader(batch, 0, shown);
      return i => describeList(range(i), read, shown);
    }
    case Type.Map: {
      const range = createRangeReader(batch);
      const [entries] = batch.children;
      const key = entries ? itemReader(entries, 0, shown) : () => '';
      const value = entries ? itemReader(entries, 1, shown) : () => '';
      return i => `{${describeItems(range(i), at => `${key(at)}: ${value(at)}`, shown)}}`;
    }
    case Type.Struct: {
      const fields = type.children.map(({ name }, at) => ({
        name,
        read: itemReader(batch, at, shown)
      }));
      return i =>
        `{${fields.map(({ name, read }) => `${JSON.stringify(name)}: ${read(i)}`).join(', ')}}`;
    }
    case Type.Union:
      return readUnion(batch, child => createReader(child, shown));
    case Type.RunEndEncoded: {
      const [ends, values] = batch.children;
      const read = values && createReader(values, shown);
      return i => (ends && read ? read(findRun(ends, i)) : null);
    }
    default:
      throw new TypeError('Cannot read a column without type');
  }
}

/** A reader of a union's cells, each read as its kind is. */
export function readUnion<Value>(
  batch: AnyBatch,
  createReaderOf: (child: AnyBatch) => (i: number) => Value | null
): (i: number) => Value | null {
  const { mode, typeMap } = batch.type as UnionType;
  const { typeIds } = extrasOf(batch);
  const children = batch.children.map(createReaderOf);
  const at = mode === UnionMode.Dense ? (i: number) => offsetAt(batch.offsets, i) : null;
  return i => children[typeMap[typeIds?.[i] ?? 0] ?? 0]?.(at ? at(i) : i) ?? null;
}

function createIntReader(batch: AnyBatch): ScalarReader {
  const { values } = batch;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return i => {
      const value = values[i] ?? 0n;
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    };
  }
  return i => values[i] ?? null;
}

function createFloatReader(batch: AnyBatch): ScalarReader {
  return i => {
    const value = batch.value(i) as number;
    return Number.isNaN(value) ? null : value;
  };
}

/** The bytes of a text or binary cell. */
export function createBytesReader(batch: AnyBatch): (i: number) => Uint8Array {
  const { type, offsets } = batch;
  const bytes = batch.values as Uint8Array;
  switch (type.typeId) {
    case Type.Utf8View:
    case Type.BinaryView:
      return i => readView(batch, i);
    case Type.FixedSizeBinary:
      return i => bytes.subarray(i * type.stride, (i + 1) * type.stride);
    default:
      return i => bytes.subarray(offsetAt(offsets, i), offsetAt(offsets, i + 1));
  }
}

interface ItemRange {
  start: number;
  end: number;
}

/** Where a list's items lie in the child of the batch. */
export function createRangeReader(batch: AnyBatch): (i: number) => ItemRange {
  const { type, offsets, sizes } = batch;
  switch (type.typeId) {
    case Type.FixedSizeList:
      return i => ({ start: i * type.stride, end: (i + 1) * type.stride });
    case Type.ListView:
    case Type.LargeListView:
      return i => ({
        start: offsetAt(offsets, i),
        end: offsetAt(offsets, i) + offsetAt(sizes, i)
      });
    default:
      return i => ({ start: offsetAt(offsets, i), end: offsetAt(offsets, i + 1) });
  }
}

/** An item as it stands inside a list: text in quotes, a missing one as `null`. */
function itemReader(batch: AnyBatch, child: number, shown: number): (i: number) => string {
  const found = batch.children[child];
  if (!found) {
    return () => 'null';
  }
  const read = createReader(found, shown);
  const float32 = found.values instanceof Float32Array;
  const quoted = isText(found.type);
  return i => {
    const value = read(i);
    return quoted && typeof value === 'string'
      ? JSON.stringify(value)
      : float32 && typeof value === 'number'
        ? formatFloat32(value)
        : String(value);
  };
}

export function isText(type: DataType): boolean {
  return (
    type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8 || type.typeId === Type.Utf8View
  );
}

function describeList(range: ItemRange, read: (i: number) => string, shown: number): string {
  return `[${describeItems(range, read, shown)}]`;
}

function describeItems(
  { start, end }: ItemRange,
  read: (i: number) => string,
  shown: number
): string {
  const items: string[] = [];
  for (let i = start; i < Math.min(end, start + shown); i++) {
    items.push(read(i));
  }
  const text = items.join(', ');
  return end - start > shown ? `${text}, … ${end - start} in all` : text;
}

function describeBytes(bytes: Uint8Array, shown: number): string {
  const hex = Array.from(bytes.subarray(0, Math.min(bytes.length, 2 * shown)), byte =>
    byte.toString(16).padStart(2, '0')
  ).join('');
  return bytes.length > 2 * shown ? `${hex}… ${bytes.length} bytes` : hex;
}
