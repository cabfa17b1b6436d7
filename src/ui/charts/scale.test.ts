import { describe, expect, test } from 'vitest';
import { chooseDomain, extentOf, linearScale, niceTicks } from './scale.ts';

describe('linearScale()', () => {
  test('goes to pixels and back', () => {
    const scale = linearScale([10, 20], [100, 0]);
    expect([scale.toPx(10), scale.toPx(15), scale.toValue(25)]).toEqual([100, 50, 17.5]);
  });
  test('puts the only value of a domain without length in the middle', () => {
    expect(linearScale([3, 3], [0, 80]).toPx(3)).toBe(40);
  });
});

describe('niceTicks()', () => {
  test.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [-5.1, 5.15, 4, [-5, 0, 5]],
    [0, 61_234, 4, [0, 20_000, 40_000, 60_000]],
    [1.0001, 1.0002, 2, [1.0001, 1.00015, 1.0002]]
  ])('from %d to %d in about %d', (min, max, count, ticks) => {
    expect(niceTicks(min, max, count)).toEqual(ticks);
  });
  test('gives the one value there is', () => {
    expect(niceTicks(4, 4, 5)).toEqual([4]);
    expect(niceTicks(NaN, NaN, 5)).toEqual([]);
  });
});

describe('extentOf()', () => {
  test('looks over gaps and through all lists', () => {
    expect(extentOf([null, 3, NaN], undefined, [-1, Infinity])).toEqual([-1, 3]);
    expect(extentOf([null], [])).toBeNull();
  });
});

describe('chooseDomain()', () => {
  test('begins at zero where numbers are counted from it', () => {
    expect(chooseDomain([2, 10], { fromZero: true })[0]).toBe(0);
    expect(chooseDomain([2, 10], {})[0]).toBeLessThan(2);
  });
  test('takes a near limit in and leaves a far one out', () => {
    expect(chooseDomain([0, 1], { limits: [1.5] })[1]).toBeGreaterThan(1.5);
    expect(chooseDomain([0, 1], { limits: [50] })[1]).toBeLessThan(1.2);
  });
  test('gives room to values that are all equal, or absent', () => {
    expect(chooseDomain([7, 7], {})).toEqual([6.3, 7.7]);
    expect(chooseDomain([0, 0], { fromZero: true })).toEqual([0, 1]);
    expect(chooseDomain(null, {})[1]).toBeGreaterThan(0);
  });
});
