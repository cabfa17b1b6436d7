import { float64, int32, utf8 } from '@uwdata/flechette';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createRandom, drawNormal, type Random } from '../../analysis/random.ts';
import { ClusterMeasuresQuery, WorstSegmentsQuery } from '../../contract/metrics.ts';
import { DATASET_CODES } from '../../contract/map.ts';
import { openFrame, type FrameColumn } from '../build-frame.ts';
import { createModel, type Model } from '../model.ts';
import type { Rows } from '../rows.ts';
import { findWhere } from './find-where.ts';
import { measure } from './measure.ts';
import type { Rules } from './measures.ts';

const RULES: Rules = { thresholds: [], baseline: null };

function find(model: Model, query: v.InferInput<typeof WorstSegmentsQuery> = {}) {
  return measure(model, RULES, { name: 'worstSegments', ...v.parse(WorstSegmentsQuery, query) });
}

const pick = <Item>(random: Random, items: readonly Item[]) =>
  items[Math.floor(random() * items.length)];

interface Row {
  color: string | undefined;
  size: number;
  shape: string | undefined;
}

/** Rows whose predictions are wrong with a chance that depends on them. */
function draw(seed: number, count: number, chance: (row: Row) => number): Model {
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, (): Row => ({
    color: pick(random, ['red', 'green', 'blue', 'black']),
    size: Math.round(drawNormal(random) * 100) / 100,
    shape: pick(random, ['round', 'flat', 'long'])
  }));
  const columns: FrameColumn[] = [
    ['color', rows.map(({ color }) => color), utf8()],
    ['size', rows.map(({ size }) => size), float64()],
    ['shape', rows.map(({ shape }) => shape), utf8()],
    ['id', rows.map((_, i) => `row ${i}`), utf8()],
    ['a', rows.map((_, i) => i % 2), int32()],
    ['p', rows.map((row, i) => (random() < chance(row) ? 1 - (i % 2) : i % 2)), int32()],
    ['ps', rows.map(row => 10 * chance(row) + random()), float64()],
    ['as', rows.map(() => 0), float64()]
  ];
  return createModel({
    primary: openFrame(columns, {
      featureColumnNames: ['color', 'size', 'id'],
      tagColumnNames: ['shape'],
      predictionLabelColumnName: 'p',
      actualLabelColumnName: 'a',
      predictionScoreColumnName: 'ps',
      actualScoreColumnName: 'as'
    })
  });
}

const name = ({ where }: { where: { dimension: string; label: string }[] }) =>
  where.map(({ dimension, label }) => `${dimension} ${label}`);

describe('worst segments', () => {
  test('of noise are none', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(find(draw(seed, 2000, () => 0.2)).segments).toEqual([]);
    }
  });

  test('a bad category comes first, without its parts', () => {
    const model = draw(6, 3000, ({ color }) => (color === 'red' ? 0.5 : 0.1));
    const { metric, overall, segments } = find(model);
    expect(metric).toBe('accuracy');
    expect(overall).toBeCloseTo(0.8, 1);
    expect(segments.map(name)).toEqual([['color red']]);
    const [worst] = segments;
    expect(worst?.value).toBeCloseTo(0.5, 1);
    expect(worst?.low).toBeLessThan(worst?.value ?? 0);
    expect(worst?.high).toBeGreaterThan(worst?.value ?? 1);
    expect(worst?.difference).toBeCloseTo((worst?.value ?? 0) - (overall ?? 0), 12);
    expect(worst?.share).toBeCloseTo((worst?.count ?? 0) / 3000, 12);
  });

  test('a pair is found where only the two together are bad, and its rows are those that hold both', () => {
    const model = draw(7, 6000, ({ color, shape }) =>
      color === 'red' && shape === 'flat' ? 0.7 : 0.1
    );
    const { segments } = find(model);
    const [worst] = segments;
    expect(worst && name(worst)).toEqual(expect.arrayContaining(['color red', 'shape flat']));
    const conditions = (worst?.where ?? []).map(({ dimension, bin }) => ({
      kind: 'bin' as const,
      dimension,
      bin
    }));
    const { row } = findWhere(model, { kind: 'where', dataset: 'primary', conditions });
    expect(row).toHaveLength(worst?.count ?? -1);
  });

  test('numbers are found by their bins', () => {
    const model = draw(8, 4000, ({ size }) => (size > 1.4 ? 0.8 : 0.05));
    const { segments } = find(model, { metric: 'mae' });
    expect(segments[0]?.where[0]).toMatchObject({ dimension: 'size', bin: { end: null } });
    expect(segments[0]?.value).toBeGreaterThan(4);
  });

  test.each([
    ['rmse', {}],
    ['bias', {}],
    ['precision', { label: '1' }],
    ['recall', { label: '1' }]
  ])('%s is what the metric is over the rows of the segment', (metric, more) => {
    const model = draw(9, 3000, ({ shape }) => (shape === 'long' ? 0.6 : 0.1));
    const { overall, segments } = find(model, { metric, ...more });
    expect(segments[0] && name(segments[0])).toEqual(['shape long']);
    const ask = { permutations: 0, seed: 0, dataset: 'primary' as const };
    expect(measure(model, RULES, { name: 'metric', metric, ...ask, ...more }).value).toBeCloseTo(
      overall ?? NaN,
      9
    );
    const inBins = measure(model, RULES, {
      name: 'segments',
      dimension: 'shape',
      metric,
      ...more
    }).segments;
    const long = inBins.find(({ label }) => label === 'long');
    expect(segments[0]?.value).toBeCloseTo(long?.primaryMetric ?? NaN, 9);
  });

  test('small ones are left out, and no more are given than asked for', () => {
    const model = draw(10, 1000, ({ color, size }) => (color === 'red' || size > 1 ? 0.6 : 0.1));
    expect(find(model, { minRows: 400 }).segments).toEqual([]);
    expect(find(model, { limit: 1 }).segments).toHaveLength(1);
  });

  test('few rows, or none of them right, are no trouble', () => {
    for (const count of [1, 2, 5]) {
      const { segments } = find(
        draw(11, count, () => 0.5),
        { minRows: 1 }
      );
      expect(JSON.stringify(segments)).not.toContain('null,"high"');
    }
    expect(find(draw(12, 200, () => 1)).overall).toBe(0);
  });

  test.each([
    ['f1', {}],
    ['f1', { label: '1' }],
    ['precision', {}],
    ['recall', {}]
  ])('%s %j, no mean over rows, is looked for in single bins', (metric, more) => {
    const model = draw(13, 3000, ({ shape }) => (shape === 'long' ? 0.6 : 0.1));
    const { overall, segments } = find(model, { metric, ...more });
    expect(segments[0] && name(segments[0])).toEqual(['shape long']);
    const [{ low, high, value, difference } = { low: 0, high: 0, value: 0, difference: 0 }] =
      segments;
    expect(difference).toBeCloseTo(value - (overall ?? 0), 12);
    expect(high - low).toBeGreaterThan(0.02);
    expect(high - low).toBeLessThan(0.12);
    expect(
      find(
        draw(14, 2000, () => 0.2),
        { metric, ...more }
      ).segments
    ).toEqual([]);
  });

  test('only metrics of performance have worst segments', () => {
    expect(() =>
      find(
        draw(15, 50, () => 0.5),
        { metric: 'psi' }
      )
    ).toThrow(/a metric of performance is needed/);
  });
});

describe('clusters and sets of rows', () => {
  const columns = (x: (number | null)[], c: string[]): FrameColumn[] => [
    ['x', x, float64()],
    ['n', x.map((_, i) => i), int32()],
    ['c', c, utf8()],
    ['p', c, utf8()],
    ['a', c.map(() => 'u'), utf8()]
  ];
  const schema = {
    featureColumnNames: ['x', 'n', 'c'],
    predictionLabelColumnName: 'p',
    actualLabelColumnName: 'a'
  };
  const model = createModel({
    primary: openFrame(columns([1, 2, 3, null], ['u', 'u', 'v', 'v']), schema),
    reference: openFrame(columns([10, 20], ['u', 'w']), schema, { role: 'reference' })
  });
  const rows = (...pairs: ['primary' | 'reference' | 'corpus', number][]): Rows => ({
    dataset: Uint8Array.from(pairs, ([role]) => DATASET_CODES[role]),
    row: Uint32Array.from(pairs, ([, row]) => row)
  });

  const points = rows(
    ['primary', 0],
    ['primary', 2],
    ['primary', 2],
    ['reference', 0],
    ['corpus', 0],
    ['primary', 3],
    ['primary', 1]
  );
  const labels = Int32Array.of(0, 0, 0, 0, 0, 1, -1);
  const ofClusters = (query: v.InferInput<typeof ClusterMeasuresQuery>) =>
    measure(model, RULES, {
      name: 'clusters',
      ...v.parse(ClusterMeasuresQuery, query),
      points,
      labels
    }).map(({ primary, reference }) => [primary, reference]);

  test.each([
    [{ metric: 'count' }, [2, 1], [1, 0]],
    [{ metric: 'mean', dimension: 'x' }, [2, 10], [null, null]],
    [{ metric: 'sum', dimension: 'x' }, [4, 10], [0, 0]],
    [{ metric: 'cardinality', dimension: 'c' }, [2, 1], [1, 0]],
    [{ metric: 'cardinality', dimension: 'x' }, [null, null], [null, null]],
    [{ metric: 'percent_empty', dimension: 'x' }, [0, 0], [100, null]],
    [{ metric: 'accuracy' }, [0.5, 1], [0, null]],
    [{ metric: 'mean', dimension: 'nowhere' }, [null, null], [null, null]]
  ])('%j', (query, first, second) => {
    expect(ofClusters(query)).toEqual([first, second]);
  });

  test('data quality needs a column', () => {
    expect(() => ofClusters({ metric: 'mean' })).toThrow(/without a column/);
  });

  test('no clusters, no answer', () => {
    const answer = measure(model, RULES, {
      name: 'clusters',
      metric: 'count',
      points,
      labels: new Int32Array(7).fill(-1)
    });
    expect(answer).toEqual([]);
  });

  test('compare puts the most different column first', () => {
    const { counts, differences } = measure(model, RULES, {
      name: 'compare',
      a: rows(['primary', 0], ['primary', 1], ['primary', 1], ['reference', 0], ['corpus', 3]),
      b: rows(['primary', 2], ['primary', 1], ['reference', 1])
    });
    expect(counts).toEqual({ a: 4, b: 3, both: 1 });
    expect(differences.map(({ psi }) => psi)).toEqual(
      differences.map(({ psi }) => psi).toSorted((a, b) => (b ?? 0) - (a ?? 0))
    );
    const of = (wanted: string) => differences.find(each => each.name === wanted);
    expect(of('x')?.a.mean).toBeCloseTo(13 / 3, 12);
    expect(of('x')?.b.mean).toBeCloseTo(25 / 3, 12);
    expect(of('c')?.a).toEqual({ mean: null, category: 'u', share: 1 });
    expect(of('c')?.b).toEqual({ mean: null, category: 'u', share: 1 / 3 });
    // u 3/1, v 0/1, w 0/1, smoothed by one in each of three bins.
    const psi = [
      [4, 2],
      [1, 2],
      [1, 2]
    ].reduce((sum, [p = 0, q = 0]) => sum + (p / 6 - q / 6) * Math.log(p / q), 0);
    expect(of('c')?.psi).toBeCloseTo(psi, 12);
    expect(of('a')?.psi).toBe(0);
  });

  test('compare with nothing has no distance', () => {
    const { differences } = measure(model, RULES, {
      name: 'compare',
      a: rows(['primary', 0]),
      b: rows()
    });
    expect(differences.every(({ psi }) => psi === null)).toBe(true);
    expect(differences.find(each => each.name === 'c')).toMatchObject({
      a: { category: 'u', share: 1 },
      b: { category: 'u', share: null }
    });
  });
});
