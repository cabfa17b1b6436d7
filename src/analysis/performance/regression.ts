import type { RowSet } from '../row-set.ts';
import { sumBlocks } from '../sum-blocks.ts';

/** Rows that have both scores. */
export interface ScorePairs {
  readonly predictions: Float64Array;
  readonly actuals: Float64Array;
}

/** Rows with NaN on a side are left out. */
export function gatherPairs(
  predicted: Float64Array,
  actual: Float64Array,
  { list, from, to }: RowSet
): ScorePairs {
  const predictions = new Float64Array(Math.max(0, to - from));
  const actuals = new Float64Array(predictions.length);
  let count = 0;
  for (let i = from; i < to; i++) {
    const row = list === null ? i : list[i];
    const guess = predicted[row];
    const truth = actual[row];
    if (!Number.isNaN(guess) && !Number.isNaN(truth)) {
      predictions[count] = guess;
      actuals[count] = truth;
      count++;
    }
  }
  return { predictions: predictions.subarray(0, count), actuals: actuals.subarray(0, count) };
}

export interface RegressionScores {
  readonly count: number;
  /** Mean absolute error, in the unit of the scores. */
  readonly mae: number;
  /** Root of the mean squared error, in the unit of the scores. */
  readonly rmse: number;
  /** Mean of |error| / max(|actual|, ε), ε a double's epsilon, as in scikit-learn: 0.1 is ten percent. */
  readonly mape: number;
  /** 1 − Σ error² / Σ (actual − mean)². Of constant actuals 1 when all errors are 0, else 0. NaN below two rows. */
  readonly r2: number;
  /** Mean of prediction − actual, in the unit of the scores. */
  readonly bias: number;
}

/** Numbers summed one after the other before they join the whole sum, so that its error does not grow with the rows. */
const BLOCK = 1024;

/** NaN without rows. */
export function measureRegression({ predictions, actuals }: ScorePairs): RegressionScores {
  const count = actuals.length;
  // The mean of equal numbers need not be exactly that number.
  const isConstant = actuals.every(actual => actual === actuals[0]);
  const mean = isConstant ? actuals[0] : sumBlocks(actuals) / count;
  let absolute = 0;
  let squared = 0;
  let relative = 0;
  let signed = 0;
  let spread = 0;
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    for (let i = start; i < end; i++) {
      const actual = actuals[i];
      const error = predictions[i] - actual;
      const size = Math.abs(error);
      const deviation = actual - mean;
      a += size;
      b += error * error;
      c += size / Math.max(Math.abs(actual), Number.EPSILON);
      d += error;
      e += deviation * deviation;
    }
    absolute += a;
    squared += b;
    relative += c;
    signed += d;
    spread += e;
  }
  return {
    count,
    mae: absolute / count,
    rmse: Math.sqrt(squared / count),
    mape: relative / count,
    r2: count < 2 ? NaN : spread === 0 ? Number(squared === 0) : 1 - squared / spread,
    bias: signed / count
  };
}
