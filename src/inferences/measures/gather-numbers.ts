import { Type } from '@uwdata/flechette';
import { hasNulls, isDictionary, type AnyBatch } from '../../arrow/batches.ts';
import { hasBit } from '../../arrow/bitmap.ts';
import { dictionaryBatch, dictionaryOf } from '../../arrow/gather-dictionary.ts';
import { readNumbers, type Column } from '../column.ts';
import type { SideRows } from './side-rows.ts';

/** Where rows lie in a column's batch: a range, or positions in any order. */
type Place = { from: number; to: number } | Uint32Array;

/**
 * Positions in the source of rows, in their order. With `anyOrder`, all rows of a data set are the range of its source, which is
 * read faster.
 */
export function placeRows(
  { order, batch }: Column,
  { list, from, to }: SideRows,
  anyOrder = false
): Place {
  if (list === null) {
    return order === null || (anyOrder && from === 0 && to === batch.length)
      ? { from, to }
      : order.subarray(from, to);
  }
  const rows = list.subarray(from, to);
  return order === null ? rows : rows.map(row => order[row] ?? 0);
}

export function isRange(place: Place): place is { from: number; to: number } {
  return 'to' in place;
}

/** The numeric view of columns whose cells are no plain numbers, such as text: made once. */
const parsed = new WeakMap<AnyBatch, Float64Array>();

function parseColumn(column: Column): Float64Array {
  let found = parsed.get(column.batch);
  if (!found) {
    const read = readNumbers({ ...column, name: column.name, batch: column.batch, order: null });
    found = Float64Array.from({ length: column.batch.length }, (_, i) => read(i));
    parsed.set(column.batch, found);
  }
  return found;
}

/**
 * Writes the numeric view (§4.1) of rows to `out`, one entry per row and NaN where it has none, and gives their count. Nothing
 * is kept but the view of columns that have to be parsed.
 */
export function readRowNumbers(
  column: Column,
  rows: SideRows,
  out: Float64Array,
  anyOrder = false
): number {
  const { batch } = column;
  const { type, values } = batch;
  const place = placeRows(column, rows, anyOrder);
  const size = rows.to - rows.from;
  if (type.typeId === Type.Null) {
    out.fill(NaN, 0, size);
    return size;
  }
  if (type.typeId === Type.Float && type.precision > 0) {
    copyPlain(values as Float64Array, place, out);
  } else if (type.typeId === Type.Int && type.bitWidth < 64) {
    copyPlain(values as Int32Array, place, out);
  } else if (type.typeId === Type.Int || type.typeId === Type.Timestamp) {
    const perMs = type.typeId === Type.Timestamp ? 10 ** (3 * (type.unit - 1)) : 1;
    const signed = type.typeId === Type.Timestamp || type.signed;
    copyWords(values as BigInt64Array, signed, perMs, place, out);
  } else if (type.typeId === Type.Bool) {
    copyBits(values as Uint8Array, place, out);
  } else if (isDictionary(type)) {
    copyKeys(batch, place, out);
  } else {
    copyPlain(parseColumn(column), place, out);
    return size;
  }
  if (hasNulls(batch)) {
    clearNulls(batch.validity, place, out);
  }
  return size;
}

function copyPlain(
  values: Float64Array | Float32Array | Int32Array,
  place: Place,
  out: Float64Array
): void {
  if (isRange(place)) {
    // Converts other types of numbers, too.
    out.set(values.subarray(place.from, place.to));
  } else if (values instanceof Float64Array) {
    for (let k = 0; k < place.length; k++) {
      out[k] = values[place[k] ?? 0] ?? 0;
    }
  } else {
    for (let k = 0; k < place.length; k++) {
      out[k] = values[place[k] ?? 0] ?? 0;
    }
  }
}

/** 64-bit integers as doubles, rounded to the nearest, without making bigints. */
function copyWords(
  values: BigInt64Array,
  signed: boolean,
  perMs: number,
  place: Place,
  out: Float64Array
): void {
  const low = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const high = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const range = isRange(place);
  const size = range ? place.to - place.from : place.length;
  for (let k = 0; k < size; k++) {
    const at = 2 * (range ? place.from + k : (place[k] ?? 0)) + 1;
    const upper = high[at] ?? 0;
    const value = (signed ? upper : upper >>> 0) * 2 ** 32 + (low[at - 1] ?? 0);
    out[k] = perMs === 1 ? value : value / perMs;
  }
}

function copyBits(bits: Uint8Array, place: Place, out: Float64Array): void {
  const range = isRange(place);
  const size = range ? place.to - place.from : place.length;
  for (let k = 0; k < size; k++) {
    out[k] = hasBit(bits, range ? place.from + k : (place[k] ?? 0)) ? 1 : 0;
  }
}

function copyKeys(batch: AnyBatch, place: Place, out: Float64Array): void {
  const dictionary = dictionaryBatch(dictionaryOf(batch));
  const field = { name: '', type: dictionary.type, nullable: true, metadata: new Map() };
  const read = readNumbers({
    name: '',
    field,
    batch: dictionary,
    storage: 'object',
    order: null
  });
  const numbers = Float64Array.from({ length: dictionary.length }, (_, i) => read(i));
  copyPlain(batch.values as Int32Array, place, out);
  const size = isRange(place) ? place.to - place.from : place.length;
  for (let k = 0; k < size; k++) {
    out[k] = numbers[out[k] ?? 0] ?? NaN;
  }
}

function clearNulls(validity: Uint8Array, place: Place, out: Float64Array): void {
  if (isRange(place)) {
    for (let i = place.from, k = 0; i < place.to; i++, k++) {
      if ((((validity[i >> 3] ?? 0) >> (i & 7)) & 1) === 0) {
        out[k] = NaN;
      }
    }
    return;
  }
  for (let k = 0; k < place.length; k++) {
    if (!hasBit(validity, place[k] ?? 0)) {
      out[k] = NaN;
    }
  }
}

/** Moves the numbers that are not NaN to the front, in their order, and gives their count. */
export function dropMissing(values: Float64Array, count: number): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    values[kept] = value;
    kept += Number.isNaN(value) ? 0 : 1;
  }
  return kept;
}
