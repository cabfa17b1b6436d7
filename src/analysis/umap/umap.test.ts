import { UMAP } from 'umap-js';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/umap.json' with { type: 'json' };
import { findNeighbors, scanNeighbors } from '../neighbors/find-neighbors.ts';
import { findPrincipalAxes } from '../neighbors/principal-axes.ts';
import { createRandom } from '../random.ts';
import { measureTrustworthiness } from '../trustworthiness.ts';
import { findCurve } from './find-curve.ts';
import { joinNeighborhoods } from './fuzzy-graph.ts';
import { placePoints } from './initial-positions.ts';
import { countEpochs, createLayout, readLayoutEpoch, readPositions, runLayout } from './layout.ts';
import { meanDistance, smoothDistances } from './smooth-distances.ts';

function readSet({ values, step, count, dimension }: (typeof golden.sets)[number]) {
  const shared = new Float32Array(new SharedArrayBuffer(count * dimension * 4));
  const bytes = Int8Array.from(atob(values), c => c.charCodeAt(0));
  for (let e = 0; e < bytes.length; e++) shared[e] = bytes[e] * Math.fround(step);
  return { values: shared, count, dimension };
}

function project(
  vectors: ReturnType<typeof readSet>,
  {
    components = 2,
    seed = 1,
    minDist = 0.1,
    threads = 1
  }: { components?: 2 | 3; seed?: number; minDist?: number; threads?: number }
): Float32Array {
  const { values, count, dimension } = vectors;
  const scales = new Float32Array(count).fill(1);
  const neighbors = scanNeighbors(vectors, scales, 14, 'euclidean', 'float');
  const memberships = new Float32Array(count * 14);
  smoothDistances(neighbors, meanDistance(neighbors), memberships, 0, count);
  const { axes, mean } = findPrincipalAxes(vectors, scales, components, 1);
  const start = Float32Array.from({ length: count * components }, (_, e) => {
    const i = Math.floor(e / components);
    let sum = 0;
    for (let c = 0; c < dimension; c++) {
      sum += axes[(e % components) * dimension + c] * (values[i * dimension + c] - mean[c]);
    }
    return sum;
  });
  placePoints(start, components, createRandom(seed));
  const layout = createLayout(joinNeighborhoods(neighbors, memberships), start, {
    components,
    epochs: countEpochs(count),
    threads,
    curve: findCurve(minDist),
    seed
  });
  expect(readLayoutEpoch(layout)).toBe(0);
  runLayout(layout, 0);
  expect(readLayoutEpoch(layout)).toBe(layout.epochs);
  return readPositions(layout);
}

describe.each(golden.sets)('UMAP of $name', set => {
  const vectors = readSet(set);
  const { values, count, dimension } = vectors;
  const trust = (positions: Float32Array, components: number) =>
    measureTrustworthiness({ vectors: values, dimension, positions, components, count });

  test.each([2, 3] as const)('is as trustworthy as umap-learn in %i dimensions', components => {
    const scores = [1, 2, 3].map(seed => trust(project(vectors, { components, seed }), components));
    const mean = scores.reduce((a, b) => a + b, 0) / 3;
    expect(mean).toBeGreaterThan(set.trustworthiness[components] - 0.01);
  });

  test('is as trustworthy in the order of several threads', () => {
    const one = [1, 2, 3].map(seed => trust(project(vectors, { seed }), 2));
    const three = [1, 2, 3].map(seed => trust(project(vectors, { seed, threads: 3 }), 2));
    const sum = (scores: number[]) => scores.reduce((a, b) => a + b, 0);
    expect(sum(three) / 3).toBeGreaterThan(sum(one) / 3 - 0.01);
  });

  test('is as trustworthy as umap-js', () => {
    const rows = Array.from({ length: count }, (_, i) =>
      Array.from(values.subarray(i * dimension, (i + 1) * dimension))
    );
    const random = createRandom(3);
    const theirs = new UMAP({ nComponents: 2, nNeighbors: 15, nEpochs: 500, random }).fit(rows);
    const ours = trust(project(vectors, {}), 2);
    expect(ours).toBeGreaterThan(trust(Float32Array.from(theirs.flat()), 2) - 0.01);
  });

  test('has the fuzzy graph of umap-learn', () => {
    const { nNeighbors, starts, tails, weights } = set.graph;
    const first = { values: values.subarray(0, 60 * dimension), count: 60, dimension };
    const neighbors = findNeighbors(first, nNeighbors - 1);
    const memberships = new Float32Array(60 * (nNeighbors - 1));
    smoothDistances(neighbors, meanDistance(neighbors), memberships, 0, 60);
    const graph = joinNeighborhoods(neighbors, memberships);
    expect(Array.from(graph.starts)).toEqual(starts);
    expect(Array.from(graph.tails)).toEqual(tails);
    weights.forEach((weight, e) => {
      expect(graph.weights[e]).toBeCloseTo(weight, 4);
    });
  });

  test('is the same for the same seed, and centered', () => {
    const positions = project(vectors, { seed: 7 });
    expect(project(vectors, { seed: 7 })).toEqual(positions);
    expect(project(vectors, { seed: 8 })).not.toEqual(positions);
    for (const axis of [0, 1]) {
      const mean = positions.filter((_, e) => e % 2 === axis).reduce((a, b) => a + b, 0) / count;
      expect(Math.abs(mean)).toBeLessThan(1e-4);
    }
  });
});

describe('findCurve()', () => {
  test.each(golden.curves)(
    'agrees with umap-learn at $minDist of $spread',
    ({ minDist, spread, a, b }) => {
      const curve = findCurve(minDist, spread);
      expect(curve.a).toBeCloseTo(a, 3);
      expect(curve.b).toBeCloseTo(b, 3);
    }
  );

  test('refuses a distance above the spread', () => {
    expect(() => findCurve(1.5)).toThrow(
      'Cannot lay out with a minimum distance of 1.5: 0 to 1, the spread, is allowed'
    );
  });
});

test('measureTrustworthiness() is 1 for the same picture and low for a random one', () => {
  const random = createRandom(1);
  const vectors = Float32Array.from({ length: 600 }, random);
  const shape = { vectors, dimension: 3, components: 3, count: 200 };
  expect(measureTrustworthiness({ ...shape, positions: vectors }, 10)).toBe(1);
  const scattered = Float32Array.from({ length: 600 }, random);
  expect(measureTrustworthiness({ ...shape, positions: scattered }, 10)).toBeLessThan(0.6);
  expect(() => measureTrustworthiness({ ...shape, positions: vectors }, 100)).toThrow(RangeError);
});
