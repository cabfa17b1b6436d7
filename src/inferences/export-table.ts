import {
  Column as ArrowColumn,
  field as createField,
  largeUtf8,
  Table,
  Type,
  utf8,
  type DataType,
  type Field,
  type Metadata
} from '@uwdata/flechette';
import { DATASET_CODES } from '../contract/map.ts';
import type { DatasetRole } from '../contract/session.ts';
import { isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { castBatch } from '../arrow/cast-batch.ts';
import { createTextBatch } from '../arrow/create-text-batch.ts';
import { gather, type Part } from '../arrow/gather.ts';
import { hasSameDictionary } from '../arrow/gather-dictionary.ts';
import { isSameType, unifyTypes } from '../arrow/unify-types.ts';
import type { Column } from './column.ts';
import type { Model } from './model.ts';
import { describePandas } from './describe-pandas.ts';
import { roleOf, type Rows } from './rows.ts';

const DATASET_NAME_COLUMN = '__phoenix_dataset_name__';
const CLUSTER_ID_COLUMN = '__phoenix_cluster_id__';

interface ExportOptions {
  /** Per row the number or id of its cluster; of a row that comes twice the last counts. */
  clusterIds?: ArrayLike<number | string>;
}

/** The rows of one data set, ascending, and the same as positions in its batches. */
interface Block {
  role: DatasetRole;
  name: string;
  columns: ReadonlyMap<string, Column>;
  sources: Int32Array;
  clusterIds: string[];
}

/** Bytes of one column that a record batch may hold: flechette counts them in 32 bits. */
const MAX_BATCH_BYTES = 2 ** 29;

/**
 * The exported frame (§1.10): rows of primary and reference, each once and in order, with the columns of the normalized
 * data sets under the model's names, exactly as they were stored. Corpus rows are left out.
 */
export function exportTable(model: Model, rows: Rows, { clusterIds }: ExportOptions = {}): Table {
  const blocks = collectBlocks(model, rows, clusterIds);
  const [first, second] = blocks;
  if (!first) {
    return new Table({ fields: [] }, []);
  }
  const extras: [string, AnyBatch][] = [];
  if (hasRows(model, 'primary') && hasRows(model, 'reference')) {
    extras.push([DATASET_NAME_COLUMN, repeatNames(blocks)]);
  }
  if (clusterIds) {
    const ids = blocks.flatMap(block => block.clusterIds);
    extras.push([CLUSTER_ID_COLUMN, createTextBatch(ids.length, i => ids[i] ?? null)]);
  }
  // An export that was loaded again brings these columns along; they now tell of this one.
  const isOwn = (name: string) => extras.every(([extra]) => extra !== name);
  const names = [...first.columns.keys()].filter(isOwn);
  const later = [...(second?.columns.keys() ?? [])].filter(
    name => isOwn(name) && !first.columns.has(name)
  );
  const rowsPerBatch = countRowsPerBatch(blocks);
  const exported = [
    ...names.map(name => exportColumn(name, blocks, rowsPerBatch)),
    ...extras.map(([name, batch]) => exportExtra(name, batch, rowsPerBatch)),
    ...later.map(name => exportColumn(name, blocks, rowsPerBatch))
  ];
  const rowCount = blocks.reduce((sum, { sources }) => sum + sources.length, 0);
  return new Table(
    {
      fields: exported.map(({ field }) => field),
      metadata: createMetadata(model, blocks, exported, rowCount)
    },
    exported.map(({ batches, field }) => new ArrowColumn(batches, field.type))
  );
}

function hasRows(model: Model, role: DatasetRole): boolean {
  return (model.datasets[role]?.rowCount ?? 0) > 0;
}

/** Blocks in the order in which their data sets first appear. */
function collectBlocks(
  model: Model,
  { dataset, row }: Rows,
  clusterIds: ExportOptions['clusterIds']
): Block[] {
  /** By data set, for each row, where it comes last among the rows asked for, from 1 on; 0 for never. */
  const lastByCode = new Map<number, Int32Array>();
  for (let i = 0; i < dataset.length; i++) {
    const code = dataset[i] ?? 0;
    let last = lastByCode.get(code);
    if (!last) {
      last = new Int32Array(model.datasets[roleOf(code)]?.rowCount ?? 0);
      lastByCode.set(code, last);
    }
    last[row[i] ?? 0] = i + 1;
  }
  lastByCode.delete(DATASET_CODES.corpus);
  return [...lastByCode].map(([code, last]) => {
    const role = roleOf(code);
    const loaded = model.datasets[role];
    const rows = listTaken(last);
    return {
      role,
      name: loaded?.name ?? role,
      columns: model.frames[role].columns,
      sources: loaded?.order ? takeAll(loaded.order, rows) : rows,
      clusterIds: clusterIds
        ? Array.from(rows, each => String(clusterIds[(last[each] ?? 1) - 1] ?? ''))
        : []
    };
  });
}

/** Where the entries are that are not 0. */
function listTaken(last: Int32Array): Int32Array {
  const rows = new Int32Array(last.length);
  let count = 0;
  for (let i = 0; i < last.length; i++) {
    if ((last[i] ?? 0) > 0) {
      rows[count++] = i;
    }
  }
  return rows.slice(0, count);
}

function takeAll(order: Uint32Array, rows: Int32Array): Int32Array {
  const sources = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    sources[i] = order[rows[i] ?? 0] ?? 0;
  }
  return sources;
}

function repeatNames(blocks: readonly Block[]): AnyBatch {
  const names = blocks.flatMap(({ name, sources }) => new Array<string>(sources.length).fill(name));
  return createTextBatch(names.length, i => names[i] ?? '');
}

/** Rows so few that no column's buffer outgrows a record batch. */
function countRowsPerBatch(blocks: readonly Block[]): number {
  let bytesPerRow = 1;
  for (const { columns, sources } of blocks) {
    for (const { batch } of sources.length > 0 ? columns.values() : []) {
      bytesPerRow = Math.max(bytesPerRow, largestBuffer(batch) / Math.max(1, batch.length));
    }
  }
  return Math.max(1, Math.floor(MAX_BATCH_BYTES / bytesPerRow));
}

/** Nested batches, as flechette reads them, have no values of their own; others no children. */
function largestBuffer({ values, children }: Partial<AnyBatch>): number {
  return Math.max(values?.byteLength ?? 0, ...(children ?? []).map(largestBuffer));
}

export interface ExportedColumn {
  field: Field;
  batches: AnyBatch[];
  /** The column it was and the block that brings it, if it is still of that type. */
  source: { column: Column; block: number } | null;
}

function exportColumn(
  name: string,
  blocks: readonly Block[],
  rowsPerBatch: number
): ExportedColumn {
  const block = blocks.findIndex(({ columns }) => columns.has(name));
  const source = blocks[block]?.columns.get(name);
  if (!source) {
    throw new RangeError(`Cannot export column ${JSON.stringify(name)}: no data set has it`);
  }
  const parts = blocks.map(({ columns, sources }) => {
    const column = columns.get(name);
    return column
      ? { batch: column.batch, rows: sources }
      : { batch: source.batch, rows: new Int32Array(sources.length).fill(-1) };
  });
  const unified = unifyParts(parts);
  const batches = splitParts(unified, rowsPerBatch).map(each =>
    gather(unified[0]?.batch.type ?? source.batch.type, each)
  );
  const type = batches[0]?.type ?? source.batch.type;
  const isKept = isSameType(type, source.batch.type);
  return {
    field: {
      name,
      type,
      nullable: true,
      metadata: isKept ? source.field.metadata : new Map<string, string>()
    },
    batches,
    source: isKept ? { column: source, block } : null
  };
}

function exportExtra(name: string, batch: AnyBatch, rowsPerBatch: number): ExportedColumn {
  const rows = Int32Array.from({ length: batch.length }, (_, i) => i);
  const batches = splitParts([{ batch, rows }], rowsPerBatch).map(each => gather(batch.type, each));
  return { field: createField(name, utf8()), batches, source: null };
}

/** The type that parts of several types are cast to; undefined when they can be joined as they are. */
function findDifferent([first, second]: Part[]): DataType | undefined {
  const a = first?.batch;
  const b = second?.batch ?? a;
  if (!a || !b) {
    return undefined;
  }
  // Pandas reads no column of several types.
  if (a.type.typeId === Type.Union || b.type.typeId === Type.Union) {
    return largeUtf8();
  }
  if (canJoin(a, b)) {
    return undefined;
  }
  return isDictionary(a.type) && isSameType(a.type, b.type)
    ? a.type.dictionary
    : unifyTypes(a.type, b.type);
}

/** Parts of one type: where the data sets differ, the rows taken are cast to what holds both. */
function unifyParts(parts: Part[]): Part[] {
  const differing = findDifferent(parts);
  if (!differing) {
    return parts;
  }
  return parts.map(({ batch, rows }) => {
    const cast = castBatch(gather(batch.type, [{ batch, rows }]), differing);
    return { batch: cast, rows: Int32Array.from({ length: rows.length }, (_, i) => i) };
  });
}

function canJoin(a: AnyBatch, b: AnyBatch): boolean {
  return (
    isSameType(a.type, b.type) && (!isDictionary(a.type) || a === b || hasSameDictionary(a, b))
  );
}

/** The parts cut into pieces of at most `size` rows. */
function splitParts(parts: readonly Part[], size: number): Part[][] {
  const pieces: Part[][] = [];
  let room = 0;
  for (const { batch, rows } of parts) {
    for (let at = 0; at < rows.length;) {
      if (room === 0) {
        pieces.push([]);
        room = size;
      }
      const taken = rows.subarray(at, at + room);
      pieces.at(-1)?.push({ batch, rows: taken });
      at += taken.length;
      room -= taken.length;
    }
  }
  return pieces.length > 0 ? pieces : [[...parts]];
}

function createMetadata(
  model: Model,
  blocks: readonly Block[],
  exported: readonly ExportedColumn[],
  rowCount: number
): Metadata {
  const sources = blocks.map(({ role }) => model.datasets[role]?.metadata ?? null);
  const kept = new Map(sources[0] ?? []);
  const pandas = describePandas(sources, exported, rowCount);
  kept.delete('pandas');
  return pandas === undefined ? kept : kept.set('pandas', pandas);
}
