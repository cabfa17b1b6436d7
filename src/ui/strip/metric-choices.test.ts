import { describe, expect, test } from 'vitest';
import { groupChoices, metricsFor, readMeasured, writeMeasured } from './metric-choices.ts';

describe('readMeasured()', () => {
  test('reads back what was written, whatever the name', () => {
    for (const measured of [
      { metric: 'psi' as const },
      { metric: 'mean' as const, dimension: 'a:b:c' },
      { metric: 'mean' as const, dimension: '' },
      { metric: 'mean' as const, dimension: 'line\nbreak' }
    ]) {
      expect(readMeasured(writeMeasured(measured))).toEqual(measured);
    }
  });
  test('knows no other words', () => {
    expect(readMeasured('nonsense')).toBeUndefined();
    expect(readMeasured('constructor:amount')).toBeUndefined();
    expect(readMeasured(undefined)).toBeUndefined();
  });
});

describe('metricsFor()', () => {
  const facts = { hasReference: true, hasCorpus: false };
  test('leaves out what needs a data set that is not there', () => {
    const alone = metricsFor({ kind: 'all' }, { hasReference: false, hasCorpus: false });
    expect(alone).not.toContain('psi');
    expect(alone).not.toContain('query_distance');
    expect(alone).toContain('mean');
  });
  test('leaves out what says nothing of the type', () => {
    const ofText = metricsFor({ kind: 'dimension', dataType: 'categorical' }, facts);
    expect(ofText).toContain('chi_square');
    expect(ofText).not.toContain('mean');
    expect(metricsFor({ kind: 'embedding' }, facts)).toEqual([
      'euclidean_distance',
      'cosine_distance',
      'mmd',
      'domain_auc'
    ]);
  });
});

test('groupChoices() puts drift first and leaves empty kinds out', () => {
  const groups = groupChoices([{ metric: 'count' }, { metric: 'psi' }, { metric: 'mean' }]);
  expect(groups.map(({ kind, choices }) => [kind, choices.length])).toEqual([
    ['drift', 1],
    ['quality', 2]
  ]);
});
