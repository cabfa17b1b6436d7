import { DATASET_CODES } from '../contract/map.ts';
import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';

/** Rows of any data sets, pair by pair: `dataset` holds codes of `DATASET_CODES`, `row` positions by time (§2.6.4). */
export interface Rows {
  readonly dataset: Uint8Array;
  readonly row: Uint32Array;
}

export interface RowAddress {
  dataset: DatasetRole;
  row: number;
}

export type CountByRole = Record<DatasetRole, number>;

export function roleOf(code: number): DatasetRole {
  const role = DATASET_ROLES[code];
  if (role === undefined) {
    throw new RangeError(`Cannot find a data set with the code ${code}`);
  }
  return role;
}

/** Every row of one data set, in order. */
export function rowsOfDataset(role: DatasetRole, rowCount: number): Rows {
  return {
    dataset: new Uint8Array(rowCount).fill(DATASET_CODES[role]),
    row: Uint32Array.from({ length: rowCount }, (_, row) => row)
  };
}

/** The rows at `positions`, in that order. */
export function takeRows({ dataset, row }: Rows, positions: ArrayLike<number>): Rows {
  const taken = {
    dataset: new Uint8Array(positions.length),
    row: new Uint32Array(positions.length)
  };
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] ?? 0;
    taken.dataset[i] = dataset[position] ?? 0;
    taken.row[i] = row[position] ?? 0;
  }
  return taken;
}

export function countByRole({ dataset }: Rows): CountByRole {
  const counts = [0, 0, 0];
  for (const code of dataset) {
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return { primary: counts[0] ?? 0, reference: counts[1] ?? 0, corpus: counts[2] ?? 0 };
}
