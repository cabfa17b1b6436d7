import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/vectors.json' with { type: 'json' };
import { createRandom, drawNormal } from '../random.ts';
import { measureCosine, measureEuclidean } from './centroid-distances.ts';
import {
  measureDomainAuc,
  measureLabeledAuc,
  scoreOutOfFold,
  standardize,
  testDomainAuc
} from './domain-auc.ts';
import { createMmd } from './mmd.ts';
import { slideCentroids } from './slide-centroids.ts';
import { testCentroids } from './test-centroids.ts';
import { drawSample, findCentroid, type Sample, type VectorTable } from './vector-table.ts';

const bytesOf = (text: string) => Uint8Array.from(atob(text), c => c.charCodeAt(0));

function createTable(values: Float32Array, dimension: number, skipped: number[] = []): VectorTable {
  const count = values.length / dimension;
  const usable = new Uint8Array(Math.ceil(count / 8)).fill(255);
  for (const row of skipped) {
    usable[row >> 3] &= ~(1 << (row & 7));
  }
  return { values, dimension, usable, order: null };
}

const all = ({ values, dimension }: VectorTable) => ({
  list: null,
  from: 0,
  to: values.length / dimension
});

const sampleOf = (table: VectorTable): Sample => drawSample(table, all(table), Infinity, () => 0);

function centroidOf(table: VectorTable): Float64Array {
  return findCentroid(table, all(table)) ?? new Float64Array(0);
}

function drawCloud(seed: number, count: number, dimension: number, shift = 0): Sample {
  const random = createRandom(seed);
  return {
    values: Float64Array.from({ length: count * dimension }, () => drawNormal(random) + shift),
    count,
    dimension
  };
}

describe('two sets of vectors', () => {
  test.each(golden.sets)('$name: as scipy and scikit-learn measure them', given => {
    const { dimension } = given;
    const primary = createTable(new Float32Array(bytesOf(given.primary).buffer), dimension);
    const reference = createTable(new Float32Array(bytesOf(given.reference).buffer), dimension);
    const [a, b] = [centroidOf(primary), centroidOf(reference)];
    expect(measureEuclidean(a, b)).toBeCloseTo(given.euclidean, 9);
    expect(measureCosine(a, b)).toBeCloseTo(given.cosine, 9);
    expect(createMmd(sampleOf(reference)).measure(sampleOf(primary))).toBeCloseTo(given.mmd, 9);
  });

  // Both minimize one convex function; what is left is where each of them stops.
  test.each(golden.sets)('$name: told apart as well as by scikit-learn', given => {
    const { dimension } = given;
    const primary = createTable(new Float32Array(bytesOf(given.primary).buffer), dimension);
    const reference = createTable(new Float32Array(bytesOf(given.reference).buffer), dimension);
    const rows = standardize(sampleOf(primary), sampleOf(reference));
    const folds = bytesOf(given.folds);
    const expected = new Float64Array(bytesOf(given.scores).buffer);
    const exact = scoreOutOfFold({ ...rows, folds }, 1e-10);
    exact.forEach((score, row) => expect(Math.abs(score - expected[row])).toBeLessThan(1e-5));
    const auc = measureLabeledAuc(scoreOutOfFold({ ...rows, folds }), rows.labels);
    expect(Math.abs(auc - given.auc)).toBeLessThan(1e-3);
  });

  test('folds by our own draw give nearly the same AUC', () => {
    for (const given of golden.sets.filter(({ name }) => name === 'shifted' || name === 'apart')) {
      const table = (text: string) =>
        sampleOf(createTable(new Float32Array(bytesOf(text).buffer), given.dimension));
      const auc = measureDomainAuc(table(given.primary), table(given.reference), createRandom(3));
      expect(Math.abs(auc - given.auc)).toBeLessThan(0.06);
    }
  });
});

describe('sets too small or too plain', () => {
  const point = (...values: number[]): Sample => ({
    values: Float64Array.from(values),
    count: 1,
    dimension: values.length
  });
  const equal: Sample = { values: new Float64Array(12).fill(0.1), count: 6, dimension: 2 };

  test('MMD needs two vectors on either side', () => {
    expect(createMmd(equal).measure(point(1, 2))).toBeNaN();
    expect(createMmd(point(1, 2)).measure(equal)).toBeNaN();
  });

  test('equal vectors have not moved', () => {
    expect(createMmd(equal).measure(equal)).toBe(0);
    expect(measureDomainAuc(equal, equal, createRandom(1))).toBe(0.5);
    expect(createMmd(equal).test(equal, 20, createRandom(1))).toBe(1);
  });

  test('the classifier needs a vector per fold', () => {
    expect(measureDomainAuc(drawCloud(1, 4, 2), equal, createRandom(1))).toBeNaN();
    expect(testDomainAuc(drawCloud(1, 4, 2), equal, 9, createRandom(1))).toBeNaN();
  });

  test('a zero vector has no direction', () => {
    expect(measureCosine(Float64Array.of(0, 0), Float64Array.of(1, 0))).toBeNaN();
    expect(measureCosine(Float64Array.of(1e150, 0), Float64Array.of(-1e150, 0))).toBe(2);
  });
});

describe('slideCentroids()', () => {
  const windowsOf = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
      minLength: 1,
      maxLength: 20
    })
    .map(pairs => {
      const starts = pairs.map(([start]) => start).sort((a, b) => a - b);
      const ends = pairs.map(([, end]) => end).sort((a, b) => a - b);
      return starts.map((from, i) => ({ list: null, from, to: Math.max(from, ends[i]) }));
    });

  test('gives what each window alone gives', () => {
    const random = createRandom(9);
    const values = Float32Array.from({ length: 120 }, () => drawNormal(random));
    const table = {
      ...createTable(values, 3, [0, 5, 6, 7, 39]),
      order: Uint32Array.from({ length: 40 }, (_, row) => (row * 7) % 40)
    };
    fc.assert(
      fc.property(windowsOf, windows => {
        const found: (Float64Array | null)[] = [];
        slideCentroids(table, windows, (window, centroid) => {
          expect(window).toBe(found.length);
          found.push(centroid && centroid.slice());
        });
        expect(found).toHaveLength(windows.length);
        windows.forEach((rows, i) => {
          const expected = findCentroid(table, rows);
          if (expected === null) {
            expect(found[i]).toBeNull();
          } else {
            expected.forEach((value, c) => expect(found[i]?.[c]).toBeCloseTo(value, 12));
          }
        });
      })
    );
  });

  test('a huge vector leaves nothing behind', () => {
    const table = createTable(Float32Array.of(1, 1, 3e38, 3e38, 1, 2, 3, 4), 2);
    const windows = [0, 1, 2].map(from => ({ list: null, from, to: from + 2 }));
    const found: number[][] = [];
    slideCentroids(table, windows, (_, centroid) => found.push(Array.from(centroid ?? [])));
    expect(found[2]).toEqual([2, 3]);
  });
});

describe('drawSample()', () => {
  const table = createTable(
    Float32Array.from({ length: 40 }, (_, i) => i),
    2,
    [3]
  );

  test('takes all that there is, in order', () => {
    const sample = drawSample(table, { list: Uint32Array.of(2, 3, 4), from: 0, to: 3 }, 9, () => 0);
    expect(Array.from(sample.values)).toEqual([4, 5, 8, 9]);
  });

  test('takes no row twice, and the same for the same seed', () => {
    const draw = (seed: number) => drawSample(table, all(table), 12, createRandom(seed)).values;
    const firsts = draw(4).filter((_, i) => i % 2 === 0);
    expect(new Set(firsts).size).toBe(12);
    expect(firsts).not.toContain(6);
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });
});

describe('random relabelings', () => {
  const tests = (a: Sample, b: Sample) => [
    testCentroids(a, b, measureEuclidean, 199, createRandom(1)),
    testCentroids(a, b, measureCosine, 199, createRandom(1)),
    createMmd(b).test(a, 199, createRandom(1)),
    testDomainAuc(a, b, 199, createRandom(1))
  ];

  test('hardly ever differ as much as sets that have moved', () => {
    for (const p of tests(drawCloud(1, 40, 4, 1.5), drawCloud(2, 50, 4))) {
      expect(p).toBe(1 / 200);
    }
  });

  test('give p-values of all sizes when nothing has moved', () => {
    const found = Array.from({ length: 40 }, (_, i) =>
      tests(drawCloud(2 * i, 20, 3), drawCloud(2 * i + 1, 25, 3))
    );
    for (let which = 0; which < 4; which++) {
      const values = found.map(each => each[which]);
      expect(values.filter(p => p <= 0.2).length).toBeLessThan(18);
      expect(values.filter(p => p > 0.4).length).toBeGreaterThan(12);
    }
  });
});
