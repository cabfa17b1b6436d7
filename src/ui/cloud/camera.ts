/** Looks straight down on x and y. `scale` is CSS pixels per unit of {@link UnitFrame}. */
export interface PlaneCamera {
  mode: '2d';
  x: number;
  y: number;
  scale: number;
}

/** Turns around a target; angles in radians, `distance` in units. */
export interface OrbitCamera {
  mode: '3d';
  x: number;
  y: number;
  z: number;
  yaw: number;
  pitch: number;
  distance: number;
}

export type Camera = PlaneCamera | OrbitCamera;

/** CSS pixels. */
export interface Viewport {
  width: number;
  height: number;
}

/** Column-major, as WebGL has it. */
export type Matrix = number[];

export interface Bounds {
  min: readonly [number, number, number];
  max: readonly [number, number, number];
}

const FIELD_OF_VIEW = Math.PI / 4;
const FOCAL = 1 / Math.tan(FIELD_OF_VIEW / 2);
const MAX_PITCH = Math.PI / 2 - 0.01;
const SCALES = { min: 8, max: 4_000_000 };
const DISTANCES = { min: 0.02, max: 60 };

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

/** Orthonormal axes of the view: to the right, up, and towards the eye. */
function axes({ yaw, pitch }: OrbitCamera) {
  const [sy, cy, sp, cp] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
  return {
    right: [cy, 0, -sy] as const,
    up: [-sy * sp, cp, -cy * sp] as const,
    back: [sy * cp, sp, cy * cp] as const
  };
}

function orbitMatrix(camera: OrbitCamera, { width, height }: Viewport): Matrix {
  const { right, up, back } = axes(camera);
  const { x, y, z, distance } = camera;
  const near = Math.max(0.01, distance - 4);
  const far = distance + 4;
  const depth = (far + near) / (near - far);
  const shift = (2 * far * near) / (near - far);
  const dot = (axis: readonly number[]) => axis[0] * x + axis[1] * y + axis[2] * z;
  const fx = (FOCAL * height) / width;
  const [tx, ty, tz] = [-dot(right), -dot(up), -dot(back) - distance];
  return [
    ...[0, 1, 2].flatMap(i => [fx * right[i], FOCAL * up[i], depth * back[i], -back[i]]),
    ...[fx * tx, FOCAL * ty, depth * tz + shift, -tz]
  ];
}

/** From drawn coordinates to clip space. */
export function viewProjection(camera: Camera, viewport: Viewport): Matrix {
  if (camera.mode === '3d') {
    return orbitMatrix(camera, viewport);
  }
  const sx = (2 * camera.scale) / viewport.width;
  const sy = (2 * camera.scale) / viewport.height;
  return [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 0, 0, -camera.x * sx, -camera.y * sy, 0, 1];
}

/** Where a place is on the screen, in CSS pixels from the top left; null behind the eye. */
export function project(
  matrix: Matrix,
  { width, height }: Viewport,
  place: readonly [number, number, number]
): { x: number; y: number } | null {
  const row = (r: number) =>
    matrix[r] * place[0] + matrix[4 + r] * place[1] + matrix[8 + r] * place[2] + matrix[12 + r];
  const w = row(3);
  return w > 0 ? { x: ((row(0) / w + 1) * width) / 2, y: ((1 - row(1) / w) * height) / 2 } : null;
}

/** The picture follows the pointer by `dx`, `dy` pixels. */
export function panned(camera: Camera, dx: number, dy: number, viewport: Viewport): Camera {
  if (camera.mode === '2d') {
    return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
  }
  const { right, up } = axes(camera);
  const unit = (2 * camera.distance) / (FOCAL * viewport.height);
  const move = (axis: 0 | 1 | 2) => (dy * up[axis] - dx * right[axis]) * unit;
  return { ...camera, x: camera.x + move(0), y: camera.y + move(1), z: camera.z + move(2) };
}

export function orbited(camera: OrbitCamera, dx: number, dy: number): OrbitCamera {
  return {
    ...camera,
    yaw: camera.yaw - dx * 0.008,
    pitch: clamp(camera.pitch + dy * 0.008, -MAX_PITCH, MAX_PITCH)
  };
}

/** In 2D the place under `x`, `y` stays where it is. */
export function zoomedAt(
  camera: Camera,
  factor: number,
  { x, y }: { x: number; y: number },
  { width, height }: Viewport
): Camera {
  if (camera.mode === '3d') {
    return {
      ...camera,
      distance: clamp(camera.distance / factor, DISTANCES.min, DISTANCES.max)
    };
  }
  const scale = clamp(camera.scale * factor, SCALES.min, SCALES.max);
  const [dx, dy] = [x - width / 2, y - height / 2];
  return {
    ...camera,
    scale,
    x: camera.x + dx / camera.scale - dx / scale,
    y: camera.y - dy / camera.scale + dy / scale
  };
}

/** Space left around fitted points, in CSS pixels. */
const PADDING = 28;

type Place = readonly [number, number, number];

function cornersOf({ min, max }: Bounds): Place[] {
  return Array.from({ length: 8 }, (_, corner) => {
    const [x, y, z] = [0, 1, 2].map(axis => ((corner >> axis) & 1 ? max : min)[axis]);
    return [x, y, z];
  });
}

/** Shows `bounds` whole, in 3D only `places` when given (corners are mostly empty), keeping the direction of an orbit. */
export function fitted(
  mode: '2d' | '3d',
  { min, max }: Bounds,
  { width, height }: Viewport,
  before?: Camera,
  places?: readonly Place[]
): Camera {
  const [x, y, z] = [0, 1, 2].map(axis => (min[axis] + max[axis]) / 2) as [number, number, number];
  const side = (axis: number) => Math.max(max[axis] - min[axis], 1e-4);
  if (mode === '2d') {
    const inner = (pixels: number) => Math.max(pixels - 2 * PADDING, pixels / 2);
    const scale = Math.min(inner(width) / side(0), inner(height) / side(1));
    return { mode, x, y, scale: clamp(scale, SCALES.min, SCALES.max) };
  }
  const { yaw, pitch } = before?.mode === '3d' ? before : { yaw: 0.6, pitch: 0.45 };
  const camera: OrbitCamera = { mode, x, y, z, yaw, pitch, distance: 1 };
  const { right, up, back } = axes(camera);
  const narrow = Math.min(1, 1 - (2 * PADDING) / Math.max(width, height, 4 * PADDING));
  let distance: number = DISTANCES.min;
  for (const [px, py, pz] of places ?? cornersOf({ min, max })) {
    const [dx, dy, dz] = [px - x, py - y, pz - z];
    const along = (axis: readonly number[]) => dx * axis[0] + dy * axis[1] + dz * axis[2];
    const reach = Math.max((Math.abs(along(right)) * height) / width, Math.abs(along(up)));
    distance = Math.max(distance, along(back) + (reach * FOCAL) / narrow);
  }
  return { ...camera, distance: clamp(distance, DISTANCES.min, DISTANCES.max) };
}

/** Zoom relative to the fit of the whole cloud; 1 shows everything. */
export function magnification(camera: Camera, viewport: Viewport): number {
  return camera.mode === '2d'
    ? camera.scale / (Math.min(viewport.width, viewport.height) / 2)
    : 2.6 / camera.distance;
}
