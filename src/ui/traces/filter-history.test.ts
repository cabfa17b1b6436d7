import { expect, test } from 'vitest';
import { readHistory, rememberFilter } from './filter-history.ts';

test('a filter stands once, newest first, and the oldest make room', () => {
  expect(rememberFilter(['b', 'a'], ' a ')).toEqual(['a', 'b']);
  expect(rememberFilter(['a'], '  ')).toEqual(['a']);
  const many = Array.from({ length: 40 }, (_, i) => `latency_ms > ${i}`);
  const kept = many.reduce<string[]>(rememberFilter, []);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([30, 'latency_ms > 39', 'latency_ms > 10']);
});

test('what was kept by somebody else is no history', () => {
  expect(readHistory(['a', 3, null])).toEqual(['a']);
  expect(readHistory({ a: 1 })).toEqual([]);
});
