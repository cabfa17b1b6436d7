import { expect, test } from 'vitest';
import { METRICS } from '../../contract/metrics.ts';
import { suggestName } from './suggest-name.ts';

test.each([
  ['pis', 'psi'],
  ['PSI', 'psi'],
  ['acuracy', 'accuracy'],
  ['percent_emtpy', 'percent_empty'],
  ['recal', 'recall'],
  ['euclidian_distance', 'euclidean_distance']
])('suggestName() takes %s for %s', (wrong, right) => {
  expect(suggestName(wrong, METRICS)).toBe(`Use "${right}"`);
});

test('suggestName() says nothing when nothing is near', () => {
  expect(suggestName('temperature', METRICS)).toBeUndefined();
  expect(suggestName('', [])).toBeUndefined();
});
