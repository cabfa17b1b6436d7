import { selectRanks } from '../quality/select-ranks.ts';
import type { Sample } from './vector-table.ts';

/** Squared Euclidean distances of all pairs of two samples, `a.count` × `b.count`, in double precision. */
function squaredDistances(a: Sample, b: Sample): Float64Array {
  const distances = new Float64Array(a.count * b.count);
  for (let i = 0; i < a.count; i += 2) {
    measurePairs(a, i, b, b.count, distances, i * b.count, (i + 1) * b.count);
  }
  return distances;
}

/** Those of one sample, each pair once: (1, 0), (2, 0), (2, 1), … */
function squaredDistancesWithin(sample: Sample): Float64Array {
  const { count } = sample;
  const distances = new Float64Array((count * (count - 1)) / 2);
  const startOf = (row: number) => (row * (row - 1)) / 2;
  for (let i = 0; i < count; i += 2) {
    measurePairs(sample, i, sample, i, distances, startOf(i), startOf(i + 1));
    if (i + 1 < count) {
      distances[startOf(i + 1) + i] = squaredDistance(sample, i + 1, sample, i);
    }
  }
  return distances;
}

/**
 * Distances of the rows i and i + 1 of a, where they are there, to the first rows of b, written from `first` and `second` on. Two rows
 * with two at once, so that what is read is used twice.
 */
function measurePairs(
  a: Sample,
  i: number,
  b: Sample,
  count: number,
  distances: Float64Array,
  first: number,
  second: number
): void {
  const { dimension } = a;
  const hasSecond = i + 1 < a.count;
  const even = hasSecond ? count - (count % 2) : 0;
  const [from, to] = [i * dimension, (i + 1) * dimension];
  const [left, right] = [a.values, b.values];
  for (let j = 0; j < even; j += 2) {
    const start = j * dimension;
    let s = 0;
    let t = 0;
    let u = 0;
    let v = 0;
    for (let k = from, at = start; k < to; k++, at++) {
      const w = left[k];
      const x = left[k + dimension];
      const y = right[at];
      const z = right[at + dimension];
      s += (w - y) * (w - y);
      t += (w - z) * (w - z);
      u += (x - y) * (x - y);
      v += (x - z) * (x - z);
    }
    distances[first + j] = s;
    distances[first + j + 1] = t;
    distances[second + j] = u;
    distances[second + j + 1] = v;
  }
  for (let j = even; j < count; j++) {
    distances[first + j] = squaredDistance(a, i, b, j);
    if (hasSecond) {
      distances[second + j] = squaredDistance(a, i + 1, b, j);
    }
  }
}

function squaredDistance(a: Sample, i: number, b: Sample, j: number): number {
  const { dimension } = a;
  let sum = 0;
  for (let k = i * dimension, at = j * dimension, end = k + dimension; k < end; k++, at++) {
    const difference = a.values[k] - b.values[at];
    sum += difference * difference;
  }
  return sum;
}

/** Distances of the pooled sample, of which a part is known before the other sample comes. */
interface Distances {
  readonly within: Float64Array;
  readonly between: Float64Array;
  readonly withinReference: Float64Array;
}

/** 2σ², σ the median distance of all pairs, or of those that differ when most are equal; 0 when all are equal. */
function chooseBandwidth({ within, between, withinReference }: Distances): number {
  const pooled = new Float64Array(within.length + between.length + withinReference.length);
  pooled.set(within);
  pooled.set(between, within.length);
  pooled.set(withinReference, within.length + between.length);
  const median = findMedian(pooled) || findMedian(pooled.filter(distance => distance > 0));
  return 2 * median * median;
}

function findMedian(squared: Float64Array): number {
  const { length } = squared;
  if (length === 0) {
    return 0;
  }
  const low = (length - 1) >> 1;
  const high = length >> 1;
  const found = selectRanks(squared, length, low === high ? [low] : [low, high]);
  return (Math.sqrt(found[0]) + Math.sqrt(found[found.length - 1])) / 2;
}

function sumKernel(distances: Float64Array, bandwidth: number): number {
  let sum = 0;
  for (const distance of distances) {
    sum += Math.exp(-distance / bandwidth);
  }
  return sum;
}

export interface Mmd {
  /** NaN when a side has fewer than two vectors. */
  measure(sample: Sample): number;
  /** Share of random relabelings with at least the same value, (b + 1) / (n + 1). */
  test(sample: Sample, permutations: number, random: () => number): number;
}

/**
 * Squared maximum mean discrepancy, the unbiased estimator MMD²ᵤ (Gretton et al., 2012, eq. 3), with the kernel exp(−‖x − y‖² / 2σ²), σ the
 * median distance between all points of both samples. About 0, also below, when nothing has moved. Time and memory grow with the square of the
 * samples.
 */
export function createMmd(reference: Sample): Mmd {
  const withinReference = squaredDistancesWithin(reference);
  const compare = (sample: Sample): Distances => ({
    within: squaredDistancesWithin(sample),
    between: squaredDistances(sample, reference),
    withinReference
  });
  return {
    measure(sample) {
      const [m, n] = [sample.count, reference.count];
      if (m < 2 || n < 2) {
        return NaN;
      }
      const distances = compare(sample);
      const bandwidth = chooseBandwidth(distances);
      return bandwidth === 0
        ? 0
        : (2 * sumKernel(distances.within, bandwidth)) / (m * (m - 1)) +
            (2 * sumKernel(withinReference, bandwidth)) / (n * (n - 1)) -
            (2 * sumKernel(distances.between, bandwidth)) / (m * n);
    },
    test(sample, permutations, random) {
      if (sample.count < 2 || reference.count < 2) {
        return NaN;
      }
      return testByRelabeling(compare(sample), sample.count, reference.count, permutations, random);
    }
  };
}

/** The bandwidth depends on the pooled sample alone, so the kernel is the same for every relabeling. */
function testByRelabeling(
  distances: Distances,
  m: number,
  n: number,
  permutations: number,
  random: () => number
): number {
  const bandwidth = chooseBandwidth(distances);
  if (bandwidth === 0) {
    return 1;
  }
  const kernel = fillKernel(distances, m, n, bandwidth);
  const labels = new Uint8Array(m + n).fill(1, 0, m);
  const observed = measureLabeled(kernel, labels, m, n);
  // A relabeling that is the same but for the order of its sums is the same.
  const slack = 1e-12;
  let asMuch = 0;
  for (let p = 0; p < permutations; p++) {
    shuffle(labels, random);
    asMuch += measureLabeled(kernel, labels, m, n) >= observed - slack ? 1 : 0;
  }
  return (asMuch + 1) / (permutations + 1);
}

function fillKernel(
  { within, between, withinReference }: Distances,
  m: number,
  n: number,
  bandwidth: number
): Float64Array {
  const all = m + n;
  const kernel = new Float64Array((all * (all - 1)) / 2);
  let at = 0;
  for (let i = 0; i < all; i++) {
    for (let j = 0; j < i; j++, at++) {
      const distance =
        i < m
          ? within[at]
          : j < m
            ? between[j * n + (i - m)]
            : withinReference[((i - m) * (i - m - 1)) / 2 + (j - m)];
      kernel[at] = Math.exp(-distance / bandwidth);
    }
  }
  return kernel;
}

function measureLabeled(kernel: Float64Array, labels: Uint8Array, m: number, n: number): number {
  let within = 0;
  let reference = 0;
  let between = 0;
  for (let i = 0, at = 0; i < labels.length; i++) {
    let ones = 0;
    let zeros = 0;
    for (let j = 0; j < i; j++, at++) {
      const value = kernel[at];
      if (labels[j] === 1) {
        ones += value;
      } else {
        zeros += value;
      }
    }
    if (labels[i] === 1) {
      within += ones;
      between += zeros;
    } else {
      between += ones;
      reference += zeros;
    }
  }
  return (2 * within) / (m * (m - 1)) + (2 * reference) / (n * (n - 1)) - (2 * between) / (m * n);
}

function shuffle(labels: Uint8Array, random: () => number): void {
  for (let i = labels.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const label = labels[i];
    labels[i] = labels[j];
    labels[j] = label;
  }
}
