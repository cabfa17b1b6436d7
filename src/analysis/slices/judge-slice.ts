/** Losses of some rows: how many, their sum, and the sum of their squares. */
export interface LossSums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
export const Z_95 = 1.959963984540054;

/** Interval of a share of `count` rows (Wilson, 1927), z standard errors wide on either side. */
export function wilsonInterval(share: number, count: number, z: number): Interval {
  const widening = (z * z) / count;
  const center = (share + widening / 2) / (1 + widening);
  const half =
    (z / (1 + widening)) * Math.sqrt((share * (1 - share)) / count + widening / (4 * count));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/** Variance of a sample, with n − 1; 0 of a single row. */
export function sampleVariance({ count, sum, squares }: LossSums): number {
  return count > 1 ? Math.max(0, squares - (sum * sum) / count) / (count - 1) : 0;
}

/** Interval of a mean by the normal approximation, with the variance of the sample, or `leastVariance` when that is greater. */
export function meanInterval(slice: LossSums, z: number, leastVariance = 0): Interval {
  const mean = slice.sum / slice.count;
  const half = z * Math.sqrt(Math.max(leastVariance, sampleVariance(slice)) / slice.count);
  return { low: mean - half, high: mean + half };
}

/**
 * Effect size of a slice against all other rows: √2 (μ − μ′) / √(σ² + σ′²) (Chung et al., 2019, "Slice Finder"), the difference of the mean losses
 * in units of their spread. Infinite when neither side has any spread.
 */
export function measureEffect(slice: LossSums, all: LossSums): number {
  const rest = {
    count: all.count - slice.count,
    sum: all.sum - slice.sum,
    squares: all.squares - slice.squares
  };
  const difference = slice.sum / slice.count - rest.sum / rest.count;
  const spread = varianceOf(slice) + varianceOf(rest);
  return difference === 0 ? 0 : (Math.SQRT2 * difference) / Math.sqrt(spread);
}

/** Of the rows themselves (n). Rounding may leave a trace of equal losses. */
function varianceOf({ count, sum, squares }: LossSums): number {
  const variance = squares / count - (sum / count) ** 2;
  return variance > 1e-14 * (squares / count) ? variance : 0;
}

/**
 * The z beyond which a standard normal number lies with the given probability, both tails together. Bisection over the
 * continued fraction of the tail (Abramowitz & Stegun, 26.2.14), for which probabilities up to 0.1 are small enough.
 */
export function findZ(probability: number): number {
  let low = 1;
  let high = 40;
  // Bisection halves the bracket; 60 steps leave less than a double can tell.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (2 * upperTail(middle) > probability) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

function upperTail(z: number): number {
  let fraction = z;
  for (let k = 200; k >= 1; k--) {
    fraction = z + k / fraction;
  }
  return Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * fraction);
}
