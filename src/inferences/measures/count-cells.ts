import { Type } from '@uwdata/flechette';
import {
  countDistinctIntegers,
  countDistinctWords
} from '../../analysis/quality/count-distinct.ts';
import { hasNulls, isDictionary, type AnyBatch } from '../../arrow/batches.ts';
import { countBits, hasBit } from '../../arrow/bitmap.ts';
import { encodeCategories } from '../categories.ts';
import type { Column } from '../column.ts';
import { isRange, placeRows } from './gather-numbers.ts';
import { keepByRows } from './keep-by-rows.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { momentsOf, readPresent } from './summarise-numbers.ts';

/** Whether a cell is missing cannot be told from the batch's own bitmap. */
function hasInnerNulls({ type }: AnyBatch): boolean {
  return isDictionary(type) || type.typeId === Type.Union || type.typeId === Type.RunEndEncoded;
}

/** Missing cells among rows: null, NaN and NaT, not the empty string (§4.1). */
export const countMissing: (column: Column, rows: SideRows) => number = keepByRows(
  (column, rows) => {
    const { batch } = column;
    switch (batch.type.typeId) {
      case Type.Null:
        return countRows(rows);
      case Type.Float:
        return countRows(rows) - momentsOf(column, rows).count;
      default:
        return hasInnerNulls(batch) ? countMissingCodes(column, rows) : countNulls(column, rows);
    }
  }
);

function countNulls(column: Column, rows: SideRows): number {
  const { batch } = column;
  if (!hasNulls(batch)) {
    return 0;
  }
  const { validity } = batch;
  const place = placeRows(column, rows, true);
  const size = countRows(rows);
  if (isRange(place)) {
    return size - countBits(validity, place.to) + countBits(validity, place.from);
  }
  let nulls = 0;
  for (let k = 0; k < size; k++) {
    nulls += hasBit(validity, place[k] ?? 0) ? 0 : 1;
  }
  return nulls;
}

function countMissingCodes(column: Column, rows: SideRows): number {
  return countCodes(column, rows)[0] ?? 0;
}

/** Codes are read in pieces, so that the loop that counts them sees one kind of array only. */
const CHUNK = 16_384;
const chunk = new Int32Array(CHUNK);

/** Rows per code of {@link encodeCategories}: the missing cells come first. */
export const countCodes: (column: Column, rows: SideRows) => Uint32Array = keepByRows(
  (column, rows) => {
    const { codes, count } = encodeCategories(column);
    const counts = new Uint32Array(count + 1);
    const place = placeRows(column, rows, true);
    if (isRange(place)) {
      for (let start = place.from; start < place.to; start += CHUNK) {
        const size = Math.min(CHUNK, place.to - start);
        chunk.set(codes.subarray(start, start + size));
        for (let k = 0; k < size; k++) {
          const code = chunk[k] ?? 0;
          counts[code] = (counts[code] ?? 0) + 1;
        }
      }
    } else {
      for (let k = 0; k < place.length; k++) {
        const code = codes[place[k] ?? 0] ?? 0;
        counts[code] = (counts[code] ?? 0) + 1;
      }
    }
    return counts;
  }
);

/**
 * Distinct values among rows, missing ones left out; null for float storage (§4.1). 1, 1.0 and true are one value, "1" is
 * another; 64-bit integers are told apart exactly (§14.12).
 */
export const countDistinct: (column: Column, rows: SideRows) => number | null = keepByRows(
  (column, rows) => {
    const { batch, storage } = column;
    if (storage === 'float') {
      return null;
    }
    const { type } = batch;
    if (isWord(batch) && (type.typeId === Type.Timestamp || !isExact(column, rows))) {
      return countDistinctWords(
        gatherWords(column, rows),
        countRows(rows) - countMissing(column, rows)
      );
    }
    if (type.typeId === Type.Int) {
      const values = readPresent(column, rows);
      return countDistinctIntegers(values, values.length, momentsOf(column, rows));
    }
    return countCodes(column, rows).reduce(
      (distinct, count, code) => distinct + (code > 0 && count > 0 ? 1 : 0),
      0
    );
  }
);

function isWord({ type }: AnyBatch): boolean {
  return type.typeId === Type.Timestamp || (type.typeId === Type.Int && type.bitWidth === 64);
}

/** Whether all of the rows' integers are doubles without rounding. */
function isExact(column: Column, rows: SideRows): boolean {
  const { min, max } = momentsOf(column, rows);
  return min >= Number.MIN_SAFE_INTEGER && max <= Number.MAX_SAFE_INTEGER;
}

function gatherWords(column: Column, rows: SideRows): Int32Array {
  const { batch } = column;
  const values = batch.values as BigInt64Array;
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const place = placeRows(column, rows, true);
  const range = isRange(place);
  const size = countRows(rows);
  const nulls = hasNulls(batch);
  const gathered = new Int32Array(2 * size);
  let at = 0;
  for (let k = 0; k < size; k++) {
    const i = range ? place.from + k : (place[k] ?? 0);
    if (!nulls || hasBit(batch.validity, i)) {
      gathered[at++] = words[2 * i] ?? 0;
      gathered[at++] = words[2 * i + 1] ?? 0;
    }
  }
  return gathered;
}
