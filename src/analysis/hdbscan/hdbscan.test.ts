import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/hdbscan.json' with { type: 'json' };
import { createRandom, drawNormal } from '../random.ts';
import { measureAgreement } from './agreement.ts';
import { hdbscan } from './hdbscan.ts';

const bytesOf = (text: string) => Uint8Array.from(atob(text), c => c.charCodeAt(0));

describe('hdbscan() gives the labels of scikit-learn', () => {
  const cases = golden.sets.flatMap(({ runs, ...set }) => runs.map(run => ({ ...set, ...run })));
  test.each(cases)(
    '$name, clusters of $minClusterSize, $minSamples samples, epsilon $epsilon',
    ({ points, count, components, labels, tied, probabilities, ...parameters }) => {
      const found = hdbscan(
        new Float32Array(bytesOf(points).buffer),
        count,
        components,
        parameters
      );
      const expected = new Int8Array(bytesOf(labels).buffer);
      // With several samples scikit-learn's own labels of some points depend on the order of points.
      const sure = Array.from(expected.keys()).filter(i => !tied?.includes(i));
      expect(sure.length).toBeGreaterThan(0.97 * count);
      expect(
        measureAgreement(
          sure.map(i => found.labels[i]),
          sure.map(i => expected[i])
        )
      ).toBe(1);
      for (const i of sure) expect(found.labels[i] < 0).toBe(expected[i] < 0);
      if (probabilities !== undefined && sure.length === count) {
        const theirs = bytesOf(probabilities);
        const off = sure.map(i => Math.abs(theirs[i] - found.probabilities[i] * 255));
        expect(Math.max(...off)).toBeLessThanOrEqual(1);
      }
    }
  );
});

describe('hdbscan() on small and odd sets', () => {
  const labelsOf = (points: number[][], parameters = {}) =>
    Array.from(hdbscan(points.flat(), points.length, points[0]?.length ?? 2, parameters).labels);

  test('makes no cluster of nothing, one, two or three points', () => {
    for (let count = 0; count <= 3; count++) {
      const points = Array.from({ length: count }, (_, i) => [i, 0]);
      expect(labelsOf(points, { minClusterSize: 2 })).toEqual(points.map(() => -1));
    }
  });

  test('makes no cluster of points that are all equal', () => {
    expect(hdbscan(new Float32Array(3000).fill(3), 1000, 3).count).toBe(0);
  });

  test('makes no cluster of a single blob', () => {
    const random = createRandom(5);
    const points = Float32Array.from({ length: 400 }, () => drawNormal(random));
    expect(hdbscan(points, 200, 2, { minClusterSize: 100 }).count).toBe(0);
  });

  test('makes two clusters of two blobs of duplicates', () => {
    const points = Array.from({ length: 60 }, (_, i) => (i < 25 ? [0, 0] : [7, 7]));
    expect(labelsOf(points)).toEqual(points.map((_, i) => (i < 25 ? 1 : 0)));
    expect(labelsOf(points, { minSamples: 40 })).toHaveLength(60);
  });

  test('numbers clusters by falling size', () => {
    const random = createRandom(2);
    const points = Array.from({ length: 90 }, (_, i) => [
      (i < 20 ? 0 : i < 50 ? 30 : 60) + drawNormal(random),
      drawNormal(random)
    ]);
    const { labels, count } = hdbscan(points.flat(), 90, 2, { minClusterSize: 10, minSamples: 5 });
    expect(count).toBe(3);
    expect([labels[5], labels[35], labels[70]]).toEqual([2, 1, 0]);
  });

  test('clips more samples than there are points', () => {
    expect(
      labelsOf(
        [
          [0, 0],
          [1, 1],
          [5, 5]
        ],
        { minSamples: 100, minClusterSize: 2 }
      )
    ).toHaveLength(3);
  });

  test('refuses what is out of range, and points that are not finite', () => {
    expect(() => hdbscan([0, 1], 1, 2, { minClusterSize: 1 })).toThrow(
      'Cannot find clusters of 1 points: at least 2 are needed'
    );
    expect(() => hdbscan([0, 1], 1, 2, { minSamples: 0 })).toThrow(RangeError);
    expect(() => hdbscan([0, 1], 1, 2, { epsilon: -1 })).toThrow(RangeError);
    expect(() => hdbscan([0, 1, 2, NaN], 2, 2)).toThrow('Cannot cluster point 1: it is not finite');
  });

  test('does not depend on the order of points, nor on where the origin is and how long a unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(2, 3),
        fc.constantFrom(2 ** -90, 1, 2 ** 90),
        (seed, components, unit) => {
          const random = createRandom(seed);
          const points = Array.from({ length: 150 }, (_, i) =>
            Array.from({ length: components }, () => (i % 3) * 6 + drawNormal(random))
          );
          const shuffled = Array.from(points.keys()).sort(() => random() - 0.5);
          const plain = hdbscan(points.flat(), 150, components);
          const moved = hdbscan(
            shuffled.flatMap(i => (points[i] ?? []).map(x => x * unit)),
            150,
            components
          );
          const back = new Int32Array(150);
          shuffled.forEach((i, position) => (back[i] = moved.labels[position]));
          expect(measureAgreement(plain.labels, back)).toBe(1);
          for (const p of moved.probabilities) expect(p >= 0 && p <= 1).toBe(true);
        }
      ),
      { numRuns: 40 }
    );
  });
});
