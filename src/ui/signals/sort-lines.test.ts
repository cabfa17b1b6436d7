import { describe, expect, test } from 'vitest';
import type { Series, SignalsAnswer } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { metricOf } from '../../contract/signal-questions.ts';
import { listLines, type SignalLine } from './signal-lines.ts';
import { findLines, sortLines } from './sort-lines.ts';

const NO_OVERVIEW = { percent_empty: null, cardinality: null, min: null, mean: null, max: null };

function line(name: string, patch: Partial<SignalLine> = {}): SignalLine {
  return {
    name,
    type: 'feature',
    dataType: 'numeric',
    isTime: false,
    metric: 'psi',
    value: 0,
    reference: null,
    difference: null,
    change: 0,
    series: null,
    alerts: 0,
    overview: NO_OVERVIEW,
    ...patch
  };
}
const names = (lines: readonly SignalLine[]) => lines.map(({ name }) => name);

describe('sortLines()', () => {
  const lines = [
    line('b', { change: 0.2, value: 3 }),
    line('none', { change: null, value: null }),
    line('alert', { change: 0.1, alerts: 1, value: 1 }),
    line('column 10', { change: 0.9, value: 2, difference: -5 }),
    line('column 9', { change: 0.9, value: 2, difference: 4 })
  ];
  test('has alerts first, then what changed most, then names as people count', () => {
    expect(names(sortLines(lines, undefined, 'en'))).toEqual([
      'alert',
      'column 9',
      'column 10',
      'b',
      'none'
    ]);
  });
  test.each([true, false])('has what has no value last, descending or not (%s)', descending => {
    expect(names(sortLines(lines, { column: 'value', descending }, 'en')).at(-1)).toBe('none');
  });
  test('takes a difference by its size', () => {
    const sorted = sortLines(lines, { column: 'difference', descending: true }, 'en');
    expect(names(sorted).slice(0, 2)).toEqual(['column 10', 'column 9']);
  });
});

test('findLines() looks into names and types, whatever the case', () => {
  const lines = [line('Amount'), line('city', { dataType: 'categorical' })];
  expect(names(findLines(lines, ' amo'))).toEqual(['Amount']);
  expect(names(findLines(lines, 'CATEGOR'))).toEqual(['city']);
  expect(findLines(lines, undefined)).toHaveLength(2);
});

describe('metricOf()', () => {
  test('measures drift of embeddings by a distance, and of columns by PSI', () => {
    expect(metricOf('js_distance', 'embedding')).toBe('euclidean_distance');
    expect(metricOf('cosine_distance', 'numeric')).toBe('psi');
    expect(metricOf('query_distance', 'numeric')).toBeNull();
  });
  test('says nothing of what a metric is not measured on', () => {
    expect(metricOf('mean', 'categorical')).toBeNull();
    expect(metricOf('percent_empty', 'embedding')).toBeNull();
  });
});

describe('listLines()', () => {
  const session = {
    dimensions: [
      { name: 'x', type: 'feature', dataType: 'numeric', datasets: ['primary'] },
      { name: 'y', type: 'tag', dataType: 'numeric', datasets: ['primary'] }
    ],
    embeddings: [{ name: 'x', kind: 'feature' }]
  } as unknown as SessionState;
  const series = (name: string, patch: Partial<Series>): Series => ({
    name,
    values: [0, 1, 2],
    reference: [],
    band: null,
    limits: null,
    alerts: [],
    value: null,
    referenceValue: null,
    ...patch
  });
  const values: SignalsAnswer = {
    metrics: ['mean', 'psi', 'euclidean_distance'],
    signals: [
      {
        name: 'x',
        kind: 'dimension',
        type: 'feature',
        dataType: 'numeric',
        values: [
          [5, 3],
          [0.5, null],
          [null, null]
        ]
      },
      {
        name: 'x',
        kind: 'embedding',
        type: 'feature',
        dataType: 'embedding',
        values: [
          [null, null],
          [null, null],
          [1.5, null]
        ]
      }
    ]
  };
  const band = { mean: 0.1, deviation: 0.5, low: 0, high: 0.2, windows: 9, from: 'times' as const };
  const sources = {
    session,
    values,
    overview: undefined,
    isComplete: true,
    hasTimes: true,
    isInScope: (window: number) => window > 0
  };

  test('keeps a column and an embedding of one name apart', () => {
    const lines = listLines({
      ...sources,
      metric: 'psi',
      series: { dimension: [series('x', { band })], embedding: [series('x', { alerts: [2] })] }
    });
    expect(lines.map(({ metric, value, alerts }) => [metric, value, alerts])).toEqual([
      ['psi', 0.5, 0],
      ['psi', null, 0],
      ['euclidean_distance', 1.5, 1]
    ]);
  });
  test('compares a distance with what is usual, as a share of its limit', () => {
    const limits = { lower: null, upper: 0.25, by: { kind: 'constant' as const } };
    const [first] = listLines({
      ...sources,
      metric: 'psi',
      series: { dimension: [series('x', { band, limits })], embedding: [] }
    });
    expect(first).toMatchObject({ reference: 0.1, difference: 0.4, change: 2 });
  });
  test('compares a mean with the reference, in thrice its deviations', () => {
    const [first] = listLines({
      ...sources,
      metric: 'mean',
      series: { dimension: [series('x', { band })], embedding: [] }
    });
    expect(first?.difference).toBe(2);
    expect(first?.change).toBeCloseTo(2 / 1.5, 12);
  });
  test('counts the alerts of the scope only', () => {
    const [first] = listLines({
      ...sources,
      metric: 'psi',
      series: { dimension: [series('x', { alerts: [0, 1, 2] })], embedding: [] }
    });
    expect(first?.alerts).toBe(2);
  });
  test('ranks by series when those of both kinds are there: lines turn over once', () => {
    const alerts = [1, 2];
    const dimension = [series('x', { band, alerts })];
    const rank = (isComplete: boolean, embedding: Series[]) =>
      listLines({ ...sources, metric: 'mean', isComplete, series: { dimension, embedding } }).map(
        each => [each.change, each.alerts]
      );
    expect(rank(false, [])).toEqual(
      listLines({
        ...sources,
        metric: 'mean',
        series: { dimension: [], embedding: [] }
      }).map(each => [each.change, each.alerts])
    );
    expect(rank(true, [])[0]).toEqual([expect.closeTo(2 / 1.5, 12), 2]);
  });
  test('holds the value itself against the limits where there are no times', () => {
    const limits = { lower: null, upper: 0.25, by: { kind: 'constant' as const } };
    const [first, second] = listLines({
      ...sources,
      metric: 'psi',
      hasTimes: false,
      series: { dimension: [series('x', { limits })], embedding: [] }
    });
    expect([first?.alerts, second?.alerts]).toEqual([1, 0]);
  });
});
