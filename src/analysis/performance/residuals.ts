import { selectQuantiles } from '../quality/select-quantiles.ts';
import type { ScorePairs } from './regression.ts';

export interface CountedInterval {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

const BINS = 30;

/**
 * Prediction − actual in 30 bins of one width between its 1 % and 99 % quantiles; what lies beyond is in the outer bins. One bin when both
 * quantiles are the same, none without rows or when a quantile is infinite.
 */
export function countResiduals({ predictions, actuals }: ScorePairs): CountedInterval[] {
  const residuals = predictions.map((prediction, i) => prediction - actuals[i]);
  const finite = residuals.filter(residual => !Number.isNaN(residual));
  const [low, high] = selectQuantiles(finite, finite.length, [0.01, 0.99]);
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return [];
  }
  if (low === high) {
    return [{ start: low, end: high, count: finite.length }];
  }
  const counts = new Uint32Array(BINS);
  const width = (high - low) / BINS;
  for (const residual of finite) {
    counts[Math.min(BINS - 1, Math.max(0, Math.floor((residual - low) / width)))]++;
  }
  return Array.from(counts, (count, bin) => ({
    start: low + bin * width,
    end: bin === BINS - 1 ? high : low + (bin + 1) * width,
    count
  }));
}
