import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, project, viewProjection } from './camera.ts';
import { selectInside } from './select-inside.ts';
import { U16_MAX, unitFrame } from './unit-frame.ts';

const viewport = { width: 800, height: 500 };

/** Winding number by summed angles, which shares no line with the crossing rule. */
function winds(polygon: readonly number[], x: number, y: number): boolean {
  let turned = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const [ax, ay] = [polygon[i] - x, polygon[i + 1] - y];
    const [bx, by] = [polygon[j] - x, polygon[j + 1] - y];
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.round(turned / (2 * Math.PI)) !== 0;
}

const places = fc.array(
  fc.tuple(fc.integer({ max: U16_MAX, min: 0 }), fc.integer({ max: U16_MAX, min: 0 })),
  {
    minLength: 1,
    maxLength: 60
  }
);
const polygons = fc.array(
  fc.tuple(fc.integer({ min: -50, max: 850 }), fc.integer({ min: -50, max: 550 })),
  {
    minLength: 3,
    maxLength: 40
  }
);

test('selectInside() encloses what the polygon winds around, also when it crosses itself', () => {
  fc.assert(
    fc.property(places, polygons, (points, corners) => {
      const positions = Uint16Array.from(points.flat());
      const polygon = corners.flat().map((value, i) => value + 0.37 + i * 1e-4);
      const frame = unitFrame({ min: [0, 0], max: [2, 1] });
      const matrix = viewProjection({ mode: '2d', x: 0.1, y: -0.05, scale: 260 }, viewport);
      const bits = new Uint8Array(Math.ceil(points.length / 8));
      selectInside(
        { positions, components: 2 },
        { frame, matrix, viewport },
        Float64Array.from(polygon),
        bits,
        [0, points.length]
      );
      points.forEach(([u, v], i) => {
        const at = project(matrix, viewport, [
          (u / U16_MAX) * frame.scale[0] + frame.offset[0],
          (v / U16_MAX) * frame.scale[1] + frame.offset[1],
          0
        ]);
        expect(((bits[i >> 3] >> (i & 7)) & 1) === 1).toBe(
          winds(polygon, at?.x ?? NaN, at?.y ?? NaN)
        );
      });
    })
  );
});

test('selectInside() leaves out what lies behind the eye in 3D', () => {
  const frame = unitFrame({ min: [-1, -1, -1], max: [1, 1, 1] });
  const camera = {
    ...fitted('3d', { min: [-1, -1, -1], max: [1, 1, 1] }, viewport),
    distance: 0.3
  };
  const matrix = viewProjection(camera, viewport);
  const positions = Uint16Array.from(
    [-1, 1].flatMap(x => [-1, 1].flatMap(y => [-1, 1].flatMap(z => [x, y, z]))),
    value => ((value + 1) / 2) * U16_MAX
  );
  const bits = new Uint8Array(1);
  const everything = Float64Array.of(-1e6, -1e6, 1e6, -1e6, 1e6, 1e6, -1e6, 1e6);
  selectInside({ positions, components: 3 }, { frame, matrix, viewport }, everything, bits, [0, 8]);
  const visible = Array.from({ length: 8 }, (_, i) => {
    const [x, y, z] = positions.subarray(3 * i, 3 * i + 3);
    return project(matrix, viewport, [x / 32767.5 - 1, y / 32767.5 - 1, z / 32767.5 - 1]) !== null;
  });
  expect(visible.filter(Boolean).length).toBeGreaterThan(0);
  expect(visible.filter(Boolean).length).toBeLessThan(8);
  expect(visible).toEqual(Array.from({ length: 8 }, (_, i) => ((bits[0] >> i) & 1) === 1));
});
