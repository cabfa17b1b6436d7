import { expect, test } from 'vitest';
import { convexHull } from './outline.ts';
import { buildGrid, visitNear } from './point-grid.ts';
import { U16_MAX, unitFrame } from './unit-frame.ts';

test('visitNear() meets every point within reach', () => {
  let state = 11;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const positions = Uint16Array.from({ length: 2 * 5_000 }, () => next() * U16_MAX);
  const frame = unitFrame({ min: [0, 0], max: [4, 1] });
  const grid = buildGrid(positions, 2);
  for (const [x, y] of [
    [0, 0],
    [-0.9, 0.2],
    [1, 0.25],
    [-3, 5]
  ] as const) {
    const met = new Set<number>();
    visitNear(grid, frame, { x, y, reach: 0.05 }, point => met.add(point));
    for (let i = 0; i < 5_000; i++) {
      const px = (positions[2 * i] / U16_MAX) * frame.scale[0] + frame.offset[0];
      const py = (positions[2 * i + 1] / U16_MAX) * frame.scale[1] + frame.offset[1];
      if (Math.abs(px - x) < 0.05 && Math.abs(py - y) < 0.05) {
        expect(met.has(i)).toBe(true);
      }
    }
  }
});

test('convexHull() drops what lies inside or on an edge', () => {
  const hull = convexHull(Float64Array.of(0, 0, 4, 0, 4, 4, 0, 4, 2, 2, 2, 0, 1, 3));
  expect([...hull]).toEqual([0, 0, 4, 0, 4, 4, 0, 4]);
});

test('convexHull() of one point is that point or nothing', () => {
  expect(convexHull(Float64Array.of(1, 2)).length).toBeLessThanOrEqual(2);
});
