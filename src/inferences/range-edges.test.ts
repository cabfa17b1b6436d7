import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideRange, groupOf } from './range-edges.ts';

const divide = (numbers: readonly number[], isTime = false) =>
  divideRange(Float64Array.from(numbers), { isTime, maxValues: 10 });

test('an outlier does not push everything else into one group', () => {
  const { edges, max } = divide([...Array.from({ length: 1000 }, (_, i) => i / 10), 1e6]);
  expect(edges).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  expect(max).toBe(1e6);
});

test('amounts with a long tail are divided by tenths', () => {
  const amounts = Array.from({ length: 5000 }, (_, i) => Math.exp(i / 600));
  const division = divide(amounts);
  const counts = new Array<number>(division.edges.length + 1).fill(0);
  for (const amount of amounts) {
    const group = groupOf(division, amount);
    counts[group] = (counts[group] ?? 0) + 1;
  }
  expect(division.edges).toHaveLength(9);
  expect(Math.max(...counts)).toBeLessThan(600);
});

test('edges are numbers that people write', () => {
  const shares = divide(Array.from({ length: 101 }, (_, i) => i / 100));
  expect(shares.edges).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
});

test('times are divided at days of the calendar', () => {
  const start = Date.UTC(2024, 1, 1, 7);
  const { edges } = divide(
    Array.from({ length: 200 }, (_, i) => start + i * 3_600_000),
    true
  );
  expect(edges.map(edge => new Date(edge).toISOString().slice(0, 13))).toEqual(
    ['02', '03', '04', '05', '06', '07', '08', '09'].map(day => `2024-02-${day}T00`)
  );
});

test('every number is in the group whose edges enclose it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 })), { minLength: 1 }),
      numbers => {
        const division = divide(numbers);
        const { values, edges } = division;
        for (const value of numbers) {
          const group = groupOf(division, value);
          if (Number.isNaN(value)) {
            expect(group).toBe(-1);
          } else if (values && Number.isFinite(value)) {
            expect(values[group]).toBe(value === 0 ? values[group] : value);
            expect(values[group] === value).toBe(true);
          } else if (!values) {
            expect(value >= (edges[group - 1] ?? -Infinity)).toBe(true);
            expect(value < (edges[group] ?? Infinity) || group === edges.length).toBe(true);
          }
        }
        expect(edges).toEqual([...edges].sort((a, b) => a - b));
      }
    )
  );
});
