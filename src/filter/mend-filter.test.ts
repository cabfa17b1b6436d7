import { expect, test } from 'vitest';
import { mendFilter } from './mend-filter.ts';

const vocabulary = { attributes: ['llm.model_name', 'session.id'] };

test.each([
  ["llm.model_nam == 'x'", "llm.model_name == 'x'"],
  ["name == 'a' and llm.model_nam == 'x'", "name == 'a' and llm.model_name == 'x'"],
  ['latncy_ms > 5', 'latency_ms > 5'],
  ['flaot(x) > 1', 'float(x) > 1'],
  ["annotations['q'].scor > 1", "annotations['q'].score > 1"],
  ["name == 'a'", undefined],
  ["zzzzzz == 'x'", undefined],
  ['name ==', undefined]
])('%s is mended to %s', (text, mended) => {
  expect(mendFilter(text, vocabulary)?.text).toBe(mended);
});
