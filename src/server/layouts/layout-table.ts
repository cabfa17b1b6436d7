import { float32, int32, tableFromArrays, utf8, type Table } from '@uwdata/flechette';
import { readTexts } from '../../inferences/column.ts';
import type { Model } from '../../inferences/model.ts';
import { roleOf } from '../../inferences/rows.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import type { FinishedLayout } from './finished-layout.ts';

const AXES = ['x', 'y', 'z'];

/** A layout as a table, one row per point: what a kernel gets from a finished map. */
export function layoutTable(model: Model, layout: FinishedLayout): Table {
  const { points, positions, components, clustering } = layout;
  const readIds = DATASET_ROLES.map(role => {
    const dataset = model.datasets[role];
    const column = dataset?.columns.get(dataset.roles.predictionId);
    return column ? readTexts(column) : () => null;
  });
  const axes = AXES.slice(0, components).map((name, axis) => [
    name,
    Float32Array.from({ length: points.count }, (_, i) => positions[i * components + axis] ?? 0)
  ]);
  const columns = {
    dataset: Array.from(points.dataset, roleOf),
    row: Int32Array.from(points.row),
    id: Array.from(points.row, (row, i) => readIds[points.dataset[i] ?? 0]?.(row) ?? null),
    ...(Object.fromEntries(axes) as Record<string, Float32Array>),
    cluster: Array.from(clustering.labels, label => (label < 0 ? null : label))
  };
  const types = {
    dataset: utf8(),
    row: int32(),
    id: utf8(),
    x: float32(),
    y: float32(),
    z: float32(),
    cluster: int32()
  };
  return tableFromArrays(columns, { types });
}
