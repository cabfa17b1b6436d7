import { selectRanks } from './select-ranks.ts';

/**
 * Quantiles of the first `count` numbers by linear interpolation at position (n − 1)·p, numpy's default (type 7 of Hyndman & Fan, 1996).
 * `probabilities` ascend, from 0 to 1; no number may be NaN. NaN without numbers, and between −∞ and ∞.
 */
export function selectQuantiles(
  values: Float64Array,
  count: number,
  probabilities: readonly number[]
): Float64Array {
  return interpolateRanks(count, probabilities, ranks => selectRanks(values, count, ranks));
}

/** Quantiles of numbers whose ranks `select` finds. */
export function interpolateRanks(
  count: number,
  probabilities: readonly number[],
  select: (ranks: readonly number[]) => Float64Array
): Float64Array {
  if (count === 0) {
    return new Float64Array(probabilities.length).fill(NaN);
  }
  const ranks: number[] = [];
  const positions = probabilities.map(p => (count - 1) * p);
  for (const position of positions) {
    const below = Math.floor(position);
    for (const rank of [below, Math.min(count - 1, below + 1)]) {
      if ((ranks.at(-1) ?? -1) < rank) {
        ranks.push(rank);
      }
    }
  }
  const selected = select(ranks);
  let at = 0;
  return Float64Array.from(positions, position => {
    const below = Math.floor(position);
    while (ranks[at] < below) {
      at++;
    }
    const low = selected[at];
    return interpolate(low, below + 1 < count ? selected[at + 1] : low, position - below);
  });
}

/** As numpy does it, from the nearer end, so that results agree to the last bit. */
function interpolate(low: number, high: number, share: number): number {
  if (share === 0 || low === high) {
    return low;
  }
  const distance = high - low;
  return share >= 0.5 ? high - distance * (1 - share) : low + distance * share;
}
