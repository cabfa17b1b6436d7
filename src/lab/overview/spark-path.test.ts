import { expect, test } from 'vitest';
import { toSparkPaths } from './spark-path.ts';

test('toSparkPaths() steps from window to window and breaks where a value is missing', () => {
  expect(toSparkPaths([0, 1, null, 1], [1, 2], 40, 16)).toEqual({
    line: 'M0 13H10L10 3H20M30 3H40',
    alerts: 'M10 3H20'
  });
});

test('toSparkPaths() of nothing, or of zeros, is no path with NaN', () => {
  expect(toSparkPaths([], [], 40, 16)).toEqual({ line: '', alerts: '' });
  expect(toSparkPaths([0, 0], [], 40, 16).line).toBe('M0 13H20L20 13H40');
});
