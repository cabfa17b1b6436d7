import { readTexts } from './column.ts';
import type { LoadedDataset } from './dataset.ts';

/** Every row of a data set whose prediction id is among `ids`, as pairs of id and row. Ids may repeat. */
export function findRowsById(
  { columns, roles, rowCount }: LoadedDataset,
  ids: Iterable<string>
): [id: string, row: number][] {
  const wanted = new Set(ids);
  const column = columns.get(roles.predictionId);
  if (!column || wanted.size === 0) {
    return [];
  }
  const read = readTexts(column);
  const found: [string, number][] = [];
  for (let row = 0; row < rowCount; row++) {
    const id = read(row);
    if (id !== null && wanted.has(id)) {
      found.push([id, row]);
    }
  }
  return found;
}
