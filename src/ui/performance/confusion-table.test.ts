import { expect, test } from 'vitest';
import type { ClassificationReport } from '../../contract/metrics.ts';
import { createFormat } from '../app/format.ts';
import { toConfusionTable } from './confusion-table.ts';
import { changeOf } from './metric-change.ts';
import { joinClasses, sortClasses } from './sort-classes.ts';

const format = createFormat('en');
const line = (label: string, support: number, f1: number) => ({
  label,
  support,
  predicted: support,
  precision: f1,
  recall: f1,
  f1
});
const report: ClassificationReport = {
  task: 'classification',
  count: 20,
  metrics: {},
  classes: [line('a', 10, 0.5), line('b', 6, 0.25)],
  otherClasses: 3,
  confusion: [8, 2, 0, 3, 3, 0, 0, 0, 4],
  positive: null,
  calibration: null,
  roc: null
};

test('toConfusionTable() has margins, shares of both kinds, and a last line for smaller classes', () => {
  const table = toConfusionTable(report);
  expect(table.labels).toEqual(['a', 'b', undefined]);
  expect([table.actualTotals, table.predictedTotals, table.total]).toEqual([
    [10, 6, 4],
    [11, 5, 4],
    20
  ]);
  expect([table.count(0, 1), table.value(0, 1, 'actual'), table.value(0, 1, 'predicted')]).toEqual([
    2, 0.2, 0.4
  ]);
});

test('toConfusionTable() shades errors among errors and gives nothing no shade', () => {
  const table = toConfusionTable(report);
  expect([table.shade(0, 0, 'none'), table.shade(1, 0, 'none'), table.shade(2, 0, 'none')]).toEqual(
    [1, 1, 0]
  );
  expect(table.shade(0, 0, 'actual')).toBe(0.8);
});

test('toConfusionTable() has no share of a class that nobody predicted', () => {
  const table = toConfusionTable({ ...report, otherClasses: 0, confusion: [5, 0, 2, 0] });
  expect(table.value(0, 1, 'predicted')).toBeNull();
});

test('changeOf() knows which way is good, and calls no difference none', () => {
  expect(changeOf('accuracy', 0.7, 0.8, format)).toMatchObject({
    text: '−10',
    isInPoints: true,
    direction: 'down',
    verdict: 'worse'
  });
  expect(changeOf('mae', 2, 3, format)?.verdict).toBe('better');
  expect(changeOf('bias', 2, 3, format)?.verdict).toBe('changed');
  expect(changeOf('auc', 0.80001, 0.8, format)).toMatchObject({ verdict: 'same', text: '±0' });
  expect(changeOf('accuracy', null, 0.8, format)).toBeUndefined();
});

test('sortClasses() puts what has no value last, whichever way', () => {
  const lines = joinClasses(
    [line('b', 1, 0.5), line('a', 2, 0.5), line('c', 3, 0.1)],
    [line('b', 1, 0.9), line('c', 1, 0.2)]
  );
  const labels = (column: 'change' | 'label' | 'support', isDescending: boolean) =>
    sortClasses(lines, { column, isDescending })
      .map(({ label }) => label)
      .join('');
  expect([labels('change', true), labels('change', false)]).toEqual(['cba', 'bca']);
  expect([labels('label', false), labels('support', true)]).toEqual(['abc', 'cab']);
});
