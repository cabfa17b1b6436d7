import { expect, test } from 'vitest';
import { createFormat } from '../app/format.ts';
import { barShare, formatCost, formatLatency } from './span-numbers.ts';

const format = createFormat('en');

test.each([
  [850, '850 µs'],
  [84_000, '84 ms'],
  [8_100_000, '8.1 s']
])('%d µs reads %s', (us, text) => {
  expect(formatLatency(format, us)).toBe(text);
});

test.each([
  [0, '$0.00'],
  [0.00123, '$0.0012'],
  [12.345, '$12.35']
])('%d dollars read %s', (dollars, text) => {
  expect(formatCost(format, dollars)).toBe(text);
});

test('a bar grows with the latency, is always seen and never too long', () => {
  expect(barShare(0, 1e6)).toBe(0.04);
  expect(barShare(1e6, 1e6)).toBe(1);
  expect(barShare(2e6, 1e6)).toBe(1);
  expect(barShare(5, 0)).toBe(0.04);
  expect(barShare(1e5, 1e6)).toBeGreaterThan(barShare(1e4, 1e6));
});
