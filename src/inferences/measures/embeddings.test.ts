import { float64, int32, list, utf8 } from '@uwdata/flechette';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createRandom, drawNormal } from '../../analysis/random.ts';
import { MetricQuery, SignalsQuery, TimeseriesQuery } from '../../contract/metrics.ts';
import { openFrame, vectorBatch } from '../build-frame.ts';
import { createModel, type Model } from '../model.ts';
import { measure } from './measure.ts';
import type { Rules } from './measures.ts';

const RULES: Rules = { thresholds: [], baseline: null };
const HOUR = 3600;
const DAY = 24 * HOUR;

const EMBEDDING = { embeddingFeatures: [{ name: 'e', vectorColumnName: 'v' }] };

function openVectors(
  role: 'primary' | 'reference',
  vectors: readonly (number[] | null)[],
  times: readonly number[] = vectors.map((_, i) => i)
) {
  return openFrame(
    [
      ['v', vectorBatch(vectors, vectors.find(vector => vector !== null)?.length ?? 2)],
      ['t', times, float64()]
    ],
    { ...EMBEDDING, timestampColumnName: 't' },
    { role }
  );
}

function ask(model: Model, metric: string, more: Partial<v.InferInput<typeof MetricQuery>> = {}) {
  return measure(model, RULES, {
    name: 'metric',
    ...v.parse(MetricQuery, { metric, dimension: 'e', ...more })
  });
}

describe('distance of centroids (G5)', () => {
  const times = [HOUR, 2 * HOUR, 2 * DAY + HOUR];
  // Out of order, as frames may come.
  const primary = openVectors('primary', [null, [3, 0], [1, 0]], times.toReversed());
  const reference = openVectors('reference', [[0, 0], [0, 4], null]);
  const model = createModel({ primary, reference });
  const daily = (windowDays: number, more: object = {}) =>
    measure(model, RULES, {
      name: 'timeseries',
      ...v.parse(TimeseriesQuery, {
        metric: 'euclidean_distance',
        start: '1970-01-01T00:00:00Z',
        end: '1970-01-05T00:00:00Z',
        windowMs: windowDays * DAY * 1000,
        everyMs: DAY * 1000,
        ...more
      })
    });

  test('over all rows', () => {
    expect(ask(model, 'euclidean_distance').value).toBeCloseTo(2.8284271247461903, 12);
  });

  test('over days', () => {
    const { counts, series } = daily(1);
    expect(counts).toEqual([2, 0, 1, 0]);
    expect(series[0]?.values.map(value => value?.toFixed(3) ?? null)).toEqual([
      '2.828',
      null,
      null,
      null
    ]);
  });

  test('over pairs of days', () => {
    const { counts, series } = daily(2);
    expect(counts).toEqual([2, 2, 1, 1]);
    expect(series[0]?.values.map(value => value?.toFixed(3) ?? null)).toEqual([
      '2.828',
      '2.828',
      null,
      null
    ]);
  });

  test('rows before the range are used', () => {
    const range = { start: '1970-01-02T00:00:00Z', end: '1970-01-03T00:00:00Z' };
    expect(daily(2, range).counts).toEqual([2]);
  });

  test('a period of the primary may stand in for the reference', () => {
    const alone = createModel({ primary });
    const baseline = { start: '1970-01-01T00:00:00Z', end: '1970-01-01T01:30:00Z' };
    const asked = { name: 'metric', ...v.parse(MetricQuery, { metric: 'euclidean_distance' }) };
    const { value } = measure(
      alone,
      { ...RULES, baseline },
      {
        ...asked,
        name: 'metric',
        dimension: 'e'
      }
    );
    expect(value).toBe(1);
  });

  test.each([
    ['no reference', createModel({ primary })],
    [
      'a reference without vectors',
      createModel({ primary, reference: openVectors('reference', [null]) })
    ],
    ['no vectors', createModel({ primary: openVectors('primary', [null, null]), reference })]
  ])('%s: null', (_, given) => {
    for (const metric of ['euclidean_distance', 'cosine_distance', 'mmd', 'domain_auc']) {
      const known = given.embeddings.some(({ name }) => name === 'e');
      expect(known && ask(given, metric).value).toBeNull();
    }
  });

  test('signals hold it in the first place only', () => {
    const { metrics, signals } = measure(model, RULES, {
      name: 'signals',
      ...v.parse(SignalsQuery, { metrics: ['euclidean_distance', 'psi'] })
    });
    expect(metrics).toEqual(['euclidean_distance', 'psi']);
    expect(signals.find(({ name }) => name === 'e')?.values).toEqual([
      [expect.closeTo(2.8284271247461903, 12), null],
      [null, null]
    ]);
  });
});

describe('distances of distributions', () => {
  const random = createRandom(11);
  const draw = (count: number, shift: number) =>
    Array.from({ length: count }, () =>
      Array.from({ length: 6 }, () => drawNormal(random) + shift)
    );
  const reference = openVectors('reference', draw(1300, 0));
  const alike = createModel({ primary: openVectors('primary', draw(700, 0)), reference });
  const moved = createModel({ primary: openVectors('primary', draw(700, 0.8)), reference });

  test('tell what has moved from what has not', () => {
    expect(ask(alike, 'mmd').value).toBeCloseTo(0, 2);
    expect(ask(moved, 'mmd').value).toBeGreaterThan(0.05);
    expect(ask(alike, 'domain_auc').value).toBeLessThan(0.56);
    expect(ask(moved, 'domain_auc').value).toBeGreaterThan(0.85);
  });

  test('are the same for the same seed, and nearly so for another', () => {
    const values = [1, 1, 2].map(seed => ask(moved, 'mmd', { seed }).value ?? NaN);
    expect(values[0]).toBe(values[1]);
    expect(values[0]).not.toBe(values[2]);
    expect(values[0]).toBeCloseTo(values[2] ?? NaN, 1);
  });

  test.each(['euclidean_distance', 'cosine_distance', 'mmd', 'domain_auc'])(
    '%s has a p-value when asked for',
    metric => {
      const p = (model: Model) => ask(model, metric, { permutations: 99, seed: 7 }).pValue;
      expect(p(moved)).toBe(0.01);
      expect(p(alike)).toBeGreaterThan(0.02);
      expect(ask(moved, metric).pValue).toBeNull();
    }
  );
});

describe('queries and documents', () => {
  const prompt = {
    vectorColumnName: 'q',
    contextRetrievalIdsColumnName: 'ids',
    contextRetrievalScoresColumnName: 'scores'
  };
  const primary = openFrame(
    [
      [
        'q',
        vectorBatch(
          [
            [3, 0],
            [5, 0],
            [4, 0],
            [4, 0]
          ],
          2
        )
      ],
      ['ids', [['a', 'b'], ['c'], [], null], list(utf8())],
      ['scores', [[0, 1], [1], [], null], list(float64())],
      ['n', [1, 2, 3, 4], int32()]
    ],
    { promptColumnNames: prompt }
  );
  const corpus = openFrame(
    [
      ['text_vector', vectorBatch([[0, 0], [2, 0], null], 2)],
      ['id', ['a', 'b', 'c'], utf8()]
    ],
    { idColumnName: 'id', documentColumnNames: { vectorColumnName: 'text_vector' } },
    { role: 'corpus' }
  );
  const model = createModel({ primary, corpus });
  const of = (metric: string, more: object = {}) =>
    measure(model, RULES, { name: 'metric', ...v.parse(MetricQuery, { metric, ...more }) }).value;

  test('are compared by their own vectors, whatever the columns are called', () => {
    expect(of('query_distance', { dimension: 'q' })).toBe(3);
    expect(
      measure(createModel({ primary }), RULES, {
        name: 'metric',
        ...v.parse(MetricQuery, { metric: 'query_distance', dimension: 'q' })
      }).value
    ).toBeNull();
  });

  // Queries: [0, 1], [1], []; the last row is none.
  test.each([
    ['ndcg', {}, (1 / Math.log2(3) + 1 + 0) / 3],
    ['ndcg', { k: 1 }, (0 + 1 + 0) / 3],
    ['precision_at_k', {}, (0.5 + 1 + 0) / 3],
    ['precision_at_k', { k: 2 }, (0.5 + 0.5 + 0) / 3],
    ['reciprocal_rank', {}, (0.5 + 1 + 0) / 3],
    ['reciprocal_rank', { k: 1 }, (0 + 1 + 0) / 3],
    ['hit_rate', {}, 2 / 3],
    ['hit_rate', { k: 1 }, 1 / 3]
  ])('%s %j', (metric, more, expected) => {
    expect(of(metric, more)).toBeCloseTo(expected, 12);
  });
});
