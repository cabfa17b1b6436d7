import { Type, type DataType } from '@uwdata/flechette';
import { createBatch, type AnyBatch, type BatchParts } from '../../arrow/batches.ts';
import { clearBit, createBitmap, createFullBitmap, setBit } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';

export type Cells = ArrayLike<unknown>;

/**
 * A column of a type from its cells, bit for bit: 64-bit integers, timestamps and durations come as bigint in the unit of the
 * type, or as whole numbers that a double holds; decimals as bigint without their point; days since 1970 as numbers; bytes as
 * Uint8Array; lists as arrays. Null and undefined are missing.
 */
export function buildBatch(type: DataType, cells: Cells): AnyBatch {
  const { length } = cells;
  const base: BatchParts = { type, length, ...findNulls(cells) };
  switch (type.typeId) {
    case Type.Null:
      return createBatch({ type, length, nullCount: length });
    case Type.Bool:
      return createBatch({ ...base, values: packBits(cells) });
    case Type.Utf8:
      return createTextBatch(length, i => (cells[i] ?? null) as string | null);
    case Type.Binary:
      return createBatch({ ...base, ...packBytes(cells) });
    case Type.List: {
      const { offsets, items } = flatten(cells);
      return createBatch({
        ...base,
        offsets,
        children: [buildBatch(type.children[0].type, items)]
      });
    }
    case Type.Decimal:
      return createBatch({ ...base, values: packDecimals(cells, type.bitWidth) });
    case Type.Int:
    case Type.Float:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
      return createBatch({ ...base, values: packFixed(type.values, cells) });
    default:
      throw new TypeError(`Cannot build a column of type ${type.typeId}`);
  }
}

function findNulls(cells: Cells): { validity?: Uint8Array; nullCount: number } {
  let validity: Uint8Array | undefined;
  let nullCount = 0;
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === null || cells[i] === undefined) {
      validity ??= createFullBitmap(cells.length);
      clearBit(validity, i);
      nullCount++;
    }
  }
  return validity ? { validity, nullCount } : { nullCount };
}

function packBits(cells: Cells): Uint8Array {
  const bits = createBitmap(cells.length);
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === true) {
      setBit(bits, i);
    }
  }
  return bits;
}

type Fixed =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

function packFixed(Values: unknown, cells: Cells): Fixed {
  const values = new (Values as new (length: number) => Fixed)(cells.length);
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    // Whole numbers go in as two halves, so that no bigint is made of them.
    const halves = new Uint32Array(values.buffer);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (typeof cell === 'bigint') {
        values[i] = cell;
      } else if (typeof cell === 'number') {
        const high = Math.floor(cell / 2 ** 32);
        halves[2 * i] = cell - high * 2 ** 32;
        halves[2 * i + 1] = high;
      }
    }
    return values;
  }
  for (let i = 0; i < cells.length; i++) {
    values[i] = Number(cells[i] ?? 0);
  }
  return values;
}

/** Two's complement in 64-bit words, the lowest first. */
function packDecimals(cells: Cells, bitWidth: number): BigUint64Array {
  const words = bitWidth / 64;
  const values = new BigUint64Array(cells.length * words);
  for (let i = 0; i < cells.length; i++) {
    let rest = (cells[i] ?? 0n) as bigint;
    for (let word = 0; word < words; word++) {
      values[i * words + word] = BigInt.asUintN(64, rest);
      rest >>= 64n;
    }
  }
  return values;
}

function packBytes(cells: Cells): { offsets: Int32Array; values: Uint8Array } {
  const offsets = new Int32Array(cells.length + 1);
  let at = 0;
  for (let i = 0; i < cells.length; i++) {
    at += (cells[i] as Uint8Array | null | undefined)?.byteLength ?? 0;
    offsets[i + 1] = at;
  }
  const values = new Uint8Array(at);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as Uint8Array | null | undefined;
    if (cell) {
      values.set(cell, offsets[i]);
    }
  }
  return { offsets, values };
}

/** The items of all lists after each other, and where each list begins. */
export function flatten(cells: Cells): { offsets: Int32Array; items: unknown[] } {
  const offsets = new Int32Array(cells.length + 1);
  const items: unknown[] = [];
  for (let i = 0; i < cells.length; i++) {
    const list = (cells[i] ?? []) as ArrayLike<unknown>;
    for (let at = 0; at < list.length; at++) {
      items.push(list[at]);
    }
    offsets[i + 1] = items.length;
  }
  return { offsets, items };
}
