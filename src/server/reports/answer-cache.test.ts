import { expect, test } from 'vitest';
import { AnswerCache } from './answer-cache.ts';

test('answers are kept within the bytes given, the least recently used go first', () => {
  const cache = new AnswerCache(1000);
  cache.set('a', 1, 300);
  cache.set('b', 2, 300);
  cache.set('c', 3, 300);
  expect(cache.get('a')?.answer).toBe(1);
  cache.set('d', 4, 300);
  expect(cache.get('b')).toBeUndefined();
  expect(['a', 'c', 'd'].map(key => cache.get(key)?.answer)).toEqual([1, 3, 4]);
  expect(cache.bytes).toBeLessThanOrEqual(1000);
});

test('one answer does not push out all the others, and takes its room once', () => {
  const cache = new AnswerCache(1000);
  cache.set('a', 1, 200);
  cache.set('large', 2, 800);
  expect(cache.get('large')).toBeUndefined();
  cache.set('a', null, 400);
  cache.set('a', 3, 100);
  expect(cache.bytes).toBe(102);
  cache.set('null', null, 8);
  expect(cache.get('null')).toMatchObject({ answer: null });
});
