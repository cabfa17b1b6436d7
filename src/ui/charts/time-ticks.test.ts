import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

/** Midnight of the reader's zone. */
const at = (year: number, month: number, day = 1, hour = 0, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).getTime();
const labels = (start: number, end: number, count: number) =>
  timeTicks(start, end, count, 'en').map(({ label }) => label);

test('timeTicks() marks hours of a day, and at midnight the day', () => {
  expect(labels(at(2025, 3, 3, 20), at(2025, 3, 4, 9), 5)).toEqual([
    '9:00 PM',
    'Mar 4',
    '3:00 AM',
    '6:00 AM',
    '9:00 AM'
  ]);
});

test('timeTicks() marks Mondays of a month', () => {
  const ticks = timeTicks(at(2025, 3, 1), at(2025, 3, 31), 5, 'en');
  expect(ticks.map(({ ms }) => new Date(ms).getDay())).toEqual([1, 1, 1, 1, 1]);
});

test('timeTicks() marks months of years, and the year in January', () => {
  expect(labels(at(2024, 11), at(2025, 5), 8)).toEqual([
    'Nov',
    'Dec',
    '2025',
    'Feb',
    'Mar',
    'Apr',
    'May'
  ]);
});

test('timeTicks() never gives more than asked for, from minutes to centuries', () => {
  for (const length of [6e4, 36e5, 864e5, 6e8, 3e9, 4e10, 3e12]) {
    for (const count of [1, 3, 7]) {
      const ticks = timeTicks(1.7e12, 1.7e12 + length, count, 'en');
      expect(ticks.length, `${length} in ${count}`).toBeLessThanOrEqual(count + 1);
      expect(new Set(ticks.map(({ ms }) => ms)).size).toBe(ticks.length);
    }
  }
});

test('timeTicks() gives nothing for no time', () => {
  expect(timeTicks(5, 5, 4, 'en')).toEqual([]);
});
