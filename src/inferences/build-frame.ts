import {
  Column as ArrowColumn,
  columnFromArray,
  fixedSizeList,
  float32,
  Table,
  type DataType,
  type Field,
  type Metadata
} from '@uwdata/flechette';
import type { DatasetSchema } from '../contract/schema.ts';
import type { DatasetRole } from '../contract/session.ts';
import { createBatch, type AnyBatch } from '../arrow/batches.ts';
import { toArrowFile } from '../arrow/arrow-file.ts';
import type { LoadedDataset } from './dataset.ts';
import { openDataset, type OpenOptions } from './open-dataset.ts';

/** A column of a frame made for a test: values of a type, or a batch as it is. */
export type FrameColumn = [name: string, values: readonly unknown[] | AnyBatch, type?: DataType];

/** Arrow IPC bytes of a small frame. */
export function buildFrame(columns: readonly FrameColumn[], metadata?: Metadata): ArrayBuffer {
  const children = columns.map(([, values, type]) =>
    Array.isArray(values)
      ? columnFromArray([...(values as readonly unknown[])], type)
      : new ArrowColumn([values as AnyBatch])
  );
  const fields = columns.map(([name], i): Field => ({
    name,
    type: children[i]?.type ?? float32(),
    nullable: true,
    metadata: new Map()
  }));
  return toArrowFile(new Table({ fields, metadata: metadata ?? null }, children)).buffer;
}

/** Vectors as the Python side writes them, `FixedSizeList<float32>`; null for a row without one. */
export function vectorBatch(rows: readonly (readonly number[] | null)[], length: number): AnyBatch {
  const values = new Float32Array(rows.length * length);
  const validity = new Uint8Array(Math.ceil(rows.length / 8));
  let nullCount = 0;
  rows.forEach((row, i) => {
    if (row) {
      values.set(row, i * length);
      validity[i >> 3] = (validity[i >> 3] ?? 0) | (1 << (i & 7));
    } else {
      nullCount++;
    }
  });
  return createBatch({
    type: fixedSizeList(float32(), length),
    length: rows.length,
    nullCount,
    ...(nullCount > 0 ? { validity } : {}),
    children: [createBatch({ type: float32(), length: values.length, values })]
  });
}

/** Opens a small frame as a data set. */
export function openFrame(
  columns: readonly FrameColumn[],
  schema: DatasetSchema = {},
  { role = 'primary', name, ...options }: OpenOptions & { role?: DatasetRole; name?: string } = {}
): LoadedDataset {
  const source = { file: `${role}.arrow`, schema, ...(name === undefined ? {} : { name }) };
  return openDataset(buildFrame(columns), source, role, options);
}
