import { expect, test } from 'vitest';
import type { Camera } from './camera.ts';
import { fitted, orbited, panned, project, viewProjection, zoomedAt } from './camera.ts';

const viewport = { width: 900, height: 600 };
const cameras: Camera[] = [
  { mode: '2d', x: 0.2, y: -0.1, scale: 300 },
  { mode: '3d', x: 0.1, y: 0, z: -0.2, yaw: 0.4, pitch: 0.3, distance: 3 }
];

function at(camera: Camera, place: [number, number, number]) {
  return project(viewProjection(camera, viewport), viewport, place) ?? { x: NaN, y: NaN };
}

test.each(cameras)('the target of a $mode camera is in the middle', camera => {
  const { x, y } = camera;
  const middle = at(camera, [x, y, camera.mode === '3d' ? camera.z : 0]);
  expect(middle.x).toBeCloseTo(450, 9);
  expect(middle.y).toBeCloseTo(300, 9);
});

test.each(cameras)('panned() moves the $mode picture with the pointer', camera => {
  const target: [number, number, number] = [
    camera.x,
    camera.y,
    camera.mode === '3d' ? camera.z : 0
  ];
  const moved = at(panned(camera, 40, -25, viewport), target);
  expect(moved.x).toBeCloseTo(490, 6);
  expect(moved.y).toBeCloseTo(275, 6);
});

test('zoomedAt() keeps the place under the pointer', () => {
  const [camera] = cameras;
  const place: [number, number, number] = [0.7, 0.4, 0];
  const before = at(camera, place);
  const after = at(zoomedAt(camera, 3.7, before, viewport), place);
  expect(after.x).toBeCloseTo(before.x, 9);
  expect(after.y).toBeCloseTo(before.y, 9);
});

test('orbited() never turns over', () => {
  const [, camera] = cameras;
  const turned = camera.mode === '3d' ? orbited(camera, 0, 100_000) : camera;
  expect(turned.mode === '3d' && turned.pitch).toBeLessThan(Math.PI / 2);
});

test.each(['2d', '3d'] as const)('fitted() shows the whole box in %s and fills the view', mode => {
  const bounds = { min: [-1, -0.5, -0.8], max: [1, 0.5, 0.8] } as const;
  const camera = fitted(mode, bounds, viewport);
  const corners = [-1, 1].flatMap(x =>
    [-0.5, 0.5].flatMap(y => [-0.8, 0.8].map(z => at(camera, [x, y, z])))
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  expect(Math.min(...xs)).toBeGreaterThan(0);
  expect(Math.max(...xs)).toBeLessThan(900);
  expect(Math.min(...ys)).toBeGreaterThan(0);
  expect(Math.max(...ys)).toBeLessThan(600);
  const filled = Math.max(
    (Math.max(...xs) - Math.min(...xs)) / 900,
    (Math.max(...ys) - Math.min(...ys)) / 600
  );
  expect(filled).toBeGreaterThan(0.5);
});

test('fitted() stays finite when all points are equal', () => {
  const { x, y } = at(fitted('2d', { min: [0, 0, 0], max: [0, 0, 0] }, viewport), [0, 0, 0]);
  expect([x, y]).toEqual([450, 300]);
});
