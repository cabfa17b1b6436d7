import type { Metric, Vectors } from './vectors.ts';

/** What one thread found in its rows. */
export interface RowSurvey {
  /** Largest magnitude. */
  most: number;
  /** First row with a NaN or an infinity, or −1. */
  broken: number;
}

/**
 * Looks at rows [first, last) once: largest magnitude, values that are not finite; under cosine each row's length goes to
 * `lengths`.
 */
export function surveyRows(
  { values, dimension }: Vectors,
  metric: Metric,
  lengths: Float64Array,
  first: number,
  last: number
): RowSurvey {
  let most = 0;
  let broken = -1;
  for (let i = first; i < last; i++) {
    let squares = 0;
    for (let c = i * dimension, end = c + dimension; c < end; c++) {
      const value = Math.abs(values[c]);
      squares += value * value;
      if (value > most) most = value;
    }
    // A double holds the square of any float32, so only broken values make the sum infinite or NaN.
    if (broken < 0 && !(squares < Infinity)) broken = i;
    if (metric === 'cosine') lengths[i] = Math.sqrt(squares);
  }
  return { most, broken };
}

/** Below this a row's length counts as zero: its inverse would not fit a float32. */
const SHORTEST = 1e-37;

/**
 * The factor of each row before distances are taken. Euclidean: one power of two (exact) that brings the largest magnitude
 * to at most 1, so that squares neither overflow nor vanish. Cosine: 1 / length, and 0 for rows without a direction.
 */
export function scaleRows(
  scales: Float32Array,
  metric: Metric,
  most: number,
  lengths: Float64Array
): void {
  if (metric === 'euclidean') {
    scales.fill(commonScale(most));
    return;
  }
  for (let i = 0; i < scales.length; i++) {
    scales[i] = lengths[i] > SHORTEST ? 1 / lengths[i] : 0;
  }
}

/** The power of two that brings `most` to at most 1; within the range of a float32. */
export function commonScale(most: number): number {
  if (most === 0) return 1;
  return 2 ** Math.max(-126, Math.min(126, -Math.ceil(Math.log2(most))));
}
