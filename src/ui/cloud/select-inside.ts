import type { Matrix, Viewport } from './camera.ts';
import type { UnitFrame } from './unit-frame.ts';
import { U16_MAX } from './unit-frame.ts';

export interface Projection {
  frame: UnitFrame;
  matrix: Matrix;
  viewport: Viewport;
}

/** The edges of a closed polygon that cross each of {@link BANDS} horizontal bands of its bounding box. */
interface Bands {
  top: number;
  left: number;
  right: number;
  bottom: number;
  perPixel: number;
  edges: number[][];
}

const BANDS = 128;

function bandsOf(polygon: Float64Array): Bands {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i += 2) {
    left = Math.min(left, polygon[i]);
    right = Math.max(right, polygon[i]);
    top = Math.min(top, polygon[i + 1]);
    bottom = Math.max(bottom, polygon[i + 1]);
  }
  const perPixel = BANDS / Math.max(bottom - top, 1e-9);
  const edges: number[][] = Array.from({ length: BANDS + 1 }, () => []);
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const [y0, y1] = [polygon[i + 1], polygon[j + 1]];
    const first = Math.max(0, Math.floor((Math.min(y0, y1) - top) * perPixel) - 1);
    const last = Math.min(BANDS, Math.floor((Math.max(y0, y1) - top) * perPixel) + 1);
    for (let band = first; band <= last; band++) {
      edges[band].push(i, j);
    }
  }
  return { top, left, right, bottom, perPixel, edges };
}

/**
 * Non-zero winding number (Sunday 2001), so that a line that crosses itself still encloses its overlap.
 * Only edges of the point's band are looked at.
 */
function isInside(polygon: Float64Array, edges: readonly number[], x: number, y: number): boolean {
  let winding = 0;
  for (let e = 0; e < edges.length; e += 2) {
    const i = edges[e];
    const j = edges[e + 1];
    const x0 = polygon[i];
    const y0 = polygon[i + 1];
    const y1 = polygon[j + 1];
    if (y0 <= y !== y1 <= y) {
      const side = (polygon[j] - x0) * (y - y0) - (x - x0) * (y1 - y0);
      winding += y0 <= y ? Number(side > 0) : -Number(side < 0);
    }
  }
  return winding !== 0;
}

/** Sets the bit of every point in `[from, to)` whose place on the screen lies inside the polygon x, y, x, y … */
export function selectInside(
  { positions, components }: { positions: Uint16Array; components: 2 | 3 },
  { frame, matrix: m, viewport }: Projection,
  polygon: Float64Array,
  bits: Uint8Array,
  [from, to]: readonly [number, number]
): void {
  const { top, left, right, bottom, perPixel, edges } = bandsOf(polygon);
  const [kx, ky, kz] = frame.scale.map(scale => scale / U16_MAX) as [number, number, number];
  const [ox, oy, oz] = frame.offset;
  const [m0, m1, , m3, m4, m5, , m7, m8, m9, , m11, m12, m13, , m15] = m as [
    number, number, number, number, number, number, number, number,
    number, number, number, number, number, number, number, number
  ]; // prettier-ignore
  const [halfWidth, halfHeight] = [viewport.width / 2, viewport.height / 2];
  for (let i = from, p = from * components; i < to; i++, p += components) {
    const x = positions[p] * kx + ox;
    const y = positions[p + 1] * ky + oy;
    const z = components === 3 ? positions[p + 2] * kz + oz : 0;
    const w = m3 * x + m7 * y + m11 * z + m15;
    if (w <= 0) {
      continue;
    }
    const sx = ((m0 * x + m4 * y + m8 * z + m12) / w + 1) * halfWidth;
    const sy = (1 - (m1 * x + m5 * y + m9 * z + m13) / w) * halfHeight;
    if (sx < left || sx > right || sy < top || sy > bottom) {
      continue;
    }
    if (isInside(polygon, edges[Math.floor((sy - top) * perPixel)], sx, sy)) {
      bits[i >> 3] |= 1 << (i & 7);
    }
  }
}
