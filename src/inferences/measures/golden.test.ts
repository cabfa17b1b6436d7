import { dictionary, float64, int32, utf8 } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { MetricQuery, SegmentsQuery, TimeseriesQuery } from '../../contract/metrics.ts';
import * as v from 'valibot';
import { openFrame } from '../build-frame.ts';
import { createModel, type Model } from '../model.ts';
import type { Rules } from './measures.ts';
import { measure } from './measure.ts';

const RULES: Rules = { thresholds: [], baseline: null };
const HOUR = 3600;

function ask(model: Model, query: v.InferInput<typeof MetricQuery>): number | null {
  return measure(model, RULES, { name: 'metric', ...v.parse(MetricQuery, query) }).value;
}

function hours(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i * HOUR);
}

describe('drift and statistics (G1)', () => {
  const reference = openFrame(
    [
      ['x', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], float64()],
      ['c', Array.from('aaabbbcccd'), utf8()],
      ['t', hours(10), float64()]
    ],
    { timestampColumnName: 't' },
    { role: 'reference' }
  );
  const primary = openFrame(
    [
      ['x', [1, 1, 2, 2, 9, 10, 11, 12, null, 3], float64()],
      ['c', ['a', 'a', 'z', null, 'b', 'b', 'c', 'd', 'd', 'd'], utf8()],
      ['t', hours(10), float64()]
    ],
    { timestampColumnName: 't' }
  );
  const model = createModel({ primary, reference });

  test.each([
    ['x', 'psi', 0.302671793366471],
    ['x', 'kl_divergence', 0.14885418234328246],
    ['x', 'js_distance', 0.19275863453392317],
    ['x', 'cardinality', null],
    ['x', 'percent_empty', 10],
    ['x', 'mean', 5.666666666666667],
    ['x', 'sum', 51],
    ['x', 'min', 1],
    ['x', 'max', 12],
    ['x', 'count', 10],
    ['x', 'p01', 1],
    ['x', 'p25', 2],
    ['x', 'p50', 3],
    ['x', 'p75', 10],
    ['x', 'p99', 11.92],
    ['c', 'psi', 0.295890451766452],
    ['c', 'kl_divergence', 0.15204941554056164],
    ['c', 'js_distance', 0.19061916243561858],
    ['c', 'cardinality', 5],
    ['c', 'sum', 0],
    ['c', 'mean', null]
  ])('%s %s', (dimension, metric, expected) => {
    const value = ask(model, { metric, dimension });
    if (expected === null) {
      expect(value).toBeNull();
    } else {
      expect(value).toBeCloseTo(expected, 12);
    }
  });

  const segmentsOf = (dimension: string) =>
    measure(model, RULES, { name: 'segments', ...v.parse(SegmentsQuery, { dimension }) });

  test('bins of a numeric dimension', () => {
    const { segments, totals, psi } = segmentsOf('x');
    expect(
      segments.map(({ label, primary, reference }) => `${label} ${primary}/${reference}`)
    ).toEqual([
      '[1, 1.9) 2/1',
      '[1.9, 2.8) 2/1',
      '[2.8, 3.7) 1/1',
      '[3.7, 4.6) 0/1',
      '[4.6, 5.5) 0/1',
      '[5.5, 6.4) 0/1',
      '[6.4, 7.3) 0/1',
      '[7.3, 8.2) 0/1',
      '[8.2, 9.1) 1/1',
      '[9.1, 12] 3/1',
      '(empty) 1/0'
    ]);
    expect(totals).toEqual({ primary: 10, reference: 10 });
    expect(psi).toBeCloseTo(0.302671793366471, 12);
    expect(segments.reduce((sum, segment) => sum + (segment.psi ?? NaN), 0)).toBeCloseTo(
      psi ?? NaN,
      12
    );
  });

  test('bins of a categorical dimension', () => {
    expect(
      segmentsOf('c').segments.map(
        ({ label, primary, reference }) => `${label} ${primary}/${reference}`
      )
    ).toEqual(['a 2/3', 'b 2/3', 'c 1/3', 'd 3/1', 'z 1/0', '(empty) 1/0']);
  });
});

describe('windows (G4)', () => {
  const DAY = 24 * HOUR;
  const primary = openFrame(
    [
      ['c', ['a', 'b', 'a'], utf8()],
      ['n', [1, 2, 3], int32()],
      ['t', [DAY + 6 * HOUR, DAY + 7 * HOUR, 4 * DAY + 6 * HOUR], float64()]
    ],
    { timestampColumnName: 't' }
  );
  const reference = openFrame(
    [['c', ['a', 'a', 'b'], dictionary(utf8(), int32())]],
    {},
    {
      role: 'reference'
    }
  );
  const model = createModel({ primary, reference });

  const series = (metric: string, dimension: string | undefined, windowDays = 1, end = 8) => {
    const answer = measure(model, RULES, {
      name: 'timeseries',
      ...v.parse(TimeseriesQuery, {
        metric,
        ...(dimension === undefined ? {} : { dimensions: [dimension] }),
        start: '1970-01-01T00:00:00Z',
        end: `1970-01-0${end}T00:00:00Z`,
        windowMs: windowDays * DAY * 1000,
        everyMs: DAY * 1000
      })
    });
    expect(answer.times.map(time => time.slice(8, 10))).toEqual(
      Array.from({ length: end - 1 }, (_, i) => `0${i + 2}`)
    );
    return answer.series[0]?.values.map(value => value && Number(value.toFixed(6)));
  };

  test.each([
    ['count', 'c', [0, 2, 0, 0, 1, 0, 0]],
    ['cardinality', 'c', [null, 2, null, null, 1, null, null]],
    ['percent_empty', 'c', [null, 0, null, null, 0, null, null]],
    ['sum', 'n', [null, 3, null, null, 3, null, null]],
    ['mean', 'n', [null, 1.5, null, null, 3, null, null]],
    ['psi', 'c', [null, 0.040547, null, null, 0.019179, null, null]]
  ])('%s of %s by the day', (metric, dimension, expected) => {
    expect(series(metric, dimension)).toEqual(expected);
  });

  test('windows of two days overlap', () => {
    expect(series('count', 'c', 2, 9)).toEqual([0, 2, 2, 0, 1, 1, 0, 0]);
  });
});

describe('segments without a reference (G7)', () => {
  const primary = openFrame(
    [
      ['x', [-5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, null], float64()],
      ['t', hours(12), float64()]
    ],
    { timestampColumnName: 't' }
  );
  const segmentsOf = (query: Omit<v.InferInput<typeof SegmentsQuery>, 'dimension'>) =>
    measure(createModel({ primary }), RULES, {
      name: 'segments',
      ...v.parse(SegmentsQuery, { dimension: 'x', ...query })
    }).segments.map(({ label, primary, reference }) => `${label} ${primary} ${reference}`);

  test('bins are those of the rows in the range', () => {
    expect(segmentsOf({})).toEqual([
      '[-5, 1) 1 null',
      '[1, 2) 1 null',
      '[2, 3) 1 null',
      '[3, 4) 1 null',
      '[4, 5) 1 null',
      '[5, 6) 1 null',
      '[6, 7) 1 null',
      '[7, 8) 1 null',
      '[8, 9) 1 null',
      '[9, 100] 2 null',
      '(empty) 1 null'
    ]);
    expect(segmentsOf({ end: '1970-01-01T03:00:00Z' })).toEqual([
      '[-5, -3.8) 1 null',
      '[1, 1.2) 1 null',
      '[1.8, 100] 1 null'
    ]);
  });

  test('a constant reference makes two bins', () => {
    const model = createModel({
      primary: openFrame([['x', [0, 1, 2], float64()]]),
      reference: openFrame([['x', [1, 1, 1], float64()]], {}, { role: 'reference' })
    });
    const { segments } = measure(model, RULES, {
      name: 'segments',
      ...v.parse(SegmentsQuery, { dimension: 'x' })
    });
    expect(
      segments.map(({ label, primary, reference }) => `${label} ${primary}/${reference}`)
    ).toEqual(['[0, 1) 1/0', '[1, 2] 2/3']);
  });
});
