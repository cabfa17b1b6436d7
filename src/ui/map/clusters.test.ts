import { expect, test } from 'vitest';
import type { Cluster } from '../../contract/map.ts';
import { nextCluster } from './next-cluster.ts';
import { defaultSort, sortClusters } from './sort-clusters.ts';

function cluster(
  id: string,
  count: number,
  driftRatio: number | null,
  accuracy: number | null
): Cluster {
  return {
    id,
    name: `Cluster ${id}`,
    namedBy: 'number',
    count,
    counts: { primary: count, reference: 0, corpus: 0 },
    driftRatio,
    primaryToCorpusRatio: null,
    accuracy: { primary: accuracy, reference: null },
    center: [0, 0]
  };
}

const clusters = [
  cluster('0', 10, 0.2, 0.9),
  cluster('1', 40, null, 0.5),
  cluster('2', 20, 0.8, null),
  cluster('10', 20, 0.8, 0.7)
];
const ids = (sorted: readonly Cluster[]) => sorted.map(({ id }) => id);

test('sortClusters() puts what cannot be compared last', () => {
  expect(ids(sortClusters(clusters, 'drift'))).toEqual(['2', '10', '0', '1']);
  expect(ids(sortClusters(clusters, 'accuracy'))).toEqual(['1', '10', '0', '2']);
});

test('sortClusters() orders by size and by name as people count', () => {
  expect(ids(sortClusters(clusters, 'largest'))).toEqual(['1', '2', '10', '0']);
  expect(ids(sortClusters(clusters, 'smallest'))).toEqual(['0', '2', '10', '1']);
  expect(ids(sortClusters(clusters, 'name'))).toEqual(['0', '1', '2', '10']);
});

test('defaultSort() is by drift, else by accuracy, else by size', () => {
  expect(defaultSort(clusters)).toBe('drift');
  expect(defaultSort([cluster('0', 1, null, 0.3)])).toBe('accuracy');
  expect(defaultSort([cluster('0', 1, null, null)])).toBe('largest');
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
