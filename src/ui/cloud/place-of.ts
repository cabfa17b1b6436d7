import type { Scene } from './scene.ts';
import { U16_MAX } from './unit-frame.ts';

/** Where a point is drawn now, in units, half-way when it glides. */
export function placeOf(
  { columns, frame, before, progress }: Pick<Scene, 'columns' | 'frame' | 'before' | 'progress'>,
  point: number
): [number, number, number] {
  const { components } = columns;
  const at = (axis: number) => {
    if (axis >= components) {
      return 0;
    }
    const index = point * components + axis;
    const to = (columns.positions[index] / U16_MAX) * frame.scale[axis] + frame.offset[axis];
    if (!before) {
      return to;
    }
    const { scale, offset } = before.frame;
    const from = (before.positions[index] / U16_MAX) * scale[axis] + offset[axis];
    return from + (to - from) * progress;
  };
  return [at(0), at(1), at(2)];
}
