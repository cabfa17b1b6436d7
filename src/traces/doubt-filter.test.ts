import { expect, test } from 'vitest';
import type { AttributeKey } from '../contract/traces.ts';
import { doubtFilter } from './doubt-filter.ts';

const KEYS: AttributeKey[] = [{ path: 'llm.model_name', spans: 3, type: 'text' }];

test('names that no span has are doubted, with the nearest that one has', () => {
  expect(
    doubtFilter("latncy_ms > 3 and llm.model_nam == 'x' and span_kind == 'LLM'", KEYS)
  ).toEqual([
    {
      message: 'No span has the attribute latncy_ms yet: did you mean latency_ms?',
      at: { from: 0, to: 9 },
      nearest: 'latency_ms'
    },
    {
      message: 'No span has the attribute llm.model_nam yet: did you mean llm.model_name?',
      at: { from: 18, to: 31 },
      nearest: 'llm.model_name'
    }
  ]);
});

test('nothing is doubted where no span has attributes, or where the filter is wrong as a whole', () => {
  expect(doubtFilter('latncy_ms > 3', [])).toEqual([]);
  expect(doubtFilter('latncy_ms >', KEYS)).toEqual([]);
});
