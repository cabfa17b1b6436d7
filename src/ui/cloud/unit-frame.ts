import type { Box } from './cloud.ts';

/**
 * From quantised to drawn coordinates: the box's center becomes the origin and its longest side runs from −1 to 1,
 * so that cameras, radii and indices mean the same for every layout. `drawn = u / 65535 · scale + offset`.
 */
export interface UnitFrame {
  scale: [number, number, number];
  offset: [number, number, number];
}

export const U16_MAX = 65535;

function sides({ min, max }: Box): number[] {
  return [0, 1, 2].map(axis => (max[axis] ?? 0) - (min[axis] ?? 0));
}

export function unitFrame(box: Box): UnitFrame {
  const lengths = sides(box);
  const half = Math.max(...lengths) / 2 || 1;
  const [x = 0, y = 0, z = 0] = lengths.map(length => length / half);
  return { scale: [x, y, z], offset: [-x / 2, -y / 2, -z / 2] };
}

/** A place in the coordinates of the layout, as drawn. */
export function toUnit(box: Box, place: readonly number[]): [number, number, number] {
  const lengths = sides(box);
  const half = Math.max(...lengths) / 2 || 1;
  const [x = 0, y = 0, z = 0] = lengths.map(
    (length, axis) => ((place[axis] ?? 0) - (box.min[axis] ?? 0) - length / 2) / half
  );
  return [x, y, z];
}
