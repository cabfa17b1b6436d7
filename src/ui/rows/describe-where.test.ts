import { expect, test } from 'vitest';
import { createFormat } from '../app/format.ts';
import { createTranslate } from '../app/messages.ts';
import { describeBin, describeWhere } from './describe-where.ts';
import { WHERE_MESSAGES } from './where-messages.ts';

const words = { t: createTranslate(WHERE_MESSAGES, 'en'), format: createFormat('en') };

test('describeWhere() says conditions as people do', () => {
  expect(
    describeWhere(
      [
        { kind: 'bin', dimension: 'age', bin: { kind: 'interval', start: 61, end: null } },
        { kind: 'bin', dimension: 'plan', bin: { kind: 'category', key: 's:basic' } },
        { kind: 'bin', dimension: 'city', bin: { kind: 'missing' } }
      ],
      words
    )
  ).toBe('age ≥ 61 and plan = basic and city is missing');
  expect(describeWhere([{ kind: 'outcome', predicted: 'a' }], words)).toBe('predicted = a');
  expect(describeWhere([{ kind: 'residual', start: -1.5, end: 2 }], words)).toBe(
    '-1.5 ≤ residual < 2'
  );
  expect(describeWhere([], words)).toBe('All rows');
});

test('describeBin() prefers the label of the answer, and shows text that is empty', () => {
  const bin = { kind: 'category', key: 'n:1' } as const;
  expect(describeBin('isNew', bin, words, 'True')).toBe('isNew = True');
  expect(describeBin('isNew', bin, words)).toBe('isNew = 1');
  expect(describeBin('note', { kind: 'category', key: 's:' }, words)).toBe('note = ""');
});
