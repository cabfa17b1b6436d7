import { densityField } from './density.ts';
import type { PointGrid } from './point-grid.ts';
import { buildGrid } from './point-grid.ts';
import type { Projection } from './select-inside.ts';
import { selectInside } from './select-inside.ts';
import type { UnitFrame } from './unit-frame.ts';

/** The worker's copy of what it needs of a cloud. */
export interface TaskColumns {
  count: number;
  components: 2 | 3;
  positions: Uint16Array;
  dataset: Uint8Array;
}

export interface Tasks {
  lasso: {
    ask: { projection: Projection; polygon: Float64Array };
    answer: Uint8Array<ArrayBuffer>;
  };
  grid: { ask: Record<string, never>; answer: PointGrid };
  density: { ask: { frame: UnitFrame }; answer: Uint16Array<ArrayBuffer> };
}

export type TaskName = keyof Tasks;

export type ToWorker =
  { columns: TaskColumns } | { id: number; task: TaskName; ask: Tasks[TaskName]['ask'] };

export interface FromWorker {
  id: number;
  answer: Tasks[TaskName]['answer'];
}

const TASKS: {
  [Name in TaskName]: (columns: TaskColumns, ask: Tasks[Name]['ask']) => Tasks[Name]['answer'];
} = {
  lasso: (columns, { projection, polygon }) => {
    const bits = new Uint8Array(Math.ceil(columns.count / 8));
    selectInside(columns, projection, polygon, bits, [0, columns.count]);
    return bits;
  },
  grid: columns => buildGrid(columns.positions, columns.components),
  density: (columns, { frame }) => densityField(columns, frame)
};

export function runTask<Name extends TaskName>(
  columns: TaskColumns,
  task: Name,
  ask: Tasks[Name]['ask']
): Tasks[Name]['answer'] {
  return TASKS[task](columns, ask);
}

/** Buffers of an answer that can be handed over instead of copied. */
export function buffersOf(answer: Tasks[TaskName]['answer']): ArrayBufferLike[] {
  return ArrayBuffer.isView(answer) ? [answer.buffer] : [answer.starts.buffer, answer.ids.buffer];
}
