import { bool, float32, float64, int32, int64, list, utf8, type DataType } from '@uwdata/flechette';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { MetricQuery, PerformanceQuery, SegmentsQuery } from '../../contract/metrics.ts';
import { openFrame, type FrameColumn } from '../build-frame.ts';
import { createModel, type Model } from '../model.ts';
import { findWhere } from './find-where.ts';
import { measure } from './measure.ts';
import type { Rules } from './measures.ts';

const RULES: Rules = { thresholds: [], baseline: null };

const SCHEMA = {
  predictionLabelColumnName: 'p',
  actualLabelColumnName: 'a',
  predictionScoreColumnName: 'ps',
  actualScoreColumnName: 'as'
};

/** A primary data set of which each column may be left out. */
function modelOf(...columns: FrameColumn[]): Model {
  const names = new Set(columns.map(([name]) => name));
  const schema = Object.fromEntries(Object.entries(SCHEMA).filter(([, name]) => names.has(name)));
  return createModel({
    primary: openFrame(columns, schema)
  });
}

function ask(model: Model, metric: string, more: Partial<v.InferInput<typeof MetricQuery>> = {}) {
  return measure(model, RULES, {
    name: 'metric',
    ...v.parse(MetricQuery, { metric, ...more })
  }).value;
}

const report = (model: Model, label?: string) =>
  measure(model, RULES, { name: 'performance', ...v.parse(PerformanceQuery, { label }) });

describe('accuracy (G8)', () => {
  const cases: [string, FrameColumn, FrameColumn, number | null][] = [
    ['x, y against x, x', ['p', ['x', 'y'], utf8()], ['a', ['x', 'x'], utf8()], 0.5],
    ['a missing one is left out', ['p', ['x', null], utf8()], ['a', ['x', 'x'], utf8()], 1],
    ['numbers against text', ['p', [1, 0], int32()], ['a', ['1', '0'], utf8()], null],
    ['fractions', ['p', [1.5, 0.2], float64()], ['a', [1.5, 0.2], float64()], null],
    ['1 and 1.0', ['p', [1, 0], int32()], ['a', [1, 0], float64()], 1],
    ['1 and true', ['p', [1, 0], int32()], ['a', [true, false], bool()], 1],
    ['all missing', ['p', [null, null], utf8()], ['a', ['x', 'y'], utf8()], null],
    ['infinity', ['p', [Infinity, 1], float64()], ['a', [Infinity, 1], float64()], null],
    ['beyond 2^53', ['p', [2n ** 60n], int64()], ['a', [2n ** 60n + 1n], int64()], 0],
    ['the empty string is a label', ['p', ['', 'x'], utf8()], ['a', ['', 'y'], utf8()], 0.5],
    ['lists', ['p', [['x'], ['y']], list(utf8())], ['a', [['x'], ['y']], list(utf8())], null]
  ];
  test.each(cases)('%s', (_, predicted, actual, expected) => {
    expect(ask(modelOf(predicted, actual), 'accuracy')).toBe(expected);
  });

  test('the same column as both is always right', () => {
    const primary = openFrame([['l', ['x', null, 'y'], utf8()]], {
      predictionLabelColumnName: 'l',
      actualLabelColumnName: 'l'
    });
    expect(ask(createModel({ primary }), 'accuracy')).toBe(1);
  });
});

describe('metrics of classes', () => {
  const model = modelOf(
    ['p', ['cat', 'dog', 'cat', 'cow', null], utf8()],
    ['a', ['cat', 'dog', 'dog', 'cat', 'cat'], utf8()]
  );

  test.each([
    ['precision', undefined, 0.5],
    ['recall', undefined, 1 / 3],
    ['f1', undefined, (0.5 + 2 / 3) / 3],
    ['recall', 'dog', 0.5],
    ['precision', 'cow', 0]
  ])('%s of %s', (metric, label, expected) => {
    expect(ask(model, metric, { label })).toBeCloseTo(expected, 12);
  });

  test('an unknown class is refused with the nearest', () => {
    expect(() => ask(model, 'recall', { label: 'dgo' })).toThrow(
      expect.objectContaining({ code: 'metric/invalid', hint: 'Use "dog"' })
    );
  });

  test('a class that none of the rows names has no value', () => {
    const primary = openFrame(
      [
        ['p', ['a', 'b'], utf8()],
        ['l', ['a', 'b'], utf8()],
        ['t', [0, 86_400], float64()]
      ],
      {
        predictionLabelColumnName: 'p',
        actualLabelColumnName: 'l',
        timestampColumnName: 't'
      }
    );
    const early = { start: '1970-01-01T00:00Z', end: '1970-01-01T01:00Z' };
    expect(ask(createModel({ primary }), 'f1', { label: 'b', ...early })).toBeNull();
    expect(ask(createModel({ primary }), 'f1', early)).toBe(1);
  });
});

describe('the positive class', () => {
  const scores = [0.9, 0.8, 0.3, 0.1];
  const withLabels = (labels: unknown[], type: DataType) =>
    modelOf(['a', labels, type], ['ps', scores, float64()]);
  const find = (model: Model, label?: string) => {
    const { primary } = report(model, label);
    return primary?.task === 'classification' ? primary.positive : undefined;
  };

  test.each([
    ['the second in order of text', ['no', 'yes', 'no', 'no'], utf8(), 'yes'],
    ['the greater number', [2, 10, 2, 2], int32(), '10'],
    ['true', [true, false, true, false], bool(), 'True'],
    ['1, also when it is the only one', [1, 1, 1, 1], int32(), '1']
  ])('is %s', (_, labels, type, expected) => {
    expect(find(withLabels(labels, type))).toBe(expected);
  });

  test('has to be chosen among three, and may be', () => {
    const model = withLabels(['a', 'b', 'c', 'c'], utf8());
    expect(report(model).reason).toMatch(/choose a label/);
    expect(ask(model, 'auc')).toBeNull();
    expect(find(model, 'a')).toBe('a');
    expect(ask(model, 'auc', { label: 'a' })).toBe(1);
    expect(ask(model, 'auc', { label: 'c' })).toBe(0);
  });

  test('scores that are no probabilities have an AUC, and no log loss', () => {
    const model = modelOf(['a', [1, 0, 1], int32()], ['ps', [3, -2, 7], float64()]);
    expect([ask(model, 'auc'), ask(model, 'log_loss'), ask(model, 'brier')]).toEqual([
      1,
      null,
      null
    ]);
    expect(report(model).primary).toMatchObject({ calibration: null, metrics: { auc: 1 } });
  });
});

describe('performance', () => {
  test('reports classes by support, with the confusion in their order', () => {
    const model = modelOf(
      ['p', ['x', 'y', 'y', 'x', 'z'], utf8()],
      ['a', ['x', 'y', 'y', 'y', null], utf8()]
    );
    expect(report(model)).toMatchObject({
      reason: null,
      reference: null,
      primary: {
        task: 'classification',
        count: 4,
        classes: [
          { label: 'y', support: 3, predicted: 2, precision: 1 },
          { label: 'x', support: 1, predicted: 2, recall: 1 }
        ],
        otherClasses: 0,
        confusion: [2, 1, 0, 1],
        positive: null,
        roc: null
      }
    });
  });

  test('puts the classes beyond 50 together', () => {
    const names = Array.from({ length: 60 }, (_, i) => `c${String(i).padStart(2, '0')}`);
    const actual = names.flatMap((name, i) => Array.from({ length: 100 - i }, () => name));
    const predicted = actual.map((name, i) => (i % 7 === 0 ? 'c59' : name));
    const { primary } = report(modelOf(['p', predicted, utf8()], ['a', actual, utf8()]));
    if (primary?.task !== 'classification') {
      throw new Error('Expected a classification');
    }
    expect([primary.classes.length, primary.otherClasses]).toEqual([50, 10]);
    expect(primary.confusion).toHaveLength(51 * 51);
    expect(primary.confusion.reduce((sum, count) => sum + count, 0)).toBe(actual.length);
    const trace = primary.classes.reduce((sum, _, i) => sum + (primary.confusion[i * 52] ?? 0), 0);
    const accuracy = (primary.metrics.accuracy ?? 0) * actual.length;
    expect(trace).toBeLessThanOrEqual(accuracy);
    expect(trace + (primary.confusion.at(-1) ?? 0)).toBeGreaterThanOrEqual(accuracy);
  });

  test('compares scores when there are no labels', () => {
    const { primary, reason } = report(
      modelOf(['ps', [1, 2, 3, null], float64()], ['as', [1, 1, 1, 1], float32()])
    );
    expect(reason).toBeNull();
    expect(primary).toMatchObject({
      task: 'regression',
      count: 3,
      metrics: { mae: 1, bias: 1, r2: 0 },
      deciles: [{ low: 1, high: 1, count: 3, meanActual: 1, meanPrediction: 2 }]
    });
  });

  test('compares scores when labels are numbers with fractions', () => {
    const numbers = [1.5, 2.5, 3.5];
    const columns = ['p', 'a', 'ps', 'as'].map((name): FrameColumn => [name, numbers, float64()]);
    expect(report(modelOf(...columns)).primary?.task).toBe('regression');
  });

  test.each<[string, FrameColumn[], RegExp]>([
    ['an actual', [['p', ['x'], utf8()]], /no actual labels; add actual_label_column_name/],
    ['a prediction', [['a', ['x'], utf8()]], /no predictions; add prediction_label_column_name/],
    ['anything', [['f', [1], int32()]], /neither predictions nor actuals/],
    ['an actual score', [['ps', [1], int32()]], /add actual_label_column_name or actual_score/],
    ['a prediction score', [['as', [1], int32()]], /add prediction_score_column_name/],
    [
      'labels of one type',
      [
        ['p', ['1'], utf8()],
        ['a', [1], int32()]
      ],
      /different types/
    ]
  ])('says that %s is missing', (_, columns, expected) => {
    const { reason, primary } = report(modelOf(...columns));
    expect(reason).toMatch(expected);
    expect(primary).toBeNull();
  });

  test('has no value, and is no fault, over a range without rows', () => {
    const primary = openFrame(
      [
        ['p', ['a', 'b'], utf8()],
        ['l', ['a', 'b'], utf8()],
        ['t', [0, 1], float64()]
      ],
      { predictionLabelColumnName: 'p', actualLabelColumnName: 'l', timestampColumnName: 't' }
    );
    const answer = measure(createModel({ primary }), RULES, {
      name: 'performance',
      start: '2001-01-01T00:00Z',
      end: '2001-01-02T00:00Z'
    });
    expect(answer).toMatchObject({ reason: null, primary: { count: 0, classes: [] } });
    expect(answer.primary?.metrics.accuracy).toBeNull();
  });

  test('1 and "1" are two classes, and rows behind a cell are found by their names', () => {
    const primary = openFrame(
      [
        ['p', ['1', 'x'], utf8()],
        ['a', [1, 2], int32()]
      ],
      {
        predictionLabelColumnName: 'p',
        actualLabelColumnName: 'a',
        predictionScoreColumnName: 'a'
      }
    );
    const model = createModel({ primary });
    const rowsOf = (predicted: string, actual: string) =>
      Array.from(
        findWhere(model, {
          kind: 'where',
          conditions: [{ kind: 'outcome', predicted, actual }]
        }).row
      );
    expect(rowsOf('"1"', '1')).toEqual([0]);
    expect(rowsOf('1', '1')).toEqual([]);
  });

  test('no number in any answer is NaN or infinite', () => {
    const model = modelOf(
      ['ps', [Infinity, 1, -Infinity, NaN], float64()],
      ['as', [1, Infinity, 0, 1], float64()],
      ['p', ['x', 'y', null, 'x'], utf8()],
      ['a', ['x', 'x', 'y', 'y'], utf8()]
    );
    const text = JSON.stringify(report(model), (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? 'broken' : value
    );
    expect(text).not.toContain('broken');
  });
});

test('segments measure each bin', () => {
  const primary = openFrame(
    [
      ['p', ['a', 'a', 'b', 'b'], utf8()],
      ['l', ['a', 'b', 'b', 'b'], utf8()],
      ['f', ['u', 'u', 'v', 'v'], utf8()]
    ],
    { predictionLabelColumnName: 'p', actualLabelColumnName: 'l', featureColumnNames: ['f'] }
  );
  const { segments } = measure(createModel({ primary }), RULES, {
    name: 'segments',
    ...v.parse(SegmentsQuery, { dimension: 'f', metric: 'accuracy' })
  });
  expect(segments.map(({ label, primaryMetric }) => [label, primaryMetric])).toEqual([
    ['u', 0.5],
    ['v', 1]
  ]);
});

test('a time series measures each window', () => {
  const primary = openFrame(
    [
      ['p', ['a', 'b', 'a'], utf8()],
      ['l', ['a', 'a', 'a'], utf8()],
      ['t', [3600, 7200, 4 * 86_400], float64()]
    ],
    { predictionLabelColumnName: 'p', actualLabelColumnName: 'l', timestampColumnName: 't' }
  );
  const { series } = measure(createModel({ primary }), RULES, {
    name: 'timeseries',
    metric: 'accuracy',
    dataset: 'primary',
    start: '1970-01-01T00:00Z',
    end: '1970-01-07T00:00Z',
    windowMs: 86_400_000,
    everyMs: 86_400_000
  });
  expect(series[0]?.values).toEqual([0.5, null, null, null, 1, null]);
});
