import type { Random } from '../random.ts';
import type { RowSet } from '../row-set.ts';

/** Vectors of a data set, row-major in the order of their source. */
export interface VectorTable {
  readonly values: Float32Array | Float64Array;
  /** Numbers per vector. */
  readonly dimension: number;
  /** Bit i tells whether source position i has a vector. */
  readonly usable: Uint8Array;
  /** Source position of each row; null when rows are in the order of the source. */
  readonly order: Uint32Array | null;
}

/** Source position of the vector of a row; −1 when it has none. */
export function findVector({ usable, order }: VectorTable, row: number): number {
  const at = order === null ? row : order[row];
  return (usable[at >> 3] & (1 << (at & 7))) === 0 ? -1 : at;
}

/** Adds the vectors of rows to `sums`, in double precision, and returns how many there are. */
export function addVectors(
  table: VectorTable,
  { list, from, to }: RowSet,
  sums: Float64Array,
  at = 0
): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const found = findVector(table, list === null ? i : list[i]);
    if (found >= 0) {
      addVector(table, found, sums, at);
      count++;
    }
  }
  return count;
}

export function addVector(
  { values, dimension }: VectorTable,
  position: number,
  sums: Float64Array,
  at = 0
): void {
  for (let c = at, j = position * dimension, end = at + dimension; c < end; c++, j++) {
    sums[c] += values[j];
  }
}

/** Mean of the vectors of rows; null without any. */
export function findCentroid(table: VectorTable, rows: RowSet): Float64Array | null {
  const sums = new Float64Array(table.dimension);
  const count = addVectors(table, rows, sums);
  return count === 0 ? null : sums.map(sum => sum / count);
}

/** Vectors one after the other, `count` × `dimension`. */
export interface Sample {
  readonly values: Float64Array;
  readonly count: number;
  readonly dimension: number;
}

/** The vectors of all rows, or of `max` of them drawn without replacement. */
export function drawSample(
  table: VectorTable,
  { list, from, to }: RowSet,
  max: number,
  random: Random
): Sample {
  const positions = new Uint32Array(Math.max(0, to - from));
  let found = 0;
  for (let i = from; i < to; i++) {
    const position = findVector(table, list === null ? i : list[i]);
    if (position >= 0) {
      positions[found++] = position;
    }
  }
  const count = Math.min(found, max);
  const { dimension } = table;
  const values = new Float64Array(count * dimension);
  for (let i = 0; i < count; i++) {
    if (found > max) {
      const other = i + Math.floor(random() * (found - i));
      [positions[i], positions[other]] = [positions[other], positions[i]];
    }
    const start = positions[i] * dimension;
    values.set(table.values.subarray(start, start + dimension), i * dimension);
  }
  return { values, count, dimension };
}
