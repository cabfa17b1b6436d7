import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { MAP_DEFAULTS, type MapParameters } from '../../contract/map.ts';
import { clusterKey, digestBytes, hashLayout } from './layout-hash.ts';
import { LAYOUT_VERSION } from '../../contract/stored-layout.ts';
import { LayoutStore, type StoredLayout } from './layout-store.ts';
import { quantize } from './quantize.ts';

const parameters: MapParameters = { ...MAP_DEFAULTS, seed: null };

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phoenix-layouts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function layout(digit: string, count = 100): StoredLayout {
  return {
    header: {
      version: LAYOUT_VERSION,
      hash: digit.repeat(32),
      vectors: 'v',
      embedding: 'e',
      parameters,
      timeRange: null,
      available: { primary: count, reference: 0, corpus: 0 },
      seconds: 1,
      createdAt: '2026-01-01T00:00:00.000Z'
    },
    dataset: new Uint8Array(count),
    row: Uint32Array.from({ length: count }, (_, i) => i),
    positions: Float32Array.from({ length: count * 3 }, (_, i) => i / 7)
  };
}

test('read() gives back what write() kept', async () => {
  const store = new LayoutStore(await createFolder());
  await store.write(layout('a'));
  expect(await store.read('a'.repeat(32))).toEqual(layout('a'));
  expect(await store.read('b'.repeat(32))).toBeUndefined();
  expect(await store.read('../../etc/passwd')).toBeUndefined();
  expect(await store.headers()).toEqual([layout('a').header]);
});

test('a torn or foreign file counts as no layout', async () => {
  const folder = await createFolder();
  const store = new LayoutStore(folder);
  await store.write(layout('a'));
  await truncate(join(folder, 'a'.repeat(32), 'points.bin'), 200);
  expect(await store.read('a'.repeat(32))).toBeUndefined();
  await writeFile(join(folder, 'a'.repeat(32), 'points.bin'), '');
  expect(await store.read('a'.repeat(32))).toBeUndefined();
  await writeFile(join(folder, 'a'.repeat(32), 'header.json'), '{"version":');
  expect(await new LayoutStore(folder).headers()).toEqual([]);
});

test('labels and names belong to their clustering', async () => {
  const store = new LayoutStore(await createFolder());
  const hash = 'a'.repeat(32);
  await store.write(layout('a'));
  await store.writeLabels(hash, 'k1', Int32Array.of(0, -1, 2));
  expect(await store.readLabels(hash, 'k1', 3)).toEqual(Int32Array.of(0, -1, 2));
  expect(await store.readLabels(hash, 'k1', 4)).toBeUndefined();
  expect(await store.readLabels(hash, 'k2', 3)).toBeUndefined();
  await store.writeNames(hash, 'k1', new Map([['2', 'Refunds']]));
  expect(await store.readNames(hash, 'k1')).toEqual(new Map([['2', 'Refunds']]));
  expect(await store.readNames(hash, 'k2')).toEqual(new Map());
});

test('write() removes what was not used for longest, never what it wrote', async () => {
  const folder = await createFolder();
  const store = new LayoutStore(folder, 6000);
  const old = async (digit: string, seconds: number) => {
    for (const name of await readdir(join(folder, digit.repeat(32)))) {
      await utimes(join(folder, digit.repeat(32), name), seconds, seconds);
    }
  };
  await store.write(layout('a'));
  await store.write(layout('b'));
  await old('a', 1000);
  await old('b', 2000);
  // Reading is using.
  await store.read('a'.repeat(32));
  await store.write(layout('c'));
  expect((await readdir(folder)).map(name => name[0]).sort()).toEqual(['a', 'c']);
  await store.write(layout('d', 10_000));
  expect((await readdir(folder)).map(name => name[0])).toEqual(['d']);
});

test('digestBytes() tells apart what is cut elsewhere', async () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const one = await digestBytes([bytes(1, 2), bytes(3)]);
  expect(await digestBytes([bytes(1, 2), bytes(3)])).toBe(one);
  expect(await digestBytes([bytes(1), bytes(2, 3)])).not.toBe(one);
  expect(await digestBytes([bytes(1, 2, 3)])).not.toBe(one);
  const large = new Float32Array(new SharedArrayBuffer(9 * 2 ** 20));
  const before = await digestBytes([large]);
  large[large.length - 1] = 1;
  expect(await digestBytes([large])).not.toBe(before);
});

test('hashLayout() changes with the projection, not with the clusters', () => {
  const hash = (changed: Partial<MapParameters>, vectors = 'v') =>
    hashLayout({ vectors, parameters: { ...parameters, ...changed }, timeRange: null, times: '' });
  const base = hash({});
  for (const changed of [
    { nComponents: 2 as const },
    { minDist: 0.1 },
    { nNeighbors: 5 },
    { nSamples: 9 },
    { seed: 0 },
    { metric: 'cosine' as const }
  ]) {
    expect(hash(changed)).not.toBe(base);
  }
  expect(hash({}, 'w')).not.toBe(base);
  expect(hash({ minClusterSize: 99, epsilon: 3 })).toBe(base);
  expect(clusterKey({ ...parameters, epsilon: 3 })).not.toBe(clusterKey(parameters));
});

test('quantize() is within half a step of every position', () => {
  const numbers = fc.array(
    fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    { maxLength: 60 }
  );
  fc.assert(
    fc.property(numbers, fc.constantFrom(2, 3), (values, components) => {
      const given = Float32Array.from(
        values.slice(0, values.length - (values.length % components))
      );
      const { positions, box } = quantize(given, components);
      given.forEach((value, i) => {
        const axis = i % components;
        const [min = 0, max = 0] = [box.min[axis], box.max[axis]];
        const back = min + ((positions[i] ?? 0) / 65535) * (max - min);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(
          (max - min) / 65535 / 2 + 1e-9 * Math.abs(value)
        );
      });
    })
  );
});
