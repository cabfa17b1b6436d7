import type { ColumnTable } from 'arquero';
import { nullType, type Field, type Metadata, type Table } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { gather, joinBatches } from '../../arrow/gather.ts';
import { openTable } from '../../arrow/arrow-file.ts';
import { DatasetError } from '../errors.ts';
import type { Cells } from './build-batch.ts';
import { inferBatch } from './infer-batch.ts';
import { packVectors } from './pack-vectors.ts';
import { isArrowColumn, sourceOf } from './to-arquero.ts';

/** Columns by name, whatever they came as. */
export interface Frame {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly metadata: Metadata | null;
  /** The cells as one batch. */
  batchOf(name: string): AnyBatch;
  /** The cells as vectors; those of Arrow stay lists, which the server reads as well. */
  vectorsOf(name: string): AnyBatch;
}

/** What an Arquero table of any copy of Arquero has. */
interface ArqueroLike {
  columnNames(): string[];
  numRows(): number;
  totalRows(): number;
  data(): object;
  isFiltered(): boolean;
  isOrdered(): boolean;
  scan(visit: (row: number) => void, isOrdered?: boolean): void;
}

/** An Arquero or Arrow table, Arrow IPC bytes, an array of objects, or an object of columns. */
export type TableData =
  | ColumnTable
  | ArqueroLike
  | Table
  | Uint8Array
  | ArrayBuffer
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, ArrayLike<unknown>>>;

/** The columns of what the user handed over. Throws DatasetError when it is no table. */
export function readFrame(data: unknown): Frame {
  if (typeof data === 'string') {
    throw new DatasetError(
      [`Cannot read the text ${JSON.stringify(data.slice(0, 60))} as the data of a Dataset`],
      {
        hint: 'For a file: await Dataset.fromFile(path, schema)'
      }
    );
  }
  if (data instanceof Uint8Array || data instanceof ArrayBuffer) {
    return readArrow(
      openArrow(data instanceof Uint8Array ? data : new Uint8Array(data), 'the bytes')
    );
  }
  if (isArquero(data)) {
    return readArquero(data);
  }
  if (isArrow(data)) {
    return readArrow(data);
  }
  if (Array.isArray(data)) {
    return readRows(data);
  }
  if (isColumns(data)) {
    return readColumns(data);
  }
  throw new DatasetError([`Cannot read ${describe(data)} as the data of a Dataset`], {
    hint: 'Hand over an Arquero or Arrow table, Arrow IPC bytes, an array of objects, or an object of columns'
  });
}

/** Arrow IPC bytes as a table; `what` names them in the error. */
export function openArrow(bytes: Uint8Array, what: string): Table {
  let table: Table | undefined;
  let cause: unknown;
  try {
    table = openTable(bytes);
  } catch (error) {
    cause = error;
  }
  if (table?.schema.version !== undefined) {
    return table;
  }
  if (cause instanceof Error && /codec|compress/i.test(cause.message)) {
    throw new DatasetError([`Cannot read ${what}: the Arrow buffers are compressed`], {
      code: 'dataset/unreadable',
      hint: 'Write them without, in pandas: df.to_feather(path, compression="uncompressed")',
      cause
    });
  }
  throw new DatasetError([`Cannot read ${what}: this is not Arrow IPC, or it is cut off`], {
    code: 'dataset/unreadable',
    cause
  });
}

/** The metadata that pandas writes, without the index, which does not travel. */
export function withoutIndex(metadata: Metadata | null, names: readonly string[]): Metadata | null {
  const text = metadata?.get('pandas');
  if (!metadata || text === undefined) {
    return metadata;
  }
  const kept = new Map(metadata);
  kept.delete('pandas');
  try {
    const pandas = JSON.parse(text) as { columns: { field_name?: string }[] };
    const columns = pandas.columns.filter(({ field_name: name }) => names.includes(name ?? ''));
    return kept.set('pandas', JSON.stringify({ ...pandas, index_columns: [], columns }));
  } catch {
    return kept;
  }
}

function isArquero(data: unknown): data is ArqueroLike {
  const table = data as Partial<ArqueroLike> | null | undefined;
  return typeof table?.columnNames === 'function' && typeof table.scan === 'function';
}

function isArrow(data: unknown): data is Table {
  const table = data as Partial<Table> | null | undefined;
  return (
    Array.isArray(table?.schema?.fields) &&
    Array.isArray(table.children) &&
    table.children.every(isArrowColumn)
  );
}

function isColumns(data: unknown): data is Record<string, Cells> {
  const prototype: unknown =
    typeof data === 'object' && data !== null ? Object.getPrototypeOf(data) : undefined;
  return (
    (prototype === Object.prototype || prototype === null) &&
    Object.values(data as object).every(isCells)
  );
}

function isCells(value: unknown): value is Cells {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function describe(data: unknown): string {
  if (data === null || data === undefined) {
    return String(data);
  }
  const name = data.constructor.name;
  return name === 'Object' ? 'an object whose values are no columns' : `a ${name}`;
}

function readArrow(table: Table): Frame {
  const at = new Map(table.schema.fields.map(({ name }, i) => [name, i]));
  const names = table.schema.fields.map(({ name }: Field) => name);
  const batchOf = (name: string) => {
    const column = table.children[at.get(name) ?? -1];
    return column ? joinBatches(column) : missing(table.numRows);
  };
  const metadata = table.schema.metadata ?? null;
  return { names, rowCount: table.numRows, metadata, batchOf, vectorsOf: batchOf };
}

function readArquero(table: ArqueroLike): Frame {
  const rows = rowsOf(table);
  const data = table.data() as Record<string, unknown>;
  const read = (name: string, fromCells: (cells: Cells) => AnyBatch): AnyBatch => {
    const column = data[name];
    const source = sourceOf(column);
    if (source) {
      const batch = joinBatches(source);
      return rows ? gather(batch.type, [{ batch, rows }]) : batch;
    }
    return fromCells(cellsOf(column, table.totalRows(), rows));
  };
  return {
    names: table.columnNames(),
    rowCount: table.numRows(),
    metadata: null,
    batchOf: name => read(name, inferBatch),
    vectorsOf: name => read(name, cells => packVectors(cells, name))
  };
}

/** Positions of the rows that a filter or an order leaves, in that order; undefined for all of them as they are. */
function rowsOf(table: ArqueroLike): Int32Array | undefined {
  if (!table.isFiltered() && !table.isOrdered()) {
    return undefined;
  }
  const rows = new Int32Array(table.numRows());
  let at = 0;
  table.scan(row => {
    rows[at++] = row;
  }, true);
  return rows;
}

interface ColumnLike {
  at?: (row: number) => unknown;
  get?: (row: number) => unknown;
}

function cellsOf(column: unknown, length: number, rows: Int32Array | undefined): Cells {
  if (isCells(column)) {
    if (!rows) {
      return column;
    }
    const Kind = column.constructor as new (length: number) => Record<number, unknown> & Cells;
    const taken = new Kind(rows.length);
    rows.forEach((row, i) => (taken[i] = column[row]));
    return taken;
  }
  const { at, get } = column as ColumnLike;
  const read = at ?? get ?? (() => undefined);
  return Array.from({ length: rows?.length ?? length }, (_, i) =>
    read.call(column, rows?.[i] ?? i)
  );
}

function readRows(rows: readonly unknown[]): Frame {
  const wrong = rows.findIndex(
    row => typeof row !== 'object' || row === null || Array.isArray(row)
  );
  if (wrong >= 0) {
    throw new DatasetError([
      `Cannot read row ${wrong} of the data: ${describe(rows[wrong])} is no object with a value per column`
    ]);
  }
  const names = [...new Set(rows.flatMap(row => Object.keys(row as object)))];
  const cells = (name: string) =>
    rows.map(row =>
      Object.hasOwn(row as object, name) ? (row as Record<string, unknown>)[name] : null
    );
  return {
    names,
    rowCount: rows.length,
    metadata: null,
    batchOf: name => inferBatch(cells(name)),
    vectorsOf: name => packVectors(cells(name), name)
  };
}

function readColumns(columns: Record<string, Cells>): Frame {
  const names = Object.keys(columns);
  const rowCount = columns[names[0] ?? '']?.length ?? 0;
  const odd = names.find(name => columns[name]?.length !== rowCount);
  if (odd !== undefined) {
    throw new DatasetError([
      `Cannot read columns of different lengths: "${names[0] ?? ''}" has ${rowCount} cells and "${odd}" has ${columns[odd]?.length ?? 0}`
    ]);
  }
  const cellsOf = (name: string) => columns[name] ?? [];
  return {
    names,
    rowCount,
    metadata: null,
    batchOf: name => inferBatch(cellsOf(name)),
    vectorsOf: name => packVectors(cellsOf(name), name)
  };
}

function missing(rowCount: number): AnyBatch {
  return createBatch({ type: nullType(), length: rowCount, nullCount: rowCount });
}
