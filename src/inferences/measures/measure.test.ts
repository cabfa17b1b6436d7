import {
  bool,
  decimal,
  dictionary,
  float32,
  float64,
  int32,
  int64,
  list,
  nullType,
  timestamp,
  uint64,
  utf8
} from '@uwdata/flechette';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  MetricQuery,
  SegmentsQuery,
  SignalsQuery,
  TimeseriesQuery,
  WhereSource,
  type MetricAnswer,
  type Segment,
  type SegmentsAnswer,
  type SignalsAnswer,
  type TimeseriesAnswer
} from '../../contract/metrics.ts';
import { createRandom } from '../../analysis/random.ts';
import type { DatasetSchema } from '../../contract/schema.ts';
import { createBatch } from '../../arrow/batches.ts';
import { openFrame, type FrameColumn } from '../build-frame.ts';
import { createModel, type Model } from '../model.ts';
import { findWhere } from './find-where.ts';
import { measure } from './measure.ts';
import type { Rules } from './measures.ts';

const NO_RULES: Rules = { thresholds: [], baseline: null };
const HOUR = 3600;
const DAY = 24 * HOUR;

function makeModel(
  primary: readonly FrameColumn[],
  reference?: readonly FrameColumn[],
  schema: DatasetSchema = {}
): Model {
  return createModel({
    primary: openFrame(primary, schema),
    reference: reference ? openFrame(reference, schema, { role: 'reference' }) : null
  });
}

function metric(
  model: Model,
  query: v.InferInput<typeof MetricQuery>,
  rules = NO_RULES
): MetricAnswer {
  return measure(model, rules, { name: 'metric', ...v.parse(MetricQuery, query) });
}

function value(model: Model, name: string, dimension?: string, more: object = {}): number | null {
  return metric(model, { metric: name, ...(dimension === undefined ? {} : { dimension }), ...more })
    .value;
}

function segments(model: Model, dimension: string, more: object = {}): SegmentsAnswer {
  return measure(model, NO_RULES, {
    name: 'segments',
    ...v.parse(SegmentsQuery, { dimension, ...more })
  });
}

function show({ segments }: SegmentsAnswer): string[] {
  return segments.map(
    ({ label, primary, reference }: Segment) => `${label} ${primary}/${reference}`
  );
}

function signals(model: Model, query: v.InferInput<typeof SignalsQuery>): SignalsAnswer {
  return measure(model, NO_RULES, { name: 'signals', ...v.parse(SignalsQuery, query) });
}

function timeseries(
  model: Model,
  query: v.InferInput<typeof TimeseriesQuery>,
  rules = NO_RULES
): TimeseriesAnswer {
  return measure(model, rules, { name: 'timeseries', ...v.parse(TimeseriesQuery, query) });
}

describe('storage decides (§4.1, §14.11–13)', () => {
  const model = makeModel([
    ['float', [1, null, Infinity, -Infinity], float64()],
    ['small', [0.5, null, 1.5, 2.5], float32()],
    ['whole', [3, 1, 2, 1], int32()],
    ['large', [2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 1n, -5n], int64()],
    ['huge', [2n ** 64n - 1n, 2n ** 64n - 2n, 0n, 0n], uint64()],
    ['flag', [true, false, true, true], bool()],
    ['maybe', [true, null, false, true], bool()],
    ['text', ['1', ' 2.5 ', 'x', ''], utf8()],
    ['untyped', [null, null, null, null], nullType()],
    ['price', [1.5, 1.5, 10, null], decimal(10, 2)],
    [
      'when',
      createBatch({
        type: timestamp(2, null),
        length: 4,
        nullCount: 1,
        validity: Uint8Array.of(0b1011),
        values: BigInt64Array.of(1_000_000n, 3_000_000n, 77n, 3_000_000n)
      })
    ],
    ['lists', [['a'], ['a'], ['a', 'b'], null], list(utf8())]
  ]);

  test.each<[string, string, number | null]>([
    ['float', 'percent_empty', 25],
    ['float', 'cardinality', null],
    ['float', 'sum', null],
    ['float', 'mean', null],
    ['float', 'min', null],
    ['float', 'max', null],
    ['float', 'p50', 1],
    ['float', 'p01', null],
    ['small', 'mean', 1.5],
    ['small', 'cardinality', null],
    ['whole', 'cardinality', 3],
    ['whole', 'p50', 1.5],
    ['large', 'cardinality', 3],
    ['large', 'min', -5],
    ['huge', 'cardinality', 3],
    ['huge', 'max', 2 ** 64],
    ['flag', 'cardinality', 2],
    ['flag', 'sum', 3],
    ['flag', 'p50', null],
    ['maybe', 'cardinality', 2],
    ['maybe', 'mean', 2 / 3],
    ['maybe', 'p50', null],
    ['maybe', 'percent_empty', 25],
    ['text', 'sum', 3.5],
    ['text', 'percent_empty', 0],
    ['text', 'cardinality', 4],
    ['text', 'p50', 1.75],
    ['untyped', 'percent_empty', 100],
    ['untyped', 'sum', 0],
    ['untyped', 'mean', null],
    ['price', 'cardinality', 2],
    ['price', 'max', 10],
    ['price', 'mean', 13 / 3],
    ['when', 'mean', 7000 / 3],
    ['when', 'cardinality', 2],
    ['when', 'percent_empty', 25],
    ['lists', 'cardinality', 2],
    ['lists', 'percent_empty', 25],
    ['lists', 'mean', null]
  ])('%s %s', (dimension, name, expected) => {
    const found = value(model, name, dimension);
    if (expected === null) {
      expect(found).toBeNull();
    } else {
      expect(found).toBeCloseTo(expected, 12);
    }
  });
});

test('lists that differ beyond what a table shows are different values', () => {
  const long = Array.from({ length: 20 }, (_, i) => i);
  const model = makeModel([['tokens', [long, [...long.slice(0, 19), 99], long], list(int32())]]);
  // Lists of one length are an embedding; a shorter one makes them a column again.
  const mixed = makeModel([
    ['tokens', [long, [...long.slice(0, 19), 99], long, [1]], list(int32())]
  ]);
  expect(model.dimensions).toEqual([]);
  expect(value(mixed, 'cardinality', 'tokens')).toBe(3);
});

describe('a column that is not there', () => {
  const model = makeModel([['a', [1, 2], float64()]], [['b', ['x', 'y', 'y'], utf8()]]);

  test('is all missing in its data set', () => {
    expect(value(model, 'percent_empty', 'b')).toBe(100);
    expect(value(model, 'cardinality', 'b')).toBeNull();
    expect(value(model, 'sum', 'b')).toBe(0);
    expect(value(model, 'mean', 'b')).toBeNull();
    expect(value(model, 'percent_empty', 'b', { dataset: 'reference' })).toBe(0);
  });

  test('drifts far from one that is', () => {
    expect(value(model, 'psi', 'b')).toBeGreaterThan(0.25);
    expect(value(model, 'psi', 'a')).toBeGreaterThan(0.25);
  });

  test('has a bin', () => {
    expect(show(segments(model, 'b'))).toEqual(['x 0/1', 'y 0/2', '(empty) 2/0']);
    expect(show(segments(model, 'a'))).toEqual(['[1, 2] 2/0', '(empty) 0/3']);
  });
});

test('a data set that is not there has a count of 0, and nothing else', () => {
  const model = makeModel([['a', [1, 2], float64()]]);
  const more = { dataset: 'reference' };
  const range = { ...more, start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' };
  for (const query of [more, range]) {
    expect(value(model, 'count', 'a', query)).toBe(0);
    expect(value(model, 'sum', 'a', query)).toBeNull();
    expect(value(model, 'percent_empty', 'a', query)).toBeNull();
  }
  expect(value(model, 'psi', 'a')).toBeNull();
  expect(value(createModel({}), 'count')).toBe(0);
});

describe('bins', () => {
  test('−∞ is in the first, ∞ in the last, and edges are finite', () => {
    const model = makeModel(
      [['x', [-Infinity, Infinity, 5, null], float64()]],
      [['x', [1, 2, 3, Infinity, null], float64()]]
    );
    const answer = segments(model, 'x');
    const first = answer.segments[0];
    const last = answer.segments.at(-2);
    expect([first?.primary, first?.bin]).toEqual([1, { kind: 'interval', start: null, end: 1.3 }]);
    expect(last?.primary).toBeGreaterThanOrEqual(1);
    expect(last?.bin).toMatchObject({ end: null });
    expect(JSON.stringify(answer)).not.toMatch(/Infinity|NaN/);
    expect(
      answer.segments
        .map(({ start, end }) => [start, end])
        .flat()
        .filter(edge => edge === null)
    ).toEqual([null, null]);
    expect(answer.totals).toEqual({ primary: 4, reference: 5 });
  });

  test('a column of infinities only', () => {
    const model = makeModel(
      [['x', [Infinity, -Infinity], float64()]],
      [['x', [Infinity, Infinity], float64()]]
    );
    expect(show(segments(model, 'x'))).toEqual(['[…, …] 2/2']);
    expect(value(model, 'psi', 'x')).toBe(0);
  });

  test('booleans with missing cells are True, False and missing', () => {
    const model = makeModel([['flag', [true, null, false, true], bool()]]);
    expect(show(segments(model, 'flag'))).toEqual([
      'False 1/null',
      'True 2/null',
      '(empty) 1/null'
    ]);
  });

  test('numbers are in the order of their values, and 1 and "1" are different', () => {
    const schema = { predictionLabelColumnName: 'label' };
    const model = makeModel(
      [['label', [10, 2, 1, 3, 1], int32()]],
      [['label', ['1', 'a', ''], utf8()]],
      schema
    );
    const answer = segments(model, 'label');
    expect(show(answer)).toEqual([
      '1 2/0',
      '2 1/0',
      '3 1/0',
      '10 1/0',
      '"" 0/1',
      '"1" 0/1',
      'a 0/1'
    ]);
    expect(answer.segments.reduce((sum, { psi }) => sum + (psi ?? NaN), 0)).toBeCloseTo(
      answer.psi ?? NaN,
      12
    );
  });

  test('1, 1.0 and true are one value', () => {
    const model = makeModel(
      [['label', [1, 0, 1], float64()]],
      [['label', [true, false, true], bool()]],
      { predictionLabelColumnName: 'label' }
    );
    expect(show(segments(model, 'label'))).toEqual(['0 1/1', '1 2/2']);
    expect(value(model, 'psi', 'label')).toBe(0);
  });

  test('a numeric dimension that is text in one data set', () => {
    const model = makeModel([['x', [1, 2, 3], float64()]], [['x', ['1', 'two', '3'], utf8()]]);
    expect(show(segments(model, 'x'))).toEqual([
      '[1, 1.2) 1/1',
      '[1.2, 1.4) 0/0',
      '[1.4, 1.6) 0/0',
      '[1.6, 1.8) 0/0',
      '[1.8, 2) 0/0',
      '[2, 2.2) 1/0',
      '[2.2, 2.4) 0/0',
      '[2.4, 2.6) 0/0',
      '[2.6, 2.8) 0/0',
      '[2.8, 3] 1/1',
      '(empty) 0/1'
    ]);
  });

  test('names of every kind', () => {
    const model = makeModel([
      ['__proto__', ['constructor', '__proto__', 'toString'], utf8()],
      ['constructor', [1, 2, 3], float64()],
      ['a.b 😀', ['x', 'y', 'x'], utf8()]
    ]);
    expect(show(segments(model, '__proto__'))).toEqual([
      '__proto__ 1/null',
      'constructor 1/null',
      'toString 1/null'
    ]);
    expect(value(model, 'mean', 'constructor')).toBe(2);
    expect(value(model, 'cardinality', 'a.b 😀')).toBe(2);
  });
});

describe('rows', () => {
  const schema = { timestampColumnName: 't' };
  const model = makeModel(
    [
      ['x', [4, 1, 3, 2, 100], float64()],
      ['t', [3 * HOUR, 0, 2 * HOUR, HOUR, null], float64()]
    ],
    [
      ['x', [1, 2, 3], float64()],
      ['t', [0, HOUR, 2 * HOUR], float64()]
    ],
    schema
  );

  test('of a range are those of exactly [start, end)', () => {
    const range = { start: '1970-01-01T00:30:00.5Z', end: '1970-01-01T03:00:00Z' };
    expect(value(model, 'sum', 'x', range)).toBe(5);
    expect(value(model, 'sum', 'x', { ...range, end: '1970-01-01T03:00:00.001Z' })).toBe(9);
  });

  test('without a time are in no range, but in everything', () => {
    expect(value(model, 'count')).toBe(5);
    expect(value(model, 'sum', 'x')).toBe(110);
    expect(value(model, 'sum', 'x', { start: '1960-01-01T00:00:00Z' })).toBe(10);
  });

  test('of an empty or inverted range have no value but a count of 0', () => {
    const range = { start: '1970-01-02T00:00:00Z', end: '1970-01-01T00:00:00Z' };
    for (const name of [
      'sum',
      'mean',
      'percent_empty',
      'cardinality',
      'p50',
      'psi',
      'wasserstein'
    ]) {
      expect(value(model, name, 'x', range)).toBeNull();
    }
    expect(value(model, 'count', undefined, range)).toBe(0);
  });

  test('of a period of the primary stand in for the reference', () => {
    const rules = {
      thresholds: [],
      baseline: { start: '1970-01-01T00:00:00Z', end: '1970-01-01T02:00:00Z' }
    };
    const query = { metric: 'mean', dimension: 'x', dataset: 'reference' as const };
    expect(metric(model, query, rules).value).toBe(1.5);
    expect(metric(model, query).value).toBe(2);
    const alone = createModel({ primary: model.datasets.primary });
    expect(metric(alone, { metric: 'psi', dimension: 'x' }, rules).value).toBeGreaterThan(0);
    expect(
      metric(alone, { metric: 'psi', dimension: 'x', end: '1970-01-01T02:00:00Z' }, rules).value
    ).toBe(0);
  });

  test('in another order give the same numbers', () => {
    const cells = fc.array(
      fc.tuple(
        fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
        fc.option(fc.constantFrom('a', 'b', 'c', '')),
        fc.nat(10 * DAY)
      ),
      { minLength: 1, maxLength: 40 }
    );
    const open = (rows: readonly (readonly [number | null, string | null, number])[]) =>
      makeModel(
        [
          ['x', rows.map(([x]) => x), float64()],
          ['c', rows.map(([, c]) => c), dictionary(utf8(), int32())],
          ['t', rows.map(([, , t]) => t), float64()]
        ],
        [
          ['x', [1, 2, 3, 1e5, null], float64()],
          ['c', ['a', 'a', null, 'z', 'b'], utf8()],
          ['t', [0, 1, 2, 3, 4], float64()]
        ],
        schema
      );
    fc.assert(
      fc.property(cells, rows => {
        const range = { start: '1970-01-03T00:00:00Z', end: '1970-01-08T00:00:00Z' };
        const [a, b] = [rows, rows.toReversed()].map(open);
        if (a && b) {
          for (const query of [{}, range]) {
            const [first, second] = [signals(a, query), signals(b, query)];
            first.signals.forEach(({ values }, i) => {
              values.forEach((pair, k) => {
                pair.forEach((number, side) => {
                  const other = second.signals[i]?.values[k]?.[side] ?? null;
                  expect(number === null).toBe(other === null);
                  expect(Math.abs((number ?? 0) - (other ?? 0))).toBeLessThanOrEqual(
                    1e-9 * Math.max(1, Math.abs(number ?? 0))
                  );
                });
              });
            });
          }
        }
      }),
      { numRuns: 40 }
    );
  });
});

describe('wrong words', () => {
  const model = makeModel([
    ['age', [1, 2], float64()],
    ['city', ['x', 'y'], utf8()]
  ]);

  test.each([
    [{ metric: 'psy', dimension: 'age' }, 'metric/unknown', 'Use "psi"'],
    [{ metric: 'psi', dimension: 'agee' }, 'dimension/unknown', 'Use "age"'],
    [{ metric: 'psi' }, 'metric/invalid', 'Name a dimension'],
    [{ metric: 'wasserstein', dimension: 'city' }, 'metric/invalid', undefined],
    [{ metric: 'accuracy', dimension: 'age' }, 'metric/invalid', undefined],
    [{ metric: 'mean', dimension: 'age', start: 'soon' }, 'metric/invalid', undefined]
  ])('%j', (query, code, hint) => {
    expect(() => metric(model, query)).toThrow(expect.objectContaining({ code, hint }));
  });

  test('too many windows name what fits', () => {
    expect(() =>
      timeseries(model, {
        metric: 'count',
        start: '2020-01-01T00:00:00Z',
        end: '2021-01-01T00:00:00Z',
        everyMs: 1000
      })
    ).toThrow(
      expect.objectContaining({
        code: 'metric/invalid',
        hint: expect.stringContaining('1581120 ms') as string
      })
    );
  });
});

describe('p-values', () => {
  const numbers = (shift: number) =>
    Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 60 + shift);
  const model = (shift: number) =>
    makeModel([['x', numbers(shift), float64()]], [['x', numbers(0), float64()]]);

  test.each(['psi', 'kl_divergence', 'js_distance', 'wasserstein', 'kolmogorov_smirnov'])(
    '%s',
    name => {
      const ask = (shift: number) =>
        metric(model(shift), { metric: name, dimension: 'x', permutations: 99, seed: 4 }).pValue;
      expect(ask(0)).toBeGreaterThan(0.9);
      expect(ask(0.7)).toBe(0.01);
    }
  );

  test('are not made up where there is no test', () => {
    expect(metric(model(0), { metric: 'mean', dimension: 'x', permutations: 9 }).pValue).toBeNull();
    expect(metric(model(0), { metric: 'psi', dimension: 'x' }).pValue).toBeNull();
  });
});

describe('series', () => {
  const schema = { timestampColumnName: 't' };
  const days = 30;
  const perDay = 24;
  const times = Array.from({ length: days * perDay }, (_, i) => i * HOUR);
  // The last two days are ten times as large.
  const random = createRandom(2);
  const primary = times.map(t => random() * (t >= (days - 2) * DAY ? 10 : 1));
  const model = makeModel(
    [
      ['x', primary, float64()],
      ['c', primary.map(x => (x > 0.9 ? 'high' : 'low')), utf8()],
      ['t', times, float64()]
    ],
    [
      ['x', times.map(() => random()), float64()],
      ['c', times.map(() => 'low'), utf8()],
      ['t', times, float64()]
    ],
    schema
  );

  test('windows, bands, limits and alerts', () => {
    const answer = timeseries(model, { metric: 'mean', dimensions: ['x'] });
    expect(answer.windowMs).toBe(DAY * 1000);
    expect(answer.start).toBe('1970-01-01T00:00:00.000Z');
    expect(answer.end).toBe('1970-01-30T23:01:00.000Z');
    expect(answer.times).toHaveLength(30);
    expect(answer.counts.reduce((sum, count) => sum + count, 0)).toBe(720);
    const [series] = answer.series;
    expect(series?.band).toMatchObject({ windows: 30, from: 'times' });
    expect(series?.limits?.by).toEqual({ kind: 'deviations', k: 3 });
    expect(series?.alerts).toEqual([28, 29]);
    expect(series?.reference).toHaveLength(answer.referenceTimes.length);
    expect(series?.value).toBeCloseTo(primary.reduce((sum, x) => sum + x, 0) / 720, 12);
  });

  test('every sliding window is what its rows alone give', () => {
    for (const [name, dimension] of [
      ['psi', 'x'],
      ['psi', 'c'],
      ['js_distance', 'x'],
      ['chi_square', 'c']
    ] as const) {
      const [windowMs, everyMs] = [50 * HOUR * 1000, 7 * HOUR * 1000];
      const answer = timeseries(model, {
        metric: name,
        dimensions: [dimension],
        windowMs,
        everyMs
      });
      answer.times.forEach((end, i) => {
        const start = new Date(Date.parse(end) - windowMs).toISOString();
        const alone = value(model, name, dimension, { start, end });
        expect(answer.series[0]?.values[i]).toBeCloseTo(alone ?? NaN, 12);
      });
    }
  });

  test('rules of the user win, for a dimension over those for all', () => {
    const limitsOf = (dimension: string, thresholds: Rules['thresholds']) =>
      timeseries(model, { metric: 'psi', dimensions: [dimension] }, { thresholds, baseline: null })
        .series[0]?.limits;
    const all = { metric: 'psi', rule: { kind: 'constant', lower: null, upper: 0.1 } } as const;
    const one = { metric: 'psi', dimension: 'x', rule: { kind: 'off' } } as const;
    const k = { metric: 'psi', rule: { kind: 'deviations', k: 2 } } as const;
    expect(limitsOf('x', [all, one])).toBeNull();
    expect(limitsOf('c', [all, one])).toMatchObject({ upper: 0.1 });
    expect(limitsOf('x', [k])).toMatchObject({ lower: null, by: { kind: 'deviations', k: 2 } });
  });

  test('PSI may reach 0.25, and what it reaches inside the reference', () => {
    const psi = (dimension: string, windowMs: number) =>
      timeseries(model, { metric: 'psi', dimensions: [dimension], windowMs }).series[0];
    const days = psi('x', 20 * DAY * 1000);
    expect(days?.limits).toEqual({ lower: null, upper: 0.25, by: { kind: 'constant' } });
    // Few rows in ten bins are never spread as all of them are.
    const hours = psi('x', 12 * HOUR * 1000);
    const { mean = 0, deviation = 0 } = hours?.band ?? {};
    expect(mean + 3 * deviation).toBeGreaterThan(0.25);
    expect(hours?.limits).toEqual({
      lower: null,
      upper: mean + 3 * deviation,
      by: { kind: 'deviations', k: 3, least: 0.25 }
    });
  });

  test('a reference of one instant is parted at random', () => {
    const flat = makeModel(
      [
        ['x', primary, float64()],
        ['t', times, float64()]
      ],
      [
        ['x', primary, float64()],
        ['t', times.map(() => 0), float64()]
      ],
      schema
    );
    const [mean] = timeseries(flat, { metric: 'mean' }).series;
    expect(mean?.band).toMatchObject({ from: 'parts', windows: 30 });
    expect(mean?.band?.mean).toBeCloseTo(mean?.referenceValue ?? NaN, 1);
    const [count] = timeseries(flat, { metric: 'count', dimensions: ['x'] }).series;
    expect([count?.band, count?.limits, count?.alerts]).toEqual([null, null, []]);
  });

  test('of a model without data is empty', () => {
    const answer = timeseries(createModel({}), { metric: 'psi' });
    expect([answer.times, answer.series]).toEqual([[], []]);
  });
});

test('signals: what does not apply is null, comparisons stand in the first place', () => {
  const model = makeModel(
    [
      ['x', [1, 2, null], float64()],
      ['c', ['a', 'b', 'b'], utf8()]
    ],
    [
      ['x', [1, 2, 3], float64()],
      ['c', ['a', 'a', 'b'], utf8()]
    ]
  );
  const all = signals(model, {});
  expect(all.metrics).not.toContain('wasserstein');
  const answer = signals(model, {
    metrics: ['mean', 'psi', 'wasserstein', 'cardinality'],
    dimensions: ['x', 'c']
  });
  expect(answer.signals.map(({ name, dataType }) => [name, dataType])).toEqual([
    ['x', 'numeric'],
    ['c', 'categorical']
  ]);
  const [x, c] = answer.signals;
  expect(x?.values[0]).toEqual([1.5, 2]);
  expect(x?.values[1]?.[1]).toBeNull();
  expect(x?.values[2]?.[0]).toBeCloseTo(0.5, 12);
  expect(x?.values[3]).toEqual([null, null]);
  expect(c?.values[0]).toEqual([null, null]);
  expect(c?.values[3]).toEqual([2, 2]);
});

describe('rows by condition', () => {
  const schema = {
    timestampColumnName: 't',
    predictionLabelColumnName: 'p',
    actualLabelColumnName: 'a',
    predictionScoreColumnName: 'ps',
    actualScoreColumnName: 'as'
  };
  const frame: FrameColumn[] = [
    ['x', [5, null, -Infinity, Infinity, 2], float64()],
    ['p', ['yes', 'yes', 'no', null, 'no'], utf8()],
    ['a', ['yes', 'no', 'no', 'no', 'yes'], utf8()],
    ['ps', [0.5, 1, 0, 0.25, null], float64()],
    ['as', [1, 1, 1, 0, 0], float64()],
    // Rows by time: 4, 0, 1, 2, 3.
    ['t', [HOUR, 2 * HOUR, 3 * HOUR, null, 0], float64()]
  ];
  const model = makeModel(frame, frame, schema);
  const rowsOf = (where: Omit<v.InferInput<typeof WhereSource>, 'kind'>) => {
    const { dataset, row } = findWhere(model, v.parse(WhereSource, { kind: 'where', ...where }));
    return Array.from(row, (each, i) => `${dataset[i] ?? ''}:${each}`);
  };
  const inPrimary = (condition: v.InferInput<typeof WhereSource>['conditions']) =>
    rowsOf({ dataset: 'primary', conditions: condition }).map(text => Number(text.slice(2)));

  test('bins', () => {
    const bin = (bin: object) =>
      inPrimary([{ kind: 'bin', dimension: 'x', bin: bin as { kind: 'missing' } }]);
    expect(bin({ kind: 'missing' })).toEqual([2]);
    expect(bin({ kind: 'interval', start: 2, end: 5 })).toEqual([0]);
    expect(bin({ kind: 'interval', start: null, end: 5 })).toEqual([0, 3]);
    expect(bin({ kind: 'interval', start: 5, end: null })).toEqual([1, 4]);
    const label = (bin: object) =>
      inPrimary([{ kind: 'bin', dimension: 'p', bin: bin as { kind: 'missing' } }]);
    expect(label({ kind: 'category', key: 's:yes' })).toEqual([1, 2]);
    expect(label({ kind: 'category', key: 's:other' })).toEqual([]);
    expect(label({ kind: 'missing' })).toEqual([4]);
  });

  test('each bin of the segments finds as many rows as it counts', () => {
    for (const dimension of ['x', 'p']) {
      for (const { bin, primary, reference } of segments(model, dimension).segments) {
        const found = rowsOf({ conditions: [{ kind: 'bin', dimension, bin }] });
        expect(found.filter(text => text.startsWith('0')).length).toBe(primary);
        expect(found.filter(text => text.startsWith('1')).length).toBe(reference);
      }
    }
  });

  test('outcomes, correctness and residuals', () => {
    expect(inPrimary([{ kind: 'outcome', predicted: 'yes', actual: 'no' }])).toEqual([2]);
    expect(inPrimary([{ kind: 'outcome', actual: 'no' }])).toEqual([2, 3, 4]);
    expect(inPrimary([{ kind: 'correctness', is: 'incorrect' }])).toEqual([0, 2]);
    expect(inPrimary([{ kind: 'correctness', is: 'unknown' }])).toEqual([4]);
    expect(inPrimary([{ kind: 'residual', start: -0.5, end: 0.25 }])).toEqual([1, 2]);
    expect(inPrimary([{ kind: 'residual', start: null, end: -0.5 }])).toEqual([3]);
  });

  test('a range narrows the primary, or the data set that is named', () => {
    const range = { start: '1970-01-01T01:00:00Z', end: '1970-01-01T03:00:00Z' };
    expect(rowsOf(range)).toEqual(['0:1', '0:2', '1:0', '1:1', '1:2', '1:3', '1:4']);
    expect(rowsOf({ ...range, dataset: 'reference' })).toEqual(['1:1', '1:2']);
    expect(rowsOf({ dataset: 'corpus' })).toEqual([]);
  });
});
