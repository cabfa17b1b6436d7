import type { RowSet } from '../row-set.ts';

/** Scores of the rows that are of the positive class, and of those of any other. */
export interface BinaryScores {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Rows without a label (−1) or without a score (NaN) are left out. */
export function splitScores(
  actual: Int32Array,
  scores: Float64Array,
  { list, from, to }: RowSet,
  positive: number
): BinaryScores {
  const both = new Float64Array(Math.max(0, to - from));
  let low = 0;
  let high = both.length;
  for (let i = from; i < to; i++) {
    const row = list === null ? i : list[i];
    const score = scores[row];
    const truth = actual[row];
    if (truth >= 0 && !Number.isNaN(score)) {
      if (truth === positive) {
        both[low++] = score;
      } else {
        both[--high] = score;
      }
    }
  }
  return { positives: both.subarray(0, low), negatives: both.subarray(high) };
}
