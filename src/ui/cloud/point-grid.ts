import type { UnitFrame } from './unit-frame.ts';
import { U16_MAX } from './unit-frame.ts';

/** Cells per side: about 15 points a cell at a million. */
const SIDE = 256;

/** Points by cell over quantised x and y: `ids[starts[cell] … starts[cell + 1])`, ascending within a cell. */
export interface PointGrid {
  starts: Uint32Array;
  ids: Uint32Array;
}

const cellOf = (x: number, y: number) => (y >> 8) * SIDE + (x >> 8);

/** Counting sort of all points into cells. */
export function buildGrid(positions: Uint16Array, components: 2 | 3): PointGrid {
  const count = positions.length / components;
  const starts = new Uint32Array(SIDE * SIDE + 1);
  for (let i = 0, p = 0; i < count; i++, p += components) {
    starts[cellOf(positions[p], positions[p + 1]) + 1]++;
  }
  for (let cell = 0; cell < SIDE * SIDE; cell++) {
    starts[cell + 1] += starts[cell];
  }
  const next = starts.slice();
  const ids = new Uint32Array(count);
  for (let i = 0, p = 0; i < count; i++, p += components) {
    ids[next[cellOf(positions[p], positions[p + 1])]++] = i;
  }
  return { starts, ids };
}

/** Calls `visit` with every point whose cell meets the square of half side `reach` around a place in drawn units. */
export function visitNear(
  { starts, ids }: PointGrid,
  { scale, offset }: UnitFrame,
  { x, y, reach }: { x: number; y: number; reach: number },
  visit: (point: number) => void
): void {
  const cell = (value: number, axis: 0 | 1) => {
    const u = ((value - offset[axis]) / (scale[axis] || 1)) * U16_MAX;
    return Math.min(SIDE - 1, Math.max(0, Math.floor(u / SIDE)));
  };
  const [left, right] = [cell(x - reach, 0), cell(x + reach, 0)];
  const [top, bottom] = [cell(y - reach, 1), cell(y + reach, 1)];
  for (let row = top; row <= bottom; row++) {
    for (let i = starts[row * SIDE + left]; i < starts[row * SIDE + right + 1]; i++) {
      visit(ids[i]);
    }
  }
}
