import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, drawNormal } from '../random.ts';
import { compareNeighbors } from './choose-storage.ts';
import { findNeighbors } from './find-neighbors.ts';
import { findNeighborsOfPoint } from './find-neighbors-of-point.ts';
import { measureRecall } from './measure-recall.ts';
import type { Metric, Vectors } from './vectors.ts';

function share(values: ArrayLike<number>, dimension: number): Vectors {
  const shared = new Float32Array(new SharedArrayBuffer(values.length * 4));
  shared.set(values);
  return { values: shared, count: values.length / dimension, dimension };
}

function drawBlobs(count: number, dimension: number, seed: number): Vectors {
  const random = createRandom(seed);
  const centers = Array.from({ length: 7 * dimension }, () => 3 * drawNormal(random));
  const which = Array.from({ length: count }, () => Math.floor(random() * 7));
  const values = Array.from({ length: count * dimension }, (_, e) => {
    const center = (which[Math.floor(e / dimension)] ?? 0) * dimension + (e % dimension);
    return (centers[center] ?? 0) + drawNormal(random);
  });
  return share(values, dimension);
}

/** Distances by brute force, in doubles; ids only where no two distances are nearly equal. */
function expectBruteForce(vectors: Vectors, k: number, metric: Metric): void {
  const found = findNeighbors(vectors, k, { metric });
  for (let i = 0; i < vectors.count; i++) {
    const truth = findNeighborsOfPoint(vectors, i, k, metric);
    const ids = found.ids.subarray(i * k, (i + 1) * k);
    expect(new Set(ids).size).toBe(k);
    expect(ids.includes(i)).toBe(false);
    truth.distances.forEach((d, c) => {
      const got = found.distances[i * k + c];
      // Half a squared difference of unit vectors keeps about 1e-7 of a cosine distance.
      expect(Math.abs(got - d)).toBeLessThanOrEqual(2e-5 * d + (metric === 'cosine' ? 2e-6 : 0));
    });
  }
}

describe('findNeighbors() equals brute force', () => {
  test.each([
    [2, 2, 1],
    [3, 5, 2],
    [5, 1, 4],
    [64, 3, 10],
    [131, 17, 15],
    [200, 768, 14],
    [90, 1536, 30]
  ])('%i points of %i dimensions, %i neighbors', (count, dimension, k) => {
    const vectors = drawBlobs(count, dimension, count + dimension);
    expectBruteForce(vectors, k, 'euclidean');
    if (dimension > 1) expectBruteForce(vectors, k, 'cosine');
  });

  test.each([1e30, 1e-30, 3e38, 1e-38])('vectors of magnitude %f', magnitude => {
    const { values, count, dimension } = drawBlobs(100, 20, 3);
    const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    const vectors = share(
      values.map(v => (v / most) * magnitude),
      dimension
    );
    const ids = findNeighbors({ ...vectors, count }, 5).ids;
    const plain = findNeighbors(share(values, dimension), 5).ids;
    const same = ids.filter((id, e) => id === plain[e]).length;
    // Denormal numbers of 1e-38 have lost some of their digits.
    expect(same / ids.length).toBeGreaterThan(0.98);
  });

  test('far from the origin, among duplicates and constant columns', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 120 * 6 }, (_, e) =>
      e % 6 === 0 ? 1000 : e % 6 === 1 ? Math.floor(random() * 3) : 500 + Math.floor(random() * 2)
    );
    expectBruteForce(share(values, 6), 7, 'euclidean');
  });

  test('any small set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain(dimension =>
          fc.tuple(
            fc.constant(dimension),
            fc.array(
              fc.array(fc.float({ noNaN: true, min: -1000, max: 1000 }), {
                minLength: dimension,
                maxLength: dimension
              }),
              { minLength: 2, maxLength: 40 }
            ),
            fc.integer({ min: 1, max: 12 })
          )
        ),
        ([dimension, rows, k]) => {
          const vectors = share(rows.flat(), dimension);
          const wanted = Math.min(k, rows.length - 1);
          const { distances } = findNeighbors(vectors, wanted);
          rows.forEach((_, i) => {
            const truth = findNeighborsOfPoint(vectors, i, wanted, 'euclidean').distances;
            truth.forEach((d, c) => {
              expect(Math.abs(distances[i * wanted + c] - d)).toBeLessThan(1e-4 * d + 1e-15);
            });
          });
        }
      )
    );
  });
});

describe('findNeighbors() on rounded rows', () => {
  test.each(['int8', 'int16'] as const)('%s finds 99 % of the neighbors', storage => {
    const vectors = drawBlobs(900, 300, 9);
    // A few columns a hundred times as wide as the others are what embeddings of language models have.
    for (let i = 0; i < 900; i++) vectors.values[i * 300 + 7] *= 20;
    for (const metric of ['euclidean', 'cosine'] as const) {
      const truth = findNeighbors(vectors, 14, { metric });
      const found = findNeighbors(vectors, 14, { metric, storage });
      expect(compareNeighbors(found, truth)).toBeGreaterThan(0.99);
    }
  });

  test('a forest finds 97 % of the neighbors, and the same ones every time', () => {
    const vectors = drawBlobs(5000, 40, 2);
    const truth = findNeighbors(vectors, 14);
    const found = findNeighbors(vectors, 14, { storage: 'forest' });
    expect(compareNeighbors(found, truth)).toBeGreaterThan(0.97);
    expect(findNeighbors(vectors, 14, { storage: 'forest' }).ids).toEqual(found.ids);
  });

  test('a forest copes with duplicates and with fewer points than a leaf holds', () => {
    const values = drawBlobs(3000, 32, 6).values.map((v, e) => (e < 32 * 2000 ? 1 : v));
    const { ids, distances } = findNeighbors(share(values, 32), 9, { storage: 'forest' });
    for (let i = 0; i < 3000; i++) expect(new Set(ids.subarray(i * 9, i * 9 + 9)).size).toBe(9);
    expect(distances.every(Number.isFinite)).toBe(true);
    const few = drawBlobs(40, 32, 6);
    const found = findNeighbors(few, 9, { storage: 'forest' });
    expect(compareNeighbors(found, findNeighbors(few, 9))).toBeGreaterThan(0.95);
  });

  test('measureRecall() tells good neighbors from bad ones', () => {
    const vectors = drawBlobs(300, 40, 4);
    const scales = new Float32Array(300).fill(1);
    const found = findNeighbors(vectors, 10);
    expect(measureRecall(vectors, scales, 'euclidean', found)).toBe(1);
    found.distances.fill(Infinity, 0, 1500);
    expect(measureRecall(vectors, scales, 'euclidean', found)).toBeCloseTo(0.5, 1);
  });
});

test('findNeighbors() refuses too many neighbors and broken values', () => {
  expect(() => findNeighbors(share([1, 2, 3], 1), 3)).toThrow(
    'Cannot find 3 neighbors among 3 points: 1 to 2 can be had'
  );
  expect(() => findNeighbors(share([1, NaN, 3], 1), 1)).toThrow(
    'Cannot project vector 1: every value must be finite'
  );
  expect(() => findNeighbors(share([1, 2, -Infinity], 1), 1)).toThrow(RangeError);
});

test('findNeighborsOfPoint() puts a row without a direction at cosine distance 1', () => {
  const values = Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0]);
  const { indices, distances } = findNeighborsOfPoint(
    { values, count: 4, dimension: 2 },
    0,
    9,
    'cosine'
  );
  expect(Array.from(indices)).toEqual([3, 1, 2]);
  expect(Array.from(distances)).toEqual([0, 1, 1]);
});
