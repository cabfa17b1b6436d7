import { expect, test } from 'vitest';
import { wholeDays } from './whole-days.ts';

const local = (month: number, day: number, hour = 0) =>
  new Date(2025, month, day, hour).toISOString();

test('wholeDays() goes from midnight to midnight of this zone, over a change of clocks as well', () => {
  expect(wholeDays(local(2, 29, 10), local(2, 31, 5))).toEqual({
    start: local(2, 29),
    end: local(3, 1)
  });
  expect(wholeDays(local(9, 25, 23), local(9, 27))).toEqual({
    start: local(9, 25),
    end: local(9, 27)
  });
});

test('one moment, and no time, have no days', () => {
  expect(wholeDays('2025-03-29T10:00:00.000Z', '2025-03-29T10:01:00.000Z')).toBeUndefined();
  expect(wholeDays(null, null)).toBeUndefined();
});
