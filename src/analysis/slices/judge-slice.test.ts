import { describe, expect, test } from 'vitest';
import { findZ, meanInterval, measureEffect, wilsonInterval, Z_95 } from './judge-slice.ts';
import { sumByCode, sumByPair } from './sum-slices.ts';

test('findZ() gives the quantiles of the normal distribution', () => {
  // scipy.stats.norm.isf(p / 2)
  for (const [p, z] of [
    [0.05, 1.9599639845400545],
    [0.01, 2.575829303548901],
    [1e-4, 3.890591886413094],
    [1e-8, 5.73072886823629],
    [1e-12, 7.130506848171324]
  ] as const) {
    expect(findZ(p)).toBeCloseTo(z, 9);
  }
});

describe('wilsonInterval()', () => {
  // scipy.stats.binomtest(hits, count).proportion_ci(0.95, 'wilson')
  test.each([
    [5, 10, 0.236593090512564, 0.763406909487436],
    [0, 20, 0, 0.161125158434654],
    [20, 20, 0.838874841565346, 1],
    [1, 3, 0.0614919447203962, 0.7923403991979523]
  ])('%i of %i', (hits, count, low, high) => {
    const interval = wilsonInterval(hits / count, count, Z_95);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });
});

test('meanInterval() is as wide as the spread of the sample', () => {
  const { low, high } = meanInterval({ count: 4, sum: 10, squares: 30 }, 2);
  expect((low + high) / 2).toBeCloseTo(2.5, 12);
  expect(high - low).toBeCloseTo(2 * 2 * Math.sqrt(5 / 3 / 4), 12);
  expect(meanInterval({ count: 1, sum: 3, squares: 9 }, 2, 4)).toEqual({ low: -1, high: 7 });
});

test('measureEffect() is the distance of the means in units of the spread', () => {
  const slice = { count: 2, sum: 4, squares: 10 };
  const all = { count: 4, sum: 4, squares: 12 };
  expect(measureEffect(slice, all)).toBeCloseTo((Math.SQRT2 * 2) / Math.sqrt(2), 12);
  expect(measureEffect({ count: 2, sum: 2, squares: 2 }, { count: 5, sum: 2, squares: 2 })).toBe(
    Infinity
  );
  expect(measureEffect({ count: 2, sum: 2, squares: 2 }, { count: 4, sum: 4, squares: 4 })).toBe(0);
});

test('sums by pair are sums by both codes', () => {
  const losses = Float64Array.of(1, 2, 3, 4);
  const a = Uint8Array.of(0, 1, 1, 0);
  const b = Uint8Array.of(2, 0, 0, 2);
  const pairs = sumByPair(losses, a, 2, b, 3);
  expect(Array.from(pairs.sums)).toEqual([0, 0, 5, 5, 0, 0]);
  expect(Array.from(pairs.counts)).toEqual([0, 0, 2, 2, 0, 0]);
  expect(Array.from(sumByCode(losses, a, 2).squares)).toEqual([17, 13]);
});
