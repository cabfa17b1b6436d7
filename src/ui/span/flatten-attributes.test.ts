import { expect, test } from 'vitest';
import { Double } from '../../contract/attribute-value.ts';
import { validateFilter } from '../../filter/validate-filter.ts';
import { conditionOf, flattenAttributes, writeValue } from './flatten-attributes.ts';

const FLAT = flattenAttributes({
  llm: { model_name: 'gpt', tags: ['a', 'b'], 'odd "key"': { x: true } },
  'odd key': 7,
  none: null,
  empty: {},
  list: [],
  vector: Array.from({ length: 40 }, (_, i) => i / 2),
  big: 12345678901234567890n,
  whole: new Double(3),
  nan: NaN,
  long: 'x'.repeat(500)
});

test('every value has the path that the filter language writes', () => {
  expect(FLAT.map(({ path, value }) => `${path}: ${writeValue(value).slice(0, 40)}`)).toEqual([
    'llm.model_name: gpt',
    'llm.tags[0]: a',
    'llm.tags[1]: b',
    'llm["odd \\"key\\""].x: true',
    'attributes["odd key"]: 7',
    'none: None',
    'empty: {}',
    'list: []',
    'vector: [0, 0.5, 1, 1.5, … 40 numbers]',
    'big: 12345678901234567890',
    'whole: 3.0',
    'nan: NaN',
    `long: ${'x'.repeat(40)}`
  ]);
});

test('the filter of a value is one that the language takes', () => {
  const conditions = FLAT.map(conditionOf);
  expect(conditions.filter(condition => condition === undefined)).toHaveLength(5);
  expect(conditions[0]).toBe('llm.model_name == "gpt"');
  for (const condition of conditions) {
    if (condition !== undefined) {
      expect(validateFilter(condition, {}), condition).toMatchObject({ isValid: true });
    }
  }
});
