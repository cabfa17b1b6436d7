import { Type, type DataType, type OffsetArray, type TypedArray } from '@uwdata/flechette';
import type { AnyBatch } from './batches.ts';
import { createBitmap, hasBit, setBit } from './bitmap.ts';
import type { Part } from './gather.ts';
import { viewBuffers } from './gather.ts';

export function gatherBits(parts: readonly Part[], length: number): Uint8Array {
  const bits = createBitmap(length);
  let at = 0;
  for (const { batch, rows } of parts) {
    const values = batch.values as Uint8Array;
    for (const row of rows) {
      if (row >= 0 && hasBit(values, row)) {
        setBit(bits, at);
      }
      at++;
    }
  }
  return bits;
}

/** Bytes per value of the types that have a fixed width. */
function widthOf(type: DataType): number {
  switch (type.typeId) {
    case Type.Int:
    case Type.Time:
    case Type.Decimal:
      return type.bitWidth / 8;
    case Type.Float:
      return 2 << type.precision;
    case Type.Date:
      return type.values.BYTES_PER_ELEMENT;
    case Type.Interval:
      return [4, 8, 16][type.unit] ?? 16;
    case Type.FixedSizeBinary:
      return type.stride;
    default:
      return 8;
  }
}

type Words = Uint8Array | Uint16Array | Uint32Array;

/**
 * Values are moved as unsigned words: a 64-bit value as two, so that no bigint is made, and a float never as a float,
 * so that the payload of a NaN survives.
 */
function gatherWords(parts: readonly Part[], out: Words, wordsPerValue: number): void {
  const View = out.constructor as new (
    buffer: ArrayBufferLike,
    at: number,
    length: number
  ) => Words;
  let at = 0;
  for (const { batch, rows } of parts) {
    const { buffer, byteOffset, byteLength } = batch.values;
    const words = new View(buffer, byteOffset, Math.floor(byteLength / out.BYTES_PER_ELEMENT));
    // A row of −1 reads nothing, and leaves zero.
    if (wordsPerValue === 1) {
      for (let i = 0; i < rows.length; i++) {
        out[at++] = words[rows[i] ?? -1] ?? 0;
      }
    } else if (wordsPerValue === 2) {
      for (let i = 0; i < rows.length; i++) {
        const from = 2 * (rows[i] ?? -1);
        out[at++] = words[from] ?? 0;
        out[at++] = words[from + 1] ?? 0;
      }
    } else {
      for (const row of rows) {
        if (row >= 0) {
          out.set(words.subarray(row * wordsPerValue, (row + 1) * wordsPerValue), at);
        }
        at += wordsPerValue;
      }
    }
  }
}

export function gatherFixed(type: DataType, parts: readonly Part[], length: number): TypedArray {
  const width = widthOf(type);
  const bytes = new ArrayBuffer(width * length);
  const fits = (size: number) =>
    width % size === 0 && parts.every(({ batch }) => batch.values.byteOffset % size === 0);
  const [out, size] = fits(4)
    ? [new Uint32Array(bytes), 4]
    : fits(2)
      ? [new Uint16Array(bytes), 2]
      : [new Uint8Array(bytes), 1];
  gatherWords(parts, out, width / size);
  const { values: Values = Uint8Array } = type as {
    values?: new (bytes: ArrayBuffer) => TypedArray;
  };
  return new Values(bytes);
}

/** Longer values are moved by `set`; for short ones a loop is faster than the call. */
const SHORT_BYTES = 24;

/** Copies `source[start…end)` to `out` at `at`. */
function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number
): void {
  if (end - start > SHORT_BYTES) {
    out.set(source.subarray(start, end), at);
    return;
  }
  for (let i = start, to = at; i < end; i++, to++) {
    out[to] = source[i] ?? 0;
  }
}

/** Offset `i` as a number; 0 where a producer left out the offsets of an empty batch. */
export function offsetAt(offsets: OffsetArray, i: number): number {
  return Number(offsets[i] ?? 0);
}

/** Offsets as numbers, whatever their width, made once per batch. */
export function readOffsets(offsets: OffsetArray): Int32Array | Float64Array {
  return offsets instanceof BigInt64Array ? Float64Array.from(offsets, Number) : offsets;
}

const MAX_OFFSET = 0x7fffffff;

/** Throws RangeError when `total` does not fit the offsets of the type. */
export function createOffsets(type: DataType, length: number, total: number): OffsetArray {
  const { offsets: Offsets = Int32Array } = type as {
    offsets?: Int32ArrayConstructor | BigInt64ArrayConstructor;
  };
  if (Offsets === Int32Array && total > MAX_OFFSET) {
    throw new RangeError(
      `Cannot join ${total} bytes of text or list items in one column: at most ${MAX_OFFSET} fit its 32-bit offsets`
    );
  }
  return new Offsets(length);
}

/** Offsets as words: the low one of offset i at `i * stride`, the high one, if any, after it. */
function offsetWords(offsets: OffsetArray): { words: Uint32Array; stride: 1 | 2 } {
  const stride = offsets instanceof BigInt64Array ? 2 : 1;
  const { buffer, byteOffset, length } = offsets;
  return { words: new Uint32Array(buffer, byteOffset, length * stride), stride };
}

const HIGH_WORD = 2 ** 32;

export function gatherVariable(
  type: DataType,
  parts: readonly Part[],
  length: number
): { values: Uint8Array; offsets: OffsetArray } {
  const starts = new Float64Array(length);
  const ends = new Float64Array(length);
  let total = 0;
  let row = 0;
  for (const { batch, rows } of parts) {
    const { words, stride } = offsetWords(batch.offsets);
    const wide = stride - 1;
    for (let i = 0; i < rows.length; i++) {
      const from = (rows[i] ?? -1) * stride;
      if (from >= 0) {
        const start = (words[from] ?? 0) + wide * (words[from + 1] ?? 0) * HIGH_WORD;
        const end =
          (words[from + stride] ?? 0) + wide * (words[from + stride + wide] ?? 0) * HIGH_WORD;
        starts[row] = start;
        ends[row] = end;
        total += end - start;
      }
      row++;
    }
  }
  const offsets = createOffsets(type, length + 1, total);
  const values = new Uint8Array(total);
  const { words, stride } = offsetWords(offsets);
  let at = 0;
  row = 0;
  for (const { batch, rows } of parts) {
    const source = batch.values as Uint8Array;
    for (let i = 0; i < rows.length; i++, row++) {
      const start = starts[row] ?? 0;
      const end = ends[row] ?? 0;
      copyBytes(source, start, end, values, at);
      at += end - start;
      words[(row + 1) * stride] = at;
      if (stride === 2) {
        words[(row + 1) * stride + 1] = at / HIGH_WORD;
      }
    }
  }
  return { values, offsets };
}

/** A view is 16 bytes: length, then up to 12 bytes of the value, or a prefix of 4, a buffer number and an offset. */
const VIEW_BYTES = 16;
const INLINE_BYTES = 12;

/** The bytes of a value of a view type. */
export function readView(batch: AnyBatch, row: number): Uint8Array {
  const views = batch.values as Uint8Array;
  const view = new DataView(views.buffer, views.byteOffset + row * VIEW_BYTES, VIEW_BYTES);
  const length = view.getInt32(0, true);
  if (length <= INLINE_BYTES) {
    return views.subarray(row * VIEW_BYTES + 4, row * VIEW_BYTES + 4 + length);
  }
  const offset = view.getInt32(12, true);
  return (viewBuffers(batch)[view.getInt32(8, true)] ?? new Uint8Array(0)).subarray(
    offset,
    offset + length
  );
}

/** Long values are packed into one new buffer: the old buffers may be far larger than what is taken. */
export function gatherViews(
  parts: readonly Part[],
  length: number
): { values: Uint8Array; data: Uint8Array[] } {
  const values = new Uint8Array(length * VIEW_BYTES);
  const view = new DataView(values.buffer);
  const long: Uint8Array[] = [];
  let used = 0;
  let at = 0;
  for (const { batch, rows } of parts) {
    const views = batch.values as Uint8Array;
    for (const row of rows) {
      if (row >= 0) {
        values.set(views.subarray(row * VIEW_BYTES, (row + 1) * VIEW_BYTES), at);
        if (view.getInt32(at, true) > INLINE_BYTES) {
          const bytes = readView(batch, row);
          long.push(bytes);
          view.setInt32(at + 8, 0, true);
          view.setInt32(at + 12, used, true);
          used += bytes.length;
        }
      }
      at += VIEW_BYTES;
    }
  }
  if (used > MAX_OFFSET) {
    throw new RangeError(
      `Cannot join ${used} bytes of text in one column: at most ${MAX_OFFSET} fit its 32-bit offsets`
    );
  }
  const packed = new Uint8Array(used);
  let packedAt = 0;
  for (const bytes of long) {
    packed.set(bytes, packedAt);
    packedAt += bytes.length;
  }
  return { values, data: used > 0 ? [packed] : [] };
}
