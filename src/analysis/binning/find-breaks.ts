/** Deciles with both extremes. */
export const DECILES: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Inner edges of the bins of a numeric reference (§4.3), from its quantiles at ascending probabilities, extremes included: the distinct ones
 * without the extremes, or the smaller of two. Ascending and finite; with −∞ and ∞ around them they bound bins that are closed
 * on the left. None of a reference without numbers.
 */
export function findBreaks(quantiles: Float64Array): Float64Array {
  const distinct = Array.from(quantiles).filter(
    (value, i) => !Number.isNaN(value) && value !== quantiles[i - 1]
  );
  const inner = distinct.length > 2 ? distinct.slice(1, -1) : distinct.slice(0, 1);
  return Float64Array.from(inner.filter(value => Number.isFinite(value)));
}
