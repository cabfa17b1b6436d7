import { expect, test } from 'vitest';
import { readRefusal } from './read-refusal.ts';

test.each([
  ['{"error":{"code":"port/in-use","message":"Port 6006 is taken"}}', 'Port 6006 is taken'],
  [
    '{"error":{"message":"Node 18.1 is too old","hint":"Install Node 22.13"}}',
    'Node 18.1 is too old. Install Node 22.13'
  ],
  ['{"message":"Forbidden","reason":null}', 'Forbidden'],
  ['{"message":""}', undefined],
  ['<html>502 Bad Gateway</html>', undefined],
  ['null', undefined],
  ['', undefined]
])('readRefusal(%j) gives %j', (text, sentence) => {
  expect(readRefusal(text)).toBe(sentence);
});
