import { expect, test } from 'vitest';
import { listTicks } from './clock-ticks.ts';

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
