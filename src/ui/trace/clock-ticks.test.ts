import { expect, test } from 'vitest';
import { createFormat } from '../app/format.ts';
import { formatTick, listTicks } from './clock-ticks.ts';

test.each([
  [950, 4, [500]],
  [1000, 5, [200, 400, 600, 800, 1000]],
  [748_000, 4, [200_000, 400_000, 600_000]],
  [95_000_000, 4, [30_000_000, 60_000_000, 90_000_000]],
  [7 * 3600e6, 4, [7200e6, 14_400e6, 21_600e6]]
])('%d µs with %d marks at most', (length, count, ticks) => {
  expect(listTicks(length, count)).toEqual(ticks);
});

test('no time, no marks', () => {
  expect([listTicks(0, 4), listTicks(NaN, 4), listTicks(10, 0)]).toEqual([[], [], []]);
});

test('a part of the time has the same round moments', () => {
  expect(listTicks(20_000_000, 4, 52_000_000)).toEqual([
    55_000_000, 60_000_000, 65_000_000, 70_000_000
  ]);
  expect(listTicks(30, 3, 95)).toEqual([100, 110, 120]);
});

test.each([
  [500, 100, '500 µs'],
  [1500, 500, '1.5 ms'],
  [200_000, 200_000, '200 ms'],
  [2_500_000, 500_000, '2.5 s'],
  [30_000_000, 30_000_000, '30 s'],
  [52_310_000, 5000, '52.310 s'],
  [90_000_000, 30_000_000, '1 min 30 s'],
  [120_000_000, 60_000_000, '2 min'],
  [92_500_000, 500_000, '1 min 32.5 s']
])('%d µs in steps of %d µs', (us, step, words) => {
  expect(formatTick(createFormat('en'), us, step)).toBe(words);
});
