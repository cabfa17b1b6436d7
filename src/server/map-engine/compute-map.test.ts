import { describe, expect, test } from 'vitest';
import { measureAgreement } from '../../analysis/hdbscan/agreement.ts';
import { createRandom, drawNormal } from '../../analysis/random.ts';
import type { MapParameters } from '../../contract/map.ts';
import {
  clusterPositions,
  computeMap,
  nearestNeighbors,
  type MapProgress,
  type MapVectors
} from './compute-map.ts';
import { findWorkerUrl } from '../workers.ts';

const PARAMETERS: MapParameters = {
  nComponents: 2,
  minDist: 0.1,
  nNeighbors: 15,
  nSamples: 500,
  metric: 'euclidean',
  seed: 1,
  minClusterSize: 10,
  minSamples: 1,
  epsilon: 0
};

function share(values: ArrayLike<number>, dimension: number): MapVectors {
  const vectors = new Float32Array(new SharedArrayBuffer(values.length * 4));
  vectors.set(values);
  return { vectors, count: values.length / dimension, dimension };
}

function drawBlobs(count: number, dimension: number, blobs = 5): MapVectors {
  const random = createRandom(count + dimension);
  const centers = Array.from({ length: blobs * dimension }, () => 4 * drawNormal(random));
  return share(
    Array.from({ length: count * dimension }, (_, e) => {
      const blob = Math.floor(e / dimension) % blobs;
      return (centers[blob * dimension + (e % dimension)] ?? 0) + drawNormal(random);
    }),
    dimension
  );
}

function expectFinite(positions: Float32Array, length: number): void {
  expect(positions).toHaveLength(length);
  expect(positions.every(Number.isFinite)).toBe(true);
}

describe('computeMap()', () => {
  test('separates blobs, centers the positions and finds the clusters', async () => {
    const { positions, clusters, seconds } = await computeMap(drawBlobs(500, 40), PARAMETERS);
    expectFinite(positions, 1000);
    expect(seconds).toBeGreaterThan(0);
    for (const axis of [0, 1]) {
      const sum = positions.reduce((total, value, e) => total + (e % 2 === axis ? value : 0), 0);
      expect(Math.abs(sum / 500)).toBeLessThan(1e-4);
    }
    expect(Math.max(...clusters)).toBe(4);
    clusters.forEach((cluster, i) => {
      if (cluster >= 0 && (clusters[i % 5] ?? -1) >= 0) expect(cluster).toBe(clusters[i % 5]);
    });
  });

  test(
    'gives the same positions for the same seed on any number of threads',
    { timeout: 60_000 },
    async () => {
      for (const count of [300, 2100]) {
        const input = drawBlobs(count, 48);
        const one = await computeMap(input, PARAMETERS, { threads: 1 });
        const three = await computeMap(input, PARAMETERS, { threads: 3 });
        expect(three.positions).toEqual(one.positions);
        const other = await computeMap(input, { ...PARAMETERS, seed: 2 }, { threads: 1 });
        expect(other.positions).not.toEqual(one.positions);
      }
    }
  );

  test('works in several threads without a seed', async () => {
    const { positions, clusters } = await computeMap(
      drawBlobs(2500, 20),
      { ...PARAMETERS, seed: null, nComponents: 3 },
      { threads: 2 }
    );
    expectFinite(positions, 7500);
    expect(new Set(clusters).size).toBeGreaterThanOrEqual(5);
  });

  test.each([0, 1, 2, 3, 4, 5])('maps %i points', async count => {
    for (const nComponents of [2, 3] as const) {
      const { positions, clusters } = await computeMap(drawBlobs(count, 6), {
        ...PARAMETERS,
        nComponents
      });
      expectFinite(positions, count * nComponents);
      expect(Array.from(clusters)).toEqual(Array.from({ length: count }, () => -1));
    }
  });

  const count = 120;
  const random = createRandom(11);
  const noise = Float32Array.from({ length: count * 8 }, () => drawNormal(random));
  test.each<[string, ArrayLike<number>, number]>([
    ['all equal', new Float32Array(count * 8).fill(2), 8],
    ['all zero', new Float32Array(count * 8), 8],
    ['duplicates of two points', noise.map((_, e) => (Math.floor(e / 8) % 2) * 5), 8],
    ['duplicates among others', noise.map((v, e) => (e < 400 ? 1 : v)), 8],
    ['of magnitude 1e30', noise.map(v => v * 1e30), 8],
    ['of magnitude 1e38', noise.map(v => Math.max(-3, Math.min(3, v)) * 1e38), 8],
    ['of magnitude 1e-30', noise.map(v => v * 1e-30), 8],
    ['of magnitude 1e-44', noise.map(v => v * 1e-44), 8],
    ['of mixed magnitudes', noise.map((v, e) => v * 10 ** ((Math.floor(e / 8) % 7) * 10 - 30)), 8],
    ['with constant columns', noise.map((v, e) => (e % 8 < 6 ? 1e6 : v)), 8],
    ['on a line', noise.map((_, e) => Math.floor(e / 8)), 8],
    ['of 1 dimension', noise.slice(0, count), 1],
    ['of 2 dimensions', noise.slice(0, 2 * count), 2]
  ])('never makes a NaN of vectors %s', async (_, values, dimension) => {
    for (const metric of ['euclidean', 'cosine'] as const) {
      const { positions, clusters } = await computeMap(share(values, dimension), {
        ...PARAMETERS,
        metric
      });
      expectFinite(positions, count * 2);
      expect(clusters).toHaveLength(count);
    }
  });

  test('finds no clusters in equal vectors, which are one point', async () => {
    const equal = share(new Float32Array(60 * 8).fill(2), 8);
    const { positions, clusters } = await computeMap(equal, PARAMETERS);
    expect([...new Set(positions)]).toEqual([0]);
    expect([...new Set(clusters)]).toEqual([-1]);
    const again = await clusterPositions(positions, 60, 2, { ...PARAMETERS, minClusterSize: 2 });
    expect([...new Set(again)]).toEqual([-1]);
  });

  test('maps 1,536 dimensions, more neighbors than points, and a single blob of them', async () => {
    expectFinite((await computeMap(drawBlobs(60, 1536), PARAMETERS)).positions, 120);
    const few = await computeMap(drawBlobs(30, 10), { ...PARAMETERS, nNeighbors: 100 });
    expectFinite(few.positions, 60);
    expectFinite(
      (await computeMap(drawBlobs(50, 10), { ...PARAMETERS, nNeighbors: 2 })).positions,
      100
    );
  });

  test('keeps near-duplicates together that eight bits cannot tell apart', async () => {
    const random = createRandom(4);
    const centers = Array.from({ length: 200 * 64 }, () => drawNormal(random));
    const values = Array.from({ length: 5000 * 64 }, (_, e) => {
      const center = centers[(Math.floor(e / 64) % 200) * 64 + (e % 64)] ?? 0;
      return center + 1e-5 * drawNormal(random);
    });
    const { clusters } = await computeMap(share(values, 64), PARAMETERS);
    const truth = Array.from(clusters, (_, i) => i % 200);
    expect(measureAgreement(clusters, truth)).toBeGreaterThan(0.95);
  });

  test('reports its stages in order, with positions while it lays out', async () => {
    const seen: MapProgress[] = [];
    await computeMap(drawBlobs(3000, 100), PARAMETERS, {
      onProgress: progress => seen.push(progress)
    });
    const stages = seen.map(({ stage }) => stage);
    expect([...new Set(stages)].slice(-2)).toEqual(['layout', 'clusters']);
    expect(stages).toEqual([...stages].sort((a, b) => order(a) - order(b)));
    for (const { stage, done, total, positions } of seen) {
      expect(done).toBeLessThanOrEqual(total);
      if (stage === 'layout') expectFinite(positions ?? new Float32Array(), 6000);
    }
  });

  // Tried again on a machine too busy to end a thread in time.
  test.each([0, 50, 300, 1200])(
    'ends at once when aborted after %i ms',
    { retry: 4 },
    async afterMs => {
      const abort = new AbortController();
      const map = computeMap(drawBlobs(9000, 64), PARAMETERS, { signal: abort.signal });
      let endedAt = Infinity;
      const ended = map.catch((error: unknown) => {
        endedAt = performance.now();
        return error;
      });
      await new Promise(resolve => setTimeout(resolve, afterMs));
      const abortedAt = performance.now();
      abort.abort();
      expect(await ended).toMatchObject({ name: 'AbortError' });
      // 200 ms on an idle machine; a test only tells it from waiting for the end of the work.
      expect(endedAt - abortedAt).toBeLessThan(2000);
    }
  );

  test('does not start when it is aborted already', async () => {
    const signal = AbortSignal.abort();
    await expect(computeMap(drawBlobs(100, 4), PARAMETERS, { signal })).rejects.toThrow('aborted');
    await expect(computeMap(share([], 4), PARAMETERS, { signal })).rejects.toThrow('aborted');
  });

  test('refuses what it cannot map', async () => {
    const input = drawBlobs(20, 4);
    await expect(computeMap({ ...input, count: 21 }, PARAMETERS)).rejects.toThrow(
      'Cannot map 21 vectors of 4 values: only 80 values are there'
    );
    await expect(computeMap(input, { ...PARAMETERS, nNeighbors: 1 })).rejects.toThrow(RangeError);
    await expect(computeMap(input, { ...PARAMETERS, minDist: 2 })).rejects.toThrow(RangeError);
    await expect(computeMap(input, { ...PARAMETERS, minClusterSize: 1 })).rejects.toThrow(
      RangeError
    );
    input.vectors[13] = NaN;
    await expect(computeMap(input, PARAMETERS)).rejects.toThrow(
      'Cannot project vector 3: every value must be finite'
    );
  });
});

test('clusterPositions() clusters in a worker and can be aborted', async () => {
  const positions = Float32Array.from(
    { length: 200_000 },
    (_, e) => (e % 4 < 2 ? 0 : 50) + Math.sin(e * e)
  );
  const labels = await clusterPositions(positions, 100_000, 2, {
    ...PARAMETERS,
    minClusterSize: 20_000
  });
  expect(new Set(labels)).toEqual(new Set([0, 1]));
  const abort = new AbortController();
  const work = clusterPositions(positions, 100_000, 2, PARAMETERS, { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

test('nearestNeighbors() lists the nearest points first', () => {
  const values = Float32Array.from([0, 0, 3, 4, 1, 0, 0, 2]);
  const { indices, distances } = nearestNeighbors(values, 4, 2, 0, 3);
  expect(Array.from(indices)).toEqual([2, 3, 1]);
  expect(Array.from(distances)).toEqual([1, 2, 5]);
  expect(() => nearestNeighbors(values, 4, 2, 4, 1)).toThrow(
    'Cannot find the neighbors of point 4: there are 4 points'
  );
});

test('findWorkerUrl() finds the worker beside the source, the compiled file and the bundle', () => {
  const name = (from: string) => findWorkerUrl(from, 'map-worker').pathname;
  expect(name('file:///a/crew.ts')).toBe('/a/map-worker.ts');
  expect(name('file:///a/crew.js')).toBe('/a/map-worker.js');
  expect(name('file:///a/main.mjs')).toBe('/a/map-worker.mjs');
});

function order(stage: MapProgress['stage']): number {
  return ['neighbors', 'layout', 'clusters'].indexOf(stage);
}
