import { nullTranslator } from '@jupyterlab/translation';
import { expect, test } from 'vitest';
import { describeAge, describeMemory } from './describe-amounts.ts';

const trans = nullTranslator.load('jupyterlab_phoenix');

test.each([
  [-3, 'just now'],
  [59, 'just now'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [86_399, '23 h'],
  [86_400, '1 day'],
  [3 * 86_400, '3 days']
])('describeAge(%d) says %s', (seconds, text) => {
  expect(describeAge(seconds, trans)).toBe(text);
});

test.each([
  [null, ''],
  [123_456_789, '123 MB'],
  [2_340_000_000, '2.3 GB']
])('describeMemory(%d) says %j', (bytes, text) => {
  expect(describeMemory(bytes, trans)).toBe(text);
});
