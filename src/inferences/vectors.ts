import { Type, type DataType } from '@uwdata/flechette';
import { hasNulls, type AnyBatch } from '../arrow/batches.ts';
import { createFullBitmap, clearBit, hasBit } from '../arrow/bitmap.ts';
import { createRangeReader } from '../arrow/cells.ts';
import { describeType } from '../arrow/describe-type.ts';

/** Numbers of vectors, as exact as they came. */
export type Floats = Float32Array | Float64Array;

/** The vectors of one column: row-major, in the order of the source. */
export interface VectorColumn {
  readonly name: string;
  /** Numbers per vector; 0 when no row has one. */
  readonly length: number;
  readonly values: Floats;
  /** Bit i tells whether source position i has a usable vector. */
  readonly usable: Uint8Array;
  readonly usableCount: number;
  /** Vectors that count as missing because an element is NaN, infinite (§14.6) or beyond ±3.4e38. */
  readonly brokenCount: number;
}

/** What is wrong with a vector column, in words that follow the name of its embedding. */
export interface VectorFault {
  fault: string;
}

export function isVectorFault(read: VectorColumn | VectorFault): read is VectorFault {
  return 'fault' in read;
}

export function isList({ typeId }: DataType): boolean {
  return (
    typeId === Type.List ||
    typeId === Type.LargeList ||
    typeId === Type.FixedSizeList ||
    typeId === Type.ListView ||
    typeId === Type.LargeListView
  );
}

function isNumeric({ typeId }: DataType): boolean {
  return (
    typeId === Type.Int ||
    typeId === Type.Float ||
    typeId === Type.Bool ||
    typeId === Type.Decimal ||
    typeId === Type.Null
  );
}

/** Vectors of a column, checked as §2.7 step 4 asks; `FixedSizeList` of floats is read where it lies. */
export function readVectors(name: string, batch: AnyBatch): VectorColumn | VectorFault {
  const { type, length } = batch;
  const present = findPresent(batch);
  if (present.count === 0) {
    return {
      name,
      length: 0,
      values: new Float32Array(0),
      usable: new Uint8Array(Math.ceil(length / 8)),
      usableCount: 0,
      brokenCount: 0
    };
  }
  if (!isList(type)) {
    return { fault: `lists of numbers are needed, not ${describeType(type)}` };
  }
  const [items] = batch.children;
  if (!items || !isNumeric(items.type)) {
    return {
      fault: `the elements of a vector must be numbers, not ${items ? describeType(items.type) : 'nothing'}`
    };
  }
  const size = checkSizes(batch, present.bits);
  if (typeof size !== 'number') {
    return size;
  }
  const values = isPlain(type, items)
    ? (items.values as Floats).subarray(0, length * size)
    : copyVectors(batch, items, size, present.bits);
  return { name, length: size, values, ...findUsable(values, size, present.bits, length) };
}

function findPresent(batch: AnyBatch): { bits: Uint8Array; count: number } {
  if (batch.type.typeId === Type.Null) {
    return { bits: new Uint8Array(Math.ceil(batch.length / 8)), count: 0 };
  }
  return hasNulls(batch)
    ? { bits: batch.validity, count: batch.length - batch.nullCount }
    : { bits: createFullBitmap(batch.length), count: batch.length };
}

/** The one length of all vectors, or the first that breaks the rule. */
function checkSizes(batch: AnyBatch, present: Uint8Array): number | VectorFault {
  const range = createRangeReader(batch);
  let size = -1;
  for (let i = 0; i < batch.length; i++) {
    if (!hasBit(present, i)) {
      continue;
    }
    const { start, end } = range(i);
    const found = end - start;
    if (size < 0) {
      size = found;
      if (size <= 1) {
        return { fault: `a vector needs at least 2 numbers, not ${size}` };
      }
    } else if (found !== size) {
      return { fault: `all vectors must be of one length, not ${size} and ${found}` };
    }
    if (batch.type.typeId === Type.FixedSizeList) {
      break;
    }
  }
  return size;
}

function isPlain(type: DataType, items: AnyBatch): boolean {
  return (
    type.typeId === Type.FixedSizeList &&
    items.type.typeId === Type.Float &&
    items.type.precision > 0 &&
    !hasNulls(items)
  );
}

function copyVectors(batch: AnyBatch, items: AnyBatch, size: number, present: Uint8Array): Floats {
  const count = batch.length * size;
  const values = fitsFloat32(items.type)
    ? new Float32Array(new SharedArrayBuffer(4 * count))
    : new Float64Array(new SharedArrayBuffer(8 * count));
  const range = createRangeReader(batch);
  const direct = isDirect(items) ? (items.values as Float32Array | Float64Array) : undefined;
  for (let i = 0; i < batch.length; i++) {
    if (!hasBit(present, i)) {
      continue;
    }
    const { start, end } = range(i);
    if (direct) {
      values.set(direct.subarray(start, end), i * size);
    } else {
      for (let at = start; at < end; at++) {
        values[i * size + at - start] = Number(items.at(at) ?? NaN);
      }
    }
  }
  return values;
}

/** Whether every number of the type is a float32 without rounding. */
function fitsFloat32(type: DataType): boolean {
  return (
    type.typeId === Type.Bool ||
    type.typeId === Type.Null ||
    (type.typeId === Type.Int && type.bitWidth <= 16) ||
    (type.typeId === Type.Float && type.precision < 2)
  );
}

/** Whether the items' buffer holds the numbers themselves, and all of them. */
function isDirect(items: AnyBatch): boolean {
  const { typeId } = items.type;
  return (
    !hasNulls(items) &&
    ((typeId === Type.Int && items.type.bitWidth < 64) ||
      (typeId === Type.Float && items.type.precision > 0))
  );
}

function findUsable(values: Floats, size: number, present: Uint8Array, length: number) {
  const usable = createFullBitmap(length);
  let usableCount = 0;
  let brokenCount = 0;
  for (let i = 0, at = 0; i < length; i++) {
    // A finite number times zero is zero, any other is NaN. Maps are drawn in single precision: what is too large for it is broken, too.
    let zero = 0;
    for (const end = at + size; at < end; at++) {
      zero += Math.fround(values[at] ?? 0) * 0;
    }
    if (!hasBit(present, i)) {
      clearBit(usable, i);
    } else if (zero === 0) {
      usableCount++;
    } else {
      clearBit(usable, i);
      brokenCount++;
    }
  }
  return { usable, usableCount, brokenCount };
}
