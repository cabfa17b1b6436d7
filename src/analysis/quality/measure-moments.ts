export interface Moments {
  /** Numbers that were looked at. */
  readonly count: number;
  readonly sum: number;
  /** Infinity and −Infinity of no numbers. */
  readonly min: number;
  readonly max: number;
}

/** Numbers added one after the other into each of the four partial sums, before these are added up. */
const BLOCK = 1024;

/**
 * Sum, least and greatest of the first `count` numbers; none may be NaN. Blocks are summed in four lanes and joined with
 * Neumaier's compensation (1974), so that the error does not grow with `count`: numpy's pairwise sums agree to a few units
 * in the last place.
 */
export function measureMoments(values: Float64Array, count: number): Moments {
  let sum = 0;
  let lost = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    const fours = end - ((end - start) & 3);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = start; i < fours; i += 4) {
      const w = values[i];
      const x = values[i + 1];
      const y = values[i + 2];
      const z = values[i + 3];
      a += w;
      b += x;
      c += y;
      d += z;
      const low = Math.min(Math.min(w, x), Math.min(y, z));
      const high = Math.max(Math.max(w, x), Math.max(y, z));
      if (low < min) min = low;
      if (high > max) max = high;
    }
    for (let i = fours; i < end; i++) {
      const value = values[i];
      a += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const block = a + b + (c + d);
    const next = sum + block;
    lost += Math.abs(sum) >= Math.abs(block) ? sum - next + block : block - next + sum;
    sum = next;
  }
  // An infinite sum has no remainder: the difference of infinities is NaN.
  return { count, sum: Number.isFinite(sum) ? sum + lost : sum, min, max };
}
