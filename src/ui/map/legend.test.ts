import { expect, test } from 'vitest';
import type { Cluster } from '../../contract/map.ts';
import { CORRECTNESS_COLORS, NEUTRAL_COLOR } from '../cloud/data-colors.ts';
import { decodeCamera, encodeCamera } from './camera-code.ts';
import { colorByCluster, colorByColumn, colorsOf } from './legend.ts';
import { switchedOff } from './legend-switch.ts';
import { indexRows, pointsOfCluster } from './points.ts';
import { selectionLine, umapLine } from './python-line.ts';

test('switchedOff() takes a group away and brings it back', () => {
  expect([...switchedOff([0, 1, 2], new Set(), 1, false)]).toEqual([1]);
  expect([...switchedOff([0, 1, 2], new Set([1]), 1, false)]).toEqual([]);
});

test('switchedOff() leaves one alone, and all of them the second time', () => {
  const alone = switchedOff([0, 1, 255], new Set([1]), 1, true);
  expect([...alone]).toEqual([0, 255]);
  expect([...switchedOff([0, 1, 255], alone, 1, true)]).toEqual([]);
});

const words = { noCluster: 'none', otherClusters: 'other', nameOf: () => '' };

function clusterOf(id: number, count: number): Cluster {
  return {
    id: String(id),
    name: `c${id}`,
    namedBy: 'number',
    count,
    counts: { primary: count, reference: 0, corpus: 0 },
    driftRatio: null,
    primaryToCorpusRatio: null,
    accuracy: { primary: null, reference: null },
    center: [0, 0]
  };
}

test('colorByCluster() gives the largest clusters colors and counts the rest', () => {
  const clusters = Array.from({ length: 30 }, (_, id) => clusterOf(id, id + 1));
  const labels = Int32Array.from([
    ...clusters.flatMap(({ id, count }) => new Array<number>(count).fill(Number(id))),
    -1,
    -1
  ]);
  const { codes, legend } = colorByCluster(labels, clusters, words);
  expect(legend.groups[0]).toMatchObject({ label: 'c29', count: 30 });
  expect(legend.groups.slice(-2)).toMatchObject([
    { label: 'other', color: NEUTRAL_COLOR },
    { label: 'none', count: 2, color: NEUTRAL_COLOR }
  ]);
  expect(legend.groups.reduce((sum, { count }) => sum + count, 0)).toBe(labels.length);
  for (const { code, count } of legend.groups) {
    expect(codes.filter(one => one === code).length).toBe(count);
  }
});

test('colorByColumn() knows right and wrong, and leaves missing values neutral', () => {
  const right = colorByColumn(
    {
      by: 'correctness',
      kind: 'nominal',
      legend: [
        { label: 'correct', count: 2, kind: 'value' },
        { label: 'incorrect', count: 1, kind: 'value' }
      ]
    },
    Uint8Array.of(0, 0, 1)
  );
  expect(colorsOf(right.legend).slice(0, 2)).toEqual([
    CORRECTNESS_COLORS.correct,
    CORRECTNESS_COLORS.incorrect
  ]);
  const numbers = colorByColumn(
    {
      by: 'dimension:constructor',
      kind: 'sequential',
      legend: [
        { label: '0 – 1', count: 2, kind: 'range', range: [0, 1] },
        { label: '1 – 2', count: 1, kind: 'range', range: [1, 2] },
        { label: 'missing', count: 1, kind: 'missing' }
      ]
    },
    Uint8Array.of(0, 0, 1, 2)
  );
  const colors = numbers.legend.groups.map(({ color }) => color);
  expect(new Set(colors).size).toBe(3);
  expect(colors[2]).toBe(NEUTRAL_COLOR);
});

test('indexRows() finds the point of a row', () => {
  const find = indexRows({ dataset: Uint8Array.of(0, 1, 0), row: Uint32Array.of(5, 5, 2) });
  expect([find(0, 5), find(1, 5), find(0, 2), find(0, 3), find(2, 0), find(0, 99)]).toEqual([
    0,
    1,
    2,
    null,
    null,
    null
  ]);
});

test('pointsOfCluster() lists members in order', () => {
  const cluster = Int32Array.of(1, -1, 0, 1);
  expect([...pointsOfCluster({ cluster }, 1)]).toEqual([0, 3]);
  expect([...pointsOfCluster({ cluster }, 9)]).toEqual([]);
});

test('a camera comes back in a view of another size', () => {
  const camera = { mode: '2d', x: 0.25, y: -0.5, scale: 320 } as const;
  const numbers = encodeCamera(camera, { width: 800, height: 400 });
  expect(decodeCamera(numbers, '2d', { width: 400, height: 200 })).toEqual({
    ...camera,
    scale: 160
  });
  expect(decodeCamera(numbers, '3d', { width: 400, height: 200 })).toBeNull();
  expect(decodeCamera([2, 0], '2d', { width: 400, height: 200 })).toBeNull();
  expect(decodeCamera(undefined, '2d', { width: 400, height: 200 })).toBeNull();
});

test('umapLine() writes what Python needs to make the same map', () => {
  const line = umapLine('say "hi"\n', {
    nComponents: 2,
    minDist: 0.1,
    nNeighbors: 30,
    nSamples: 500,
    metric: 'cosine',
    seed: 7,
    minClusterSize: 10,
    minSamples: 1,
    epsilon: 0
  });
  expect(line).toBe(
    'job = session.umap("say \\"hi\\"\\n", n_components=2, n_neighbors=30, min_dist=0.1, n_samples=500, metric="cosine", min_cluster_size=10, min_samples=1, seed=7)'
  );
  expect(selectionLine(2112)).toBe('sel = session.selection  # 2,112 rows');
});
