import { expect, test } from 'vitest';
import { readSessionOutput } from './session-output.ts';

const OUTPUT = { version: 1, id: '0123456789ab', name: 'digits', height: 600 };

test('readSessionOutput() reads what view() writes', () => {
  expect(readSessionOutput(OUTPUT)).toEqual(OUTPUT);
});

test.each([
  ['a path for an id', { ...OUTPUT, id: '../../etc/pa' }],
  ['an id of the wrong length', { ...OUTPUT, id: 'abc' }],
  ['an id in capitals', { ...OUTPUT, id: '0123456789AB' }],
  ['a later version', { ...OUTPUT, version: 2 }],
  ['text', 'session'],
  ['nothing', undefined]
])('readSessionOutput() refuses %s', (_, json) => {
  expect(readSessionOutput(json)).toBeUndefined();
});

test.each([
  [10, 120],
  [1e9, 4000],
  [777.5, 777.5]
])('readSessionOutput() brings height %d into the limits', (height, expected) => {
  expect(readSessionOutput({ ...OUTPUT, height })?.height).toBe(expected);
});

test.each([[Number.NaN], ['100%; position: fixed'], [null]])(
  'readSessionOutput() leaves out the height %s',
  height => {
    expect(readSessionOutput({ ...OUTPUT, height })?.height).toBeUndefined();
  }
);

test('readSessionOutput() reads where to begin, and nothing but a place of the app', () => {
  expect(readSessionOutput({ ...OUTPUT, place: '#/traces' })?.place).toBe('#/traces');
  for (const place of ['https://elsewhere/', '../other', 5]) {
    expect(readSessionOutput({ ...OUTPUT, place })?.place).toBeUndefined();
  }
});

test('readSessionOutput() leaves out a name that is no text', () => {
  expect(readSessionOutput({ ...OUTPUT, name: { toString: 'x' } })?.name).toBe('');
});
