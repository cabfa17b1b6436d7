import { fixedSizeList, float32, nullType } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { clearBit, createFullBitmap } from '../../arrow/bitmap.ts';
import { DatasetError } from '../errors.ts';
import { show } from '../nearest.ts';
import type { Cells } from './build-batch.ts';

/**
 * Vectors as `FixedSizeList<float32>`, a null column when there is none at all. Cells are arrays or typed arrays of numbers, or
 * missing. Throws DatasetError about the first row that breaks a rule.
 */
export function packVectors(cells: Cells, column: string): AnyBatch {
  const { length } = cells;
  let size = -1;
  let nullCount = 0;
  let values = new Float32Array(0);
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
    if (ArrayBuffer.isView(vector) && !(vector instanceof BigInt64Array)) {
      values.set(vector, row * size);
    } else {
      copyNumbers(vector, values, row * size, column, row);
    }
  }
  if (size < 0) {
    return createBatch({ type: nullType(), length, nullCount: length });
  }
  const items = createBatch({ type: float32(), length: values.length, values });
  return createBatch({
    type: fixedSizeList(float32(), size),
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

function copyNumbers(
  vector: ArrayLike<unknown>,
  values: Float32Array,
  at: number,
  column: string,
  row: number
): void {
  for (let i = 0; i < vector.length; i++) {
    const element = vector[i];
    if (
      typeof element !== 'number' &&
      typeof element !== 'bigint' &&
      typeof element !== 'boolean'
    ) {
      throw refuse(column, row, `holds ${show(element)}; every element must be a number`);
    }
    values[at + i] = Number(element);
  }
}

function refuse(column: string, row: number, what: string): DatasetError {
  return new DatasetError([`Cannot read the vectors of column "${column}": row ${row} ${what}`]);
}
