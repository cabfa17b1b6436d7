import { expect, test } from 'vitest';
import type { Cluster } from '../../contract/map.ts';
import type { Metric } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import {
  columnsFor,
  defaultMetric,
  listMetrics,
  readMetric,
  valuesOf,
  writeMetric
} from './cluster-metric.ts';
import { nextCluster } from './next-cluster.ts';
import { defaultSort, sortClusters } from './sort-clusters.ts';
import { startOfStrip } from './use-map-strip.ts';

function cluster(id: string, count: number, driftRatio: number | null): Cluster {
  return {
    id,
    name: `Cluster ${id}`,
    namedBy: 'number',
    count,
    counts: { primary: count, reference: 0, corpus: 0 },
    driftRatio,
    primaryToCorpusRatio: null,
    accuracy: { primary: null, reference: null },
    center: [0, 0]
  };
}

const clusters = [
  cluster('0', 10, 0.2),
  cluster('1', 40, null),
  cluster('2', 20, 0.8),
  cluster('10', 20, 0.8)
];
const ids = (sorted: readonly Cluster[]) => sorted.map(({ id }) => id);
const drift = valuesOf(clusters, { metric: 'drift' }, undefined);

test('sortClusters() puts what cannot be compared last, whichever way', () => {
  expect(ids(sortClusters(clusters, 'highest', drift))).toEqual(['2', '10', '0', '1']);
  expect(ids(sortClusters(clusters, 'lowest', drift))).toEqual(['0', '2', '10', '1']);
});

test('sortClusters() orders by what was measured in the primary', () => {
  const measures = [
    { id: '0', primary: 0.9, reference: 0.1 },
    { id: '1', primary: null, reference: 1 },
    { id: '2', primary: 0, reference: null },
    { id: '10', primary: -3, reference: 0.5 }
  ];
  const values = valuesOf(clusters, { metric: 'mean', dimension: 'amount' }, measures);
  expect(ids(sortClusters(clusters, 'highest', values))).toEqual(['0', '2', '10', '1']);
  expect(ids(sortClusters(clusters, 'lowest', values))).toEqual(['10', '2', '0', '1']);
  // Nothing has arrived yet: by size.
  const none = valuesOf(clusters, { metric: 'accuracy' }, undefined);
  expect(ids(sortClusters(clusters, 'highest', none))).toEqual(['1', '2', '10', '0']);
});

test('sortClusters() orders by size and by name as people count', () => {
  expect(ids(sortClusters(clusters, 'largest', drift))).toEqual(['1', '2', '10', '0']);
  expect(ids(sortClusters(clusters, 'smallest', drift))).toEqual(['0', '2', '10', '1']);
  expect(ids(sortClusters(clusters, 'name', drift))).toEqual(['0', '1', '2', '10']);
});

test('valuesOf() shows no reference where there is none', () => {
  const measures = [{ id: '0', primary: 10, reference: 0 }];
  const alone = valuesOf(clusters, { metric: 'count' }, measures);
  expect(alone.get('0')).toEqual({ primary: 10, reference: null });
  const [first, ...rest] = clusters.map(each => ({
    ...each,
    counts: { ...each.counts, reference: 1 }
  }));
  const both = valuesOf(first ? [first, ...rest] : [], { metric: 'count' }, measures);
  expect(both.get('0')).toEqual({ primary: 10, reference: 0 });
});

const session = (more: Partial<SessionState> = {}) =>
  ({
    dimensions: [
      { name: 'a:b', type: 'feature', dataType: 'numeric', datasets: ['primary'] },
      { name: 'city', type: 'tag', dataType: 'categorical', datasets: ['primary'] },
      { name: 'guess', type: 'prediction', dataType: 'categorical', datasets: ['primary'] },
      { name: 'truth', type: 'actual', dataType: 'categorical', datasets: ['primary'] }
    ],
    datasets: { primary: null, reference: null, corpus: null },
    embeddings: [],
    ...more
  }) as SessionState;

test('defaultMetric() is queries, else drift, else accuracy, else size', () => {
  const start = (all: readonly Cluster[], more?: Partial<SessionState>) =>
    defaultMetric(listMetrics(session(more), all)).metric;
  const searched = { ...cluster('0', 1, 0.5), primaryToCorpusRatio: 0.3 };
  expect(start([searched])).toBe('queries');
  expect(start(clusters)).toBe('drift');
  expect(start([cluster('0', 1, null)])).toBe('accuracy');
  expect(start([cluster('0', 1, null)], { dimensions: [] })).toBe('count');
  expect(defaultSort({ metric: 'drift' }, true)).toBe('highest');
  expect(defaultSort({ metric: 'accuracy' }, true)).toBe('lowest');
  expect(defaultSort({ metric: 'mae' }, true)).toBe('highest');
  expect(defaultSort({ metric: 'count' }, true)).toBe('highest');
  expect(defaultSort({ metric: 'accuracy' }, false)).toBe('largest');
});

test('a metric of a column survives the address, whatever the column is called', () => {
  for (const metric of ['drift', 'accuracy', 'mean'] as const) {
    for (const dimension of [undefined, 'a:b', '', 'x\ny', '__proto__']) {
      expect(readMetric(writeMetric({ metric, dimension }))).toEqual({ metric, dimension });
    }
  }
  expect(readMetric('constructor')).toBeUndefined();
  expect(readMetric(undefined)).toBeUndefined();
});

test('columnsFor() gives numbers to the mean, all columns to the empty share, none to accuracy', () => {
  expect(columnsFor('mean', session())).toEqual(['a:b']);
  expect(columnsFor('percent_empty', session())).toEqual(['a:b', 'city', 'guess', 'truth']);
  expect(columnsFor('accuracy', session())).toEqual([]);
  expect(columnsFor('count', session())).toEqual([]);
});

const places = [
  { id: 'a', x: 0, y: 0 },
  { id: 'b', x: 100, y: 10 },
  { id: 'c', x: 300, y: 0 },
  { id: 'd', x: 0, y: 200 }
];

test('nextCluster() goes to the nearest one in the direction', () => {
  expect(nextCluster(places, 'a', 'right')).toBe('b');
  expect(nextCluster(places, 'b', 'right')).toBe('c');
  expect(nextCluster(places, 'a', 'down')).toBe('d');
  expect(nextCluster(places, 'd', 'up')).toBe('a');
});

test('nextCluster() stays where there is none, and begins with the first', () => {
  expect(nextCluster(places, 'a', 'left')).toBe('a');
  expect(nextCluster(places, null, 'left')).toBe('a');
  expect(nextCluster(places, 'gone', 'up')).toBe('a');
  expect(nextCluster([], null, 'up')).toBeNull();
});

test('startOfStrip() is the distance to the corpus, else drift, else accuracy, else a count', () => {
  const start = (...metrics: Metric[]) => startOfStrip(metrics.map(metric => ({ metric })))?.metric;
  expect(start('euclidean_distance', 'query_distance', 'accuracy', 'count')).toBe('query_distance');
  expect(start('mmd', 'euclidean_distance', 'accuracy')).toBe('euclidean_distance');
  expect(start('f1', 'accuracy', 'count')).toBe('accuracy');
  expect(start('mean', 'count')).toBe('count');
  expect(start()).toBeUndefined();
});
