import { expect, test } from 'vitest';
import type { Series, TimeseriesAnswer } from '../../contract/metrics.ts';
import { toSignalRows } from './signal-rows.ts';

function series(name: string, value: number | null, more: Partial<Series> = {}): Series {
  return {
    name,
    value,
    values: [value],
    reference: [],
    band: null,
    limits: { lower: null, upper: 0.25, by: { kind: 'constant' } },
    alerts: [],
    referenceValue: null,
    ...more
  };
}

function answer(all: Series[], times = ['2026-01-01T00:00:00.000Z']): TimeseriesAnswer {
  return {
    metric: 'psi',
    start: '',
    end: '',
    windowMs: 1,
    everyMs: 1,
    times,
    counts: [],
    referenceTimes: [],
    series: all
  };
}

test('alerts come first, then what is nearest to its limit', () => {
  const limits = { lower: null, upper: 10, by: { kind: 'constant' } } as const;
  const rows = toSignalRows([
    answer([series('far', 0.01), series('near', 0.2)]),
    { ...answer([series('vector', 9, { limits })]), metric: 'euclidean_distance' },
    answer([series('broken', 0.05, { alerts: [0] })])
  ]);
  expect(rows.map(({ name, isAlert }) => [name, isAlert])).toEqual([
    ['broken', true],
    ['vector', false],
    ['near', false],
    ['far', false]
  ]);
});

test('without times a value outside of its limits is the alert, and there is no picture', () => {
  const [row] = toSignalRows([answer([series('amount', 0.4, { values: [] })], [])]);
  expect(row).toMatchObject({ name: 'amount', isAlert: true, values: [] });
});

test('what could not be measured is left out', () => {
  expect(toSignalRows([answer([series('amount', null)])])).toEqual([]);
});
