import { expect, test } from 'vitest';
import { Double } from '../contract/attribute-value.ts';
import { findText } from './find-text.ts';

const VALUE = {
  llm: {
    input_messages: [{ message: { content: 'Hello' } }, { message: { content: 'Two\nOWLS "x"' } }],
    'odd key': 2.5
  },
  n: 12n,
  d: new Double(7),
  b: new Uint8Array([55]),
  none: null
};

test.each([
  ['owls "x', '.llm.input_messages[1].message.content'],
  ['hello', '.llm.input_messages[0].message.content'],
  ['2.5', '.llm["odd key"]'],
  ['odd k', '.llm["odd key"]'],
  ['12', '.n'],
  ['7', '.d'],
  ['55', undefined],
  ['{', undefined],
  ['null', undefined]
])('%j stands at %s', (text, path) => {
  expect(findText(VALUE, text)).toBe(path);
});
