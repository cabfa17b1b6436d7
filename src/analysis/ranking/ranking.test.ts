import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '../../testing/golden/ranking.json' with { type: 'json' };
import { measureHit, measureNdcg, measurePrecision, measureReciprocalRank } from './rank-scores.ts';
import { summariseRanking } from './summarise-ranking.ts';

const measureAll = (scores: Float64Array) => [
  measureNdcg(scores),
  measureNdcg(scores, 2),
  measurePrecision(scores),
  measureReciprocalRank(scores),
  measureHit(scores)
];

describe('ranking (G9)', () => {
  test.each([
    [[], [0, 0, 0, 0, 0]],
    [[1], [1, 1, 1, 1, 1]],
    [
      [0, 0, 1],
      [0.5, 0, 1 / 3, 1 / 3, 1]
    ],
    [
      [1, 0, 1, 1],
      [0.906025, 0.613147, 0.75, 1, 1]
    ],
    [
      [3, 2, 3, 0, 1, 2],
      [0.960808, 0.871049, 5 / 6, 1, 1]
    ],
    [
      [0.5, 0, 0.2],
      [0.958182, 0.798485, 2 / 3, 1, 1]
    ],
    [
      [0, 2, NaN],
      [NaN, NaN, NaN, 0.5, 1]
    ],
    [
      [NaN, 1],
      [NaN, NaN, NaN, NaN, 1]
    ],
    [
      [0, NaN],
      [NaN, NaN, NaN, NaN, NaN]
    ],
    [
      [-1, 1],
      [NaN, NaN, 1, 1, 1]
    ],
    [
      [0, 0],
      [0, 0, 0, 0, 0]
    ]
  ])('%j', (scores, expected) => {
    measureAll(Float64Array.from(scores)).forEach((value, i) => {
      if (Number.isNaN(expected[i])) {
        expect(value).toBeNaN();
      } else {
        expect(value).toBeCloseTo(expected[i], 6);
      }
    });
  });

  test('places beyond the list count as misses', () => {
    expect(measurePrecision(Float64Array.of(1), 2)).toBe(0.5);
    expect(measurePrecision(Float64Array.of(1), 1000)).toBe(0.001);
    expect(measurePrecision(Float64Array.of(1), 0)).toBe(0);
  });

  test('agrees with scikit-learn', () => {
    for (const { scores, k, ...expected } of golden.cases) {
      const given = Float64Array.from(scores);
      expect(measureNdcg(given, k)).toBeCloseTo(expected.ndcg, 12);
      expect(measurePrecision(given, k)).toBeCloseTo(expected.precision, 12);
      expect(measureReciprocalRank(given)).toBeCloseTo(expected.reciprocalRank, 12);
      expect(measureHit(given)).toBe(expected.hit);
    }
  });

  test('no order is better than the one by score', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 25 }), (given, k) => {
        const ndcg = measureNdcg(Float64Array.from(given), k);
        const best = measureNdcg(Float64Array.from(given).sort().reverse(), k);
        expect(ndcg).toBeGreaterThanOrEqual(0);
        expect(ndcg).toBeLessThanOrEqual(best + 1e-12);
        expect(best).toBeCloseTo(given.some(score => score > 0) ? 1 : 0, 12);
      })
    );
  });

  test('summariseRanking() counts those that have a value', () => {
    expect(summariseRanking(Float64Array.of(1, NaN, 0))).toEqual({ mean: 0.5, count: 2 });
    expect(summariseRanking(Float64Array.of(NaN))).toEqual({ mean: NaN, count: 0 });
  });
});
