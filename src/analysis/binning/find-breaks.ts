import { selectQuantiles } from '../quality/select-quantiles.ts';

/** Deciles with both extremes. */
const PROBABILITIES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Inner edges of the bins of a numeric reference (§4.3): its distinct deciles without the extremes, or the smaller of
 * two. Ascending and finite, at most 9; with −∞ and ∞ around them they bound bins that are closed on the left. None without numbers.
 */
export function findBreaks(
  values: Float64Array,
  count: number,
  range?: { min: number; max: number },
  probabilities: readonly number[] = PROBABILITIES
): Float64Array {
  const quantiles = selectQuantiles(values, count, probabilities, range);
  const distinct = Array.from(quantiles).filter(
    (value, i) => !Number.isNaN(value) && value !== quantiles[i - 1]
  );
  const inner = distinct.length > 2 ? distinct.slice(1, -1) : distinct.slice(0, 1);
  return Float64Array.from(inner.filter(value => Number.isFinite(value)));
}
