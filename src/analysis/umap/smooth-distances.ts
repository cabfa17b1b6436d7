import type { Neighbors } from '../neighbors/rank-rows.ts';

const ITERATIONS = 64;
const TOLERANCE = 1e-5;
/** Widths are at least this share of the mean distance (umap-learn's MIN_K_DIST_SCALE). */
const NARROWEST = 1e-3;

/** Mean of all distances, with each point itself at 0. */
export function meanDistance({ distances, k }: Neighbors): number {
  let sum = 0;
  for (const d of distances) sum += d;
  return distances.length === 0 ? 0 : (sum / distances.length) * (k / (k + 1));
}

/**
 * Memberships of rows [first, last) in the fuzzy neighborhoods of their own points: exp(−(d − ρ) / σ) with ρ the
 * distance to the nearest other point that is not a duplicate, and σ such that the memberships add up to log₂(k + 1)
 * (McInnes, Healy & Melville, 2018, algorithm 3; local connectivity 1). As in the reference the point itself counts among the k + 1 for the
 * target and the mean but not for the sum.
 */
export function smoothDistances(
  { distances, k }: Neighbors,
  mean: number,
  weights: Float32Array,
  first: number,
  last: number
): void {
  const target = Math.log2(k + 1);
  for (let i = first; i < last; i++) {
    const start = i * k;
    let rho = 0;
    let sum = 0;
    for (let e = start; e < start + k; e++) {
      sum += distances[e];
      if (rho === 0) rho = distances[e];
    }
    const narrowest = NARROWEST * (rho > 0 ? sum / (k + 1) : mean);
    const sigma = Math.max(findWidth(distances, start, k, rho, target), narrowest);
    for (let e = start; e < start + k; e++) {
      const beyond = distances[e] - rho;
      weights[e] = beyond <= 0 || sigma === 0 ? 1 : Math.exp(-beyond / sigma);
    }
  }
}

/** Bisection, doubling until there is an upper end. */
function findWidth(
  distances: Float32Array,
  start: number,
  k: number,
  rho: number,
  target: number
): number {
  let low = 0;
  let high = Infinity;
  let width = 1;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let sum = 0;
    for (let e = start; e < start + k; e++) {
      const beyond = distances[e] - rho;
      sum += beyond > 0 ? Math.exp(-beyond / width) : 1;
    }
    if (Math.abs(sum - target) < TOLERANCE) break;
    if (sum > target) {
      high = width;
      width = (low + high) / 2;
    } else {
      low = width;
      width = high === Infinity ? width * 2 : (low + high) / 2;
    }
  }
  return width;
}
