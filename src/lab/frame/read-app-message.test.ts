import { expect, test } from 'vitest';
import { readAppMessage } from './read-app-message.ts';

const ID = '0123456789ab';

test.each([
  [{ type: 'phoenix:hello', id: ID }],
  [{ type: 'phoenix:open-tab' }],
  [{ type: 'phoenix:insert-code', code: 'session.exports[-1]' }]
])('readAppMessage() reads %o', message => {
  expect(readAppMessage(message, ID)).toEqual(message);
});

test.each([
  [undefined],
  ['phoenix:hello'],
  [{ type: 'phoenix:hello', id: 'ffffffffffff' }],
  [{ type: 'phoenix:insert-code' }],
  [{ type: 'phoenix:insert-code', code: '' }],
  [{ type: 'phoenix:insert-code', code: { length: 3 } }],
  [{ type: 'phoenix:insert-code', code: 'x'.repeat(100_001) }],
  [{ type: 'react-devtools-bridge' }]
])('readAppMessage() ignores what the app of this session does not say (%#)', posted => {
  expect(readAppMessage(posted, ID)).toBeUndefined();
});
