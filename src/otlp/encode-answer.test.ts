import { expect, test } from 'vitest';
import { encodeStatus, encodeTracesAnswer } from './encode-answer.ts';
import { decodeMessage } from './protobuf-fixture.ts';

const readJson = (bytes: Uint8Array): unknown =>
  JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));

const rejected = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    index,
    name: index === 0 ? 'é' : '',
    reason: 'its trace id is missing'
  }));

test('encodeTracesAnswer() says nothing when all is stored', () => {
  expect(encodeTracesAnswer([], 'protobuf')).toHaveLength(0);
  expect(readJson(encodeTracesAnswer([], 'json'))).toEqual({});
});

test('encodeTracesAnswer() counts the rejected spans and says why', () => {
  const partialSuccess = {
    rejectedSpans: '2',
    errorMessage:
      'Span 0 ("é") cannot be stored: its trace id is missing. Span 1 cannot be stored: its trace id is missing'
  };
  expect(decodeMessage('Answer', encodeTracesAnswer(rejected(2), 'protobuf'))).toEqual({
    partialSuccess
  });
  expect(readJson(encodeTracesAnswer(rejected(2), 'json'))).toEqual({ partialSuccess });
});

test('encodeTracesAnswer() explains the first five', () => {
  const { partialSuccess } = readJson(encodeTracesAnswer(rejected(300), 'json')) as {
    partialSuccess: { rejectedSpans: string; errorMessage: string };
  };
  expect(partialSuccess.rejectedSpans).toBe('300');
  expect(partialSuccess.errorMessage).toMatch(/Span 4 .*missing\. 295 more cannot be stored$/);
  expect(decodeMessage('Answer', encodeTracesAnswer(rejected(300), 'protobuf'))).toEqual({
    partialSuccess
  });
});

test('encodeStatus() makes the body of a refusal', () => {
  const status = { code: 3, message: 'x'.repeat(300) };
  expect(decodeMessage('RpcStatus', encodeStatus(3, status.message, 'protobuf'))).toEqual(status);
  expect(readJson(encodeStatus(3, status.message, 'json'))).toEqual(status);
});
