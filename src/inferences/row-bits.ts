import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';
import { countBits, createBitmap, hasBit, setBit } from '../arrow/bitmap.ts';
import type { Model } from './model.ts';
import type { Rows } from './rows.ts';

/** A bitset per data set: bit i is row i. */
export type RowBits = Readonly<Record<DatasetRole, Uint8Array>>;

export function createRowBits(model: Model): RowBits {
  const create = (role: DatasetRole) => createBitmap(model.datasets[role]?.rowCount ?? 0);
  return { primary: create('primary'), reference: create('reference'), corpus: create('corpus') };
}

/** Bits of rows that are known to exist. */
export function bitsOfRows(model: Model, { dataset, row }: Rows): RowBits {
  const bits = createRowBits(model);
  const byCode = DATASET_ROLES.map(role => bits[role]);
  for (let i = 0; i < row.length; i++) {
    const found = byCode[dataset[i] ?? 0];
    if (found) {
      setBit(found, row[i] ?? 0);
    }
  }
  return bits;
}

/** Which points of a map have their row's bit set, as a bitset over points, and how many. */
export function maskPoints(
  bits: RowBits,
  { dataset, row }: Rows
): { selected: Uint8Array<ArrayBuffer>; count: number } {
  const selected = createBitmap(dataset.length);
  const byCode = DATASET_ROLES.map(role => bits[role]);
  for (let i = 0; i < dataset.length; i++) {
    const found = byCode[dataset[i] ?? 0];
    if (found && hasBit(found, row[i] ?? 0)) {
      setBit(selected, i);
    }
  }
  return { selected, count: countBits(selected) };
}
