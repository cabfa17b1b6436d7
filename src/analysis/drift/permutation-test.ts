import { createRandom } from '../random.ts';
import { drawHypergeometric } from './draw-hypergeometric.ts';

type Compare = (a: Float64Array, b: Float64Array) => number;

interface Permutations {
  /** Random relabelings. */
  readonly count: number;
  readonly seed: number;
}

/** Statistics that are equal but for rounding count as equal. */
const TOLERANCE = 1e-10;

/** Share of relabelings whose statistic is at least the observed one, (b + 1) / (n + 1): never 0 (Phipson & Smyth, 2010). */
function shareAtLeast(observed: number, count: number, relabel: () => number): number {
  const limit = observed - TOLERANCE * Math.abs(observed);
  let atLeast = 0;
  for (let i = 0; i < count; i++) {
    atLeast += relabel() >= limit ? 1 : 0;
  }
  return (atLeast + 1) / (count + 1);
}

/**
 * Permutation test of two histograms over the same bins. Relabeling rows and counting them anew is a draw from the multivariate
 * hypergeometric distribution of the pooled counts, bin by bin, whatever the number of rows. Bins stay as they are, also when they
 * came from one of the sides.
 */
export function testCounts(
  a: Float64Array,
  b: Float64Array,
  compare: Compare,
  { count, seed }: Permutations
): number {
  const random = createRandom(seed);
  const pooled = a.map((n, bin) => n + b[bin]);
  const total = pooled.reduce((sum, n) => sum + n, 0);
  const size = a.reduce((sum, n) => sum + n, 0);
  const drawn = new Float64Array(a.length);
  const left = new Float64Array(a.length);
  return shareAtLeast(compare(a, b), count, () => {
    let draws = size;
    let others = total;
    for (let bin = 0; bin < pooled.length; bin++) {
      others -= pooled[bin];
      drawn[bin] = drawHypergeometric(random, pooled[bin], others, draws);
      left[bin] = pooled[bin] - drawn[bin];
      draws -= drawn[bin];
    }
    return compare(drawn, left);
  });
}

/** Permutation test of two ascending samples: O(n) per relabeling, since the pooled sample is sorted once. */
export function testSorted(
  a: Float64Array,
  b: Float64Array,
  compare: Compare,
  { count, seed }: Permutations
): number {
  const random = createRandom(seed);
  const pooled = new Float64Array(a.length + b.length);
  pooled.set(a);
  pooled.set(b, a.length);
  pooled.sort();
  const first = new Float64Array(a.length);
  const second = new Float64Array(b.length);
  return shareAtLeast(compare(a, b), count, () => {
    // Selection sampling (Knuth, TAOCP 3.4.2, S): every subset of a's size is as likely, and both sides stay sorted.
    let i = 0;
    let j = 0;
    for (let k = 0; k < pooled.length; k++) {
      if (random() * (pooled.length - k) < a.length - i) {
        first[i++] = pooled[k];
      } else {
        second[j++] = pooled[k];
      }
    }
    return compare(first, second);
  });
}
