import { expect, test } from 'vitest';
import { moveMoment } from './move-range.ts';

const DAY = 86_400_000;
const extent = { start: '2025-02-10T00:00:00.000Z', end: '2025-02-20T00:00:00.000Z' };

test('moveMoment() goes from window to window and stays inside', () => {
  const moment = '2025-02-12T00:00:00.000Z';
  expect(moveMoment(moment, extent, DAY, 1)).toBe('2025-02-13T00:00:00.000Z');
  expect(moveMoment(moment, extent, DAY, -1)).toBe('2025-02-11T00:00:00.000Z');
  expect(moveMoment('2025-02-11T00:00:00.000Z', extent, DAY, -1)).toBe('2025-02-11T00:00:00.000Z');
  expect(moveMoment(extent.end, extent, DAY, 1)).toBe(extent.end);
  expect(moveMoment('soon', extent, DAY, 1)).toBe('soon');
});
