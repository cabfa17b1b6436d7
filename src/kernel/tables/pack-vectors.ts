import { fixedSizeList, float32, float64, nullType } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { clearBit, createFullBitmap } from '../../arrow/bitmap.ts';
import { DatasetError } from '../errors.ts';
import { show } from '../nearest.ts';
import type { Cells } from './build-batch.ts';

/**
 * Vectors as `FixedSizeList` of float32 where that holds every element exactly, of float64 otherwise; a null column when there is
 * none at all. Cells are arrays or typed arrays of numbers, or missing. Throws DatasetError about the first row that breaks a rule.
 */
export function packVectors(cells: Cells, column: string): AnyBatch {
  const { length } = cells;
  let size = -1;
  let nullCount = 0;
  let values: Float32Array | Float64Array = new Float32Array(0);
  const validity = createFullBitmap(length);
  for (let row = 0; row < length; row++) {
    const cell = cells[row];
    if (cell === null || cell === undefined) {
      clearBit(validity, row);
      nullCount++;
      continue;
    }
    const vector = checkVector(cell, column, row);
    if (size < 0) {
      size = vector.length;
      if (size < 2) {
        throw refuse(column, row, `has length ${size}; at least 2 numbers are needed`);
      }
      values = new Float32Array(length * size);
    } else if (vector.length !== size) {
      throw refuse(
        column,
        row,
        `has length ${vector.length}, the first vector has ${size}; give all vectors one length`
      );
    }
    values = putVector(vector, values, row * size, column, row);
  }
  if (size < 0) {
    return createBatch({ type: nullType(), length, nullCount: length });
  }
  const type = values instanceof Float32Array ? float32() : float64();
  const items = createBatch({ type, length: values.length, values });
  return createBatch({
    type: fixedSizeList(type, size),
    length,
    children: [items],
    nullCount,
    ...(nullCount > 0 ? { validity } : {})
  });
}

function checkVector(cell: unknown, column: string, row: number): ArrayLike<number> {
  const isTyped = ArrayBuffer.isView(cell) && !(cell instanceof DataView);
  if (!Array.isArray(cell) && !isTyped) {
    throw refuse(
      column,
      row,
      `holds ${show(cell)}; every cell must be an array of numbers, or missing`
    );
  }
  return cell as ArrayLike<number>;
}

/** Writes a vector at its place; gives the array it was written to, which is of doubles from the first that needs them. */
function putVector(
  vector: ArrayLike<unknown>,
  given: Float32Array | Float64Array,
  at: number,
  column: string,
  row: number
): Float32Array | Float64Array {
  let values = given;
  if (vector instanceof Float32Array) {
    values.set(vector, at);
    return values;
  }
  for (let i = 0; i < vector.length; i++) {
    const element = vector[i];
    if (
      typeof element !== 'number' &&
      typeof element !== 'bigint' &&
      typeof element !== 'boolean'
    ) {
      throw refuse(column, row, `holds ${show(element)}; every element must be a number`);
    }
    const number = Number(element);
    if (values instanceof Float32Array && Math.fround(number) !== number && !Number.isNaN(number)) {
      values = Float64Array.from(values);
    }
    values[at + i] = number;
  }
  return values;
}

function refuse(column: string, row: number, what: string): DatasetError {
  return new DatasetError([`Cannot read the vectors of column "${column}": row ${row} ${what}`]);
}
