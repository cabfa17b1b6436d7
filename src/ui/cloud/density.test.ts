import { expect, test } from 'vitest';
import { layersOf } from './layers.ts';
import { DENSITY_SIDE, densityField, toHalf } from './density.ts';
import { unitFrame } from './unit-frame.ts';

function fromHalf(bits: number): number {
  const exponent = bits >> 10;
  return exponent === 0 ? 0 : (1 + (bits & 1023) / 1024) * 2 ** (exponent - 15);
}

test('toHalf() keeps eleven bits of values from 0 to 1', () => {
  for (const value of [0, 1, 0.5, 0.3333, 0.9999, 0.001, 0.25]) {
    expect(Math.abs(fromHalf(toHalf(value)) - value)).toBeLessThanOrEqual(value / 1024);
  }
});

test('densityField() has its peak where the points are, per data set', () => {
  const count = 2_000;
  const positions = new Uint16Array(2 * count);
  const dataset = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    dataset[i] = i % 2;
    positions.set(i % 2 === 0 ? [10_000, 10_000] : [50_000, 40_000], 2 * i);
  }
  const frame = unitFrame({ min: [0, 0], max: [1, 1] });
  const field = densityField({ count, components: 2, positions, dataset }, frame);
  const peak = (channel: number) => {
    let best = 0;
    for (let i = 0; i < DENSITY_SIDE ** 2; i++) {
      best = fromHalf(field[4 * i + channel]) > fromHalf(field[4 * best + channel]) ? i : best;
    }
    const toShare = (cell: number) => ((cell + 0.5) / DENSITY_SIDE) * 2.2 - 1.1;
    return { x: toShare(best % DENSITY_SIDE), y: toShare(Math.floor(best / DENSITY_SIDE)) };
  };
  const [primary, reference] = [peak(0), peak(1)];
  expect(primary.x).toBeCloseTo((10_000 / 65_535) * 2 - 1, 1);
  expect(primary.y).toBeCloseTo((10_000 / 65_535) * 2 - 1, 1);
  expect(reference.x).toBeCloseTo((50_000 / 65_535) * 2 - 1, 1);
  expect(reference.y).toBeCloseTo((40_000 / 65_535) * 2 - 1, 1);
});

test('a prefix of a layer keeps its share of every region', () => {
  const count = 30_000;
  let state = 3;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const dataset = Uint8Array.from({ length: count }, () => (next() < 0.7 ? 0 : 1));
  const region = Uint8Array.from({ length: count }, () => Math.floor(next() * 8));
  const [layer] = layersOf({ count, dataset });
  const prefix = layer.subarray(0, 3_000);
  const expected = 3_000 / 8;
  const counts = new Array<number>(8).fill(0);
  prefix.forEach(point => counts[region[point]]++);
  const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  // 99.9 % quantile of χ² with 7 degrees of freedom.
  expect(chiSquare).toBeLessThan(24.32);
});
