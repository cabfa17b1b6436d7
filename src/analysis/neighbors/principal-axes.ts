import { Arena } from '../arena.ts';
import { openKernels } from '../kernels.ts';
import { createRandom, drawNormal } from '../random.ts';
import type { Vectors } from './vectors.ts';

/** Rows looked at: enough for a hundred axes, cheap for the largest sets. */
const MAX_ROWS = 2048;
const ITERATIONS = 6;
/** Iterating on a few axes more than are wanted makes the last wanted ones converge. */
const SPARE_AXES = 6;
/** Rows turned at a time: as many values as a line of the cache holds. */
const TURNED_ROWS = 16;

export interface PrincipalAxes {
  /** `axes × dimension`, orthonormal rows, by falling variance. */
  axes: Float32Array<SharedArrayBuffer>;
  /** Mean of the scaled rows. */
  mean: Float32Array<SharedArrayBuffer>;
  count: number;
}

/**
 * Mean and leading principal axes of the scaled rows, by subspace iteration with Rayleigh–Ritz ordering (Halko, Martinsson & Tropp, 2011, §4.5), on at most
 * 2,048 rows spread evenly. Directions in which the rows do not vary are filled with
 * arbitrary orthonormal ones.
 */
export function findPrincipalAxes(
  vectors: Vectors,
  scales: Float32Array,
  wanted: number,
  seed: number
): PrincipalAxes {
  const { count, dimension } = vectors;
  const rows = Math.min(count, MAX_ROWS);
  const width = Math.ceil(dimension / 4) * 4;
  const long = Math.ceil(rows / 4) * 4;
  const axes = Math.min(wanted + SPARE_AXES, dimension);
  const axisRows = Math.ceil(axes / 4) * 4;

  const arena = new Arena();
  const at = {
    sample: arena.reserve(long * width * 4),
    turned: arena.reserve(width * long * 4),
    axes: arena.reserve(axisRows * width * 4),
    scores: arena.reserve(axisRows * long * 4),
    next: arena.reserve(axisRows * width * 4)
  };
  const memory = arena.createMemory();
  const kernels = openKernels(memory);
  const view = (offset: number, length: number) => new Float32Array(memory.buffer, offset, length);
  const sample = view(at.sample, long * width);
  const turned = view(at.turned, width * long);

  const mean = averageRows(vectors, scales, r => sample.subarray(r * width));
  let most = 0;
  for (let r = 0; r < rows; r++) {
    most = Math.max(most, subtractMean(sample.subarray(r * width), mean));
  }
  if (most > 0) for (let r = 0; r < rows; r++) divideRow(sample, r * width, dimension, most);
  for (let r = 0; r < rows; r += TURNED_ROWS) {
    turnRows(sample, turned, r, Math.min(rows, r + TURNED_ROWS), dimension);
  }

  const random = createRandom(seed);
  const basis = Array.from({ length: axes }, () =>
    Float64Array.from({ length: dimension }, () => drawNormal(random))
  );
  orthonormalize(basis, random);
  const axisView = view(at.axes, axisRows * width);
  const nextView = view(at.next, axisRows * width);
  const energy = new Float64Array(axes);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    basis.forEach((axis, a) => axisView.set(axis, a * width));
    kernels.dots(at.axes, axes, at.sample, long, width * 4, at.scores, long * 4);
    kernels.dots(at.scores, axes, at.turned, width, long * 4, at.next, width * 4);
    basis.forEach((axis, a) => {
      axis.set(nextView.subarray(a * width, a * width + dimension));
      energy[a] = measureLength(axis);
    });
    const order = Array.from(energy.keys()).sort((a, b) => energy[b] - energy[a]);
    const sorted = order.map(a => basis[a].slice());
    sorted.forEach((axis, a) => basis[a].set(axis));
    orthonormalize(basis, random);
  }
  const kept = Math.min(wanted, axes);
  const result = new Float32Array(new SharedArrayBuffer(kept * dimension * 4));
  for (let a = 0; a < kept; a++) result.set(basis[a], a * dimension);
  return { axes: result, mean, count: kept };
}

/** Only the mean, and no axes: what neighbors are found with. */
export function findMean(vectors: Vectors, scales: Float32Array): PrincipalAxes {
  const row = new Float32Array(vectors.dimension);
  const mean = averageRows(vectors, scales, () => row);
  return { axes: new Float32Array(new SharedArrayBuffer(0)), mean, count: 0 };
}

/** The mean of at most 2,048 scaled rows; `place` is where the r-th of them is written. */
function averageRows(
  { values, count, dimension }: Vectors,
  scales: Float32Array,
  place: (r: number) => Float32Array
): Float32Array<SharedArrayBuffer> {
  const rows = Math.min(count, MAX_ROWS);
  const sums = new Float64Array(dimension);
  for (let r = 0; r < rows; r++) {
    const i = Math.floor((r * count) / rows);
    const row = values.subarray(i * dimension, (i + 1) * dimension);
    scaleRow(row, scales[i], place(r), sums);
  }
  const mean = new Float32Array(new SharedArrayBuffer(dimension * 4));
  for (let c = 0; c < dimension; c++) mean[c] = sums[c] / rows;
  return mean;
}

/** Gram–Schmidt, twice over; an axis that vanishes is drawn anew. */
function orthonormalize(basis: Float64Array[], random: () => number): void {
  for (let a = 0; a < basis.length; a++) {
    for (let attempt = 0; attempt < 4; attempt++) {
      const before = normalize(basis[a]);
      for (let pass = 0; pass < 2; pass++) {
        for (let b = 0; b < a; b++) {
          let dot = 0;
          for (let c = 0; c < basis[a].length; c++) dot += basis[a][c] * basis[b][c];
          for (let c = 0; c < basis[a].length; c++) basis[a][c] -= dot * basis[b][c];
        }
      }
      if (before > 0 && normalize(basis[a]) > 1e-6) break;
      for (let c = 0; c < basis[a].length; c++) basis[a][c] = drawNormal(random);
    }
  }
}

/** Scales to length 1 and returns the length it had. */
function normalize(axis: Float64Array): number {
  const length = measureLength(axis);
  if (length > 0) for (let c = 0; c < axis.length; c++) axis[c] /= length;
  return length;
}

function measureLength(axis: Float64Array): number {
  let squares = 0;
  for (const value of axis) squares += value * value;
  return Math.sqrt(squares);
}

// One row at a time: short functions are compiled after a few calls, where one long loop would stay slow until it is interrupted.

function scaleRow(row: Float32Array, scale: number, out: Float32Array, sums: Float64Array): void {
  for (let c = 0; c < row.length; c++) {
    const value = row[c] * scale;
    out[c] = value;
    sums[c] += value;
  }
}

/** Centers a row and returns its largest magnitude. */
function subtractMean(row: Float32Array, mean: Float32Array): number {
  let most = 0;
  for (let c = 0; c < mean.length; c++) {
    const value = row[c] - mean[c];
    row[c] = value;
    most = Math.max(most, Math.abs(value));
  }
  return most;
}

function divideRow(rows: Float32Array, start: number, length: number, divisor: number): void {
  for (let c = start; c < start + length; c++) rows[c] /= divisor;
}

/** Writes rows [first, last) as columns. */
function turnRows(
  rows: Float32Array,
  columns: Float32Array,
  first: number,
  last: number,
  dimension: number
): void {
  const width = Math.ceil(dimension / 4) * 4;
  const long = columns.length / width;
  for (let c = 0; c < dimension; c++) {
    for (let r = first; r < last; r++) columns[c * long + r] = rows[r * width + c];
  }
}
