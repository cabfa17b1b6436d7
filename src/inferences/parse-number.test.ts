import { expect, test } from 'vitest';
import { parseNumber } from './parse-number.ts';

test.each([
  ['1', 1],
  [' -2.5e3\n', -2500],
  ['.5', 0.5],
  ['5.', 5],
  ['+1e-400', 0],
  ['INF', Infinity],
  ['-Infinity', -Infinity]
])('%j is a number (§14.10)', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each([
  '',
  ' ',
  '0x10',
  '0b1',
  '1_000',
  '1,5',
  '１',
  'nan',
  'NA',
  'True',
  '1e400',
  '.',
  '--1',
  '1 2'
])('%j is none', text => {
  expect(parseNumber(text)).toBeNaN();
});
