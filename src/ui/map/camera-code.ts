import type { Camera, Viewport } from '../cloud/camera.ts';

const digits = (value: number) => Number(value.toPrecision(5));

/** A camera as the view-state keeps it; the zoom is relative to the view, so that it fits other sizes. */
export function encodeCamera(camera: Camera, { width, height }: Viewport): number[] {
  return camera.mode === '2d'
    ? [2, digits(camera.x), digits(camera.y), digits(camera.scale / Math.min(width, height))]
    : [3, camera.x, camera.y, camera.z, camera.yaw, camera.pitch, camera.distance].map(digits);
}

/** Null when the numbers are no camera of this mode. */
export function decodeCamera(
  numbers: readonly number[] | undefined,
  mode: Camera['mode'],
  { width, height }: Viewport
): Camera | null {
  const [kind, x = 0, y = 0, ...rest] = numbers ?? [];
  if (mode === '2d' && kind === 2) {
    const [scale = 0] = rest;
    return scale > 0 ? { mode, x, y, scale: scale * Math.min(width, height) } : null;
  }
  if (mode === '3d' && kind === 3) {
    const [z = 0, yaw = 0, pitch = 0, distance = 0] = rest;
    return distance > 0 ? { mode, x, y, z, yaw, pitch, distance } : null;
  }
  return null;
}
