import { expect, test } from 'vitest';
import { checkFilterText, splitAtMark } from './filter-marks.ts';

test('a wrong filter is told with its place, a right one is not', () => {
  const wrong = checkFilterText('latency_ms > ', {});
  expect(wrong.isValid).toBe(false);
  expect(wrong.message).toMatch(/^Cannot/);
  expect(wrong.at).toBeDefined();
  expect(checkFilterText("span_kind == 'LLM'", {})).toEqual({
    isValid: true,
    message: undefined,
    hint: undefined,
    at: undefined
  });
});

test('a name that no span has is doubtful, not wrong', () => {
  const check = checkFilterText("llm.model_nam == 'x'", { attributes: ['llm.model_name'] });
  expect(check.isValid).toBe(true);
  expect(check.message).toContain('llm.model_name');
});

test('the mark is at least one sign long, also behind the text', () => {
  expect(splitAtMark('ab == 1', { from: 0, to: 2 })).toEqual(['', 'ab', ' == 1']);
  expect(splitAtMark('ab', { from: 2, to: 2 })).toEqual(['ab', ' ', '']);
  expect(splitAtMark('ab', undefined)).toEqual(['ab', '', '']);
});
