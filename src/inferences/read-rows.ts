import { Failure } from '../contract/failures.ts';
import type { Cell, ColumnKind, RowsColumn, RowsPage, RowsQuery } from '../contract/rows.ts';
import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';
import type { Scalar } from '../arrow/cells.ts';
import { readCells, readScalars, sourceOf, type Column } from './column.ts';
import { describeRoles, kindOf, rolesOf } from './column-roles.ts';
import { createMatcher, type SearchedKind } from './find-rows.ts';
import type { Model } from './model.ts';
import { roleOf, type Rows } from './rows.ts';
import { sortPositions } from './sort-rows.ts';

export type RowsRequest = Pick<RowsQuery, 'sort' | 'find' | 'offset' | 'limit' | 'columns'>;

/** Characters of a cell that a table shows; a card shows the whole text. */
const MAX_CELL = 1000;

interface TableColumn extends RowsColumn {
  byRole: Partial<Record<DatasetRole, Column>>;
}

/** The last positions found for a list of rows, so that the next page of the same table costs nothing. */
const lastFound = new WeakMap<Rows, { key: string; positions: Uint32Array }>();

/** One page of a table of rows, found and sorted. Throws Failure `column/unknown`. */
export function readRows(model: Model, rows: Rows, request: RowsRequest): RowsPage {
  const all = listColumns(model, rows);
  const shown = request.columns ? request.columns.map(name => findColumn(all, name)) : all;
  const positions = findPositions(model, rows, all, request);
  const readers = shown.map(column => readByRole(column, showCells));
  const page = positions.subarray(request.offset, request.offset + request.limit);
  return {
    total: rows.row.length,
    matched: positions.length,
    columns: shown.map(({ name, kind, role }) => ({ name, kind, role })),
    rows: Array.from(page, position => {
      const code = rows.dataset[position] ?? 0;
      const row = rows.row[position] ?? 0;
      return {
        dataset: roleOf(code),
        row,
        cells: readers.map(read => read[code]?.(row) ?? null)
      };
    })
  };
}

/** Which of the rows contain the text in any cell that a table shows, in order. */
export function findRowsWith(model: Model, rows: Rows, text: string): Uint32Array {
  return findMatches(model, rows, listColumns(model, rows), text);
}

function findColumn(columns: readonly TableColumn[], name: string): TableColumn {
  const found = columns.find(column => column.name === name);
  if (!found) {
    throw new Failure('column/unknown', `Cannot find column ${JSON.stringify(name)} in these rows`);
  }
  return found;
}

/** Columns of all data sets among the rows, the first one's first. */
function listColumns(model: Model, { dataset }: Rows): TableColumn[] {
  const present = new Set(dataset);
  const roles = DATASET_ROLES.filter((role, code) =>
    present.size > 0 ? present.has(code) : model.datasets[role]
  );
  const columns = new Map<string, TableColumn>();
  for (const role of roles) {
    const words = describeRoles(rolesOf(model, role), role === 'corpus');
    const frame = model.frames[role];
    for (const column of frame.columns.values()) {
      const isVector = (frame.vectors.get(column.name)?.length ?? 0) > 0;
      const found = columns.get(column.name) ?? {
        name: column.name,
        kind: kindOf(column, rolesOf(model, role), isVector),
        role: words.get(column.name) ?? '',
        byRole: {}
      };
      found.byRole[role] = column;
      columns.set(column.name, found);
    }
  }
  return [...columns.values()];
}

/** Readers by data set code. */
function readByRole<Value>(
  { byRole, kind }: TableColumn,
  create: (column: Column, kind: ColumnKind) => (row: number) => Value
): (((row: number) => Value) | undefined)[] {
  return DATASET_ROLES.map(role => {
    const column = byRole[role];
    return column && create(column, kind);
  });
}

function showCells(column: Column, kind: ColumnKind): (row: number) => Cell {
  const read = readCells(column);
  return row => {
    const value = read(row);
    if (typeof value !== 'string' || value.length <= MAX_CELL) {
      return kind === 'link' && isDataUri(value) ? shortenDataUri(value) : value;
    }
    return kind === 'link' && isDataUri(value)
      ? shortenDataUri(value)
      : `${value.slice(0, MAX_CELL)}…`;
  };
}

function isDataUri(value: Cell): value is string {
  return typeof value === 'string' && /^data:/i.test(value);
}

function shortenDataUri(uri: string): string {
  return `${uri.slice(0, 40).replace(/,.*$/s, '')}, ${uri.length} characters`;
}

function findPositions(
  model: Model,
  rows: Rows,
  columns: readonly TableColumn[],
  { find, sort }: RowsRequest
): Uint32Array {
  const key = JSON.stringify([find, sort]);
  const last = lastFound.get(rows);
  if (last?.key === key) {
    return last.positions;
  }
  let positions = new Uint32Array(rows.row.length).map((_, i) => i);
  if (find) {
    positions = findMatches(model, rows, columns, find);
  }
  if (sort) {
    const readers = readByRole(findColumn(columns, sort.column), readScalars);
    const read = (position: number): Scalar =>
      readers[rows.dataset[position] ?? 0]?.(rows.row[position] ?? 0) ?? null;
    positions = sortPositions(positions, read, sort.descending) as typeof positions;
  }
  lastFound.set(rows, { key, positions });
  return positions;
}

const SEARCHED: readonly ColumnKind[] = ['text', 'number', 'boolean', 'time', 'link'];

function findMatches(
  model: Model,
  rows: Rows,
  columns: readonly TableColumn[],
  needle: string
): Uint32Array<ArrayBuffer> {
  const matched = new Uint8Array(rows.row.length);
  DATASET_ROLES.forEach((role, code) => {
    const order = model.datasets[role]?.order ?? null;
    const sources = Int32Array.from(rows.row, (row, i) =>
      rows.dataset[i] === code ? sourceOf(order, row) : -1
    );
    for (const { kind, byRole } of columns) {
      const column = byRole[role];
      const isSearched = column && SEARCHED.includes(kind);
      const matches = isSearched
        ? createMatcher(column, kind === 'link' ? 'text' : (kind as SearchedKind), needle)
        : undefined;
      const skips = kind === 'link' && column ? createDataUriTest(column) : undefined;
      for (let i = 0; matches && i < sources.length; i++) {
        const source = sources[i] ?? -1;
        if (matched[i] === 0 && source >= 0 && !skips?.(source) && matches(source)) {
          matched[i] = 1;
        }
      }
    }
  });
  const positions = new Uint32Array(matched.reduce((sum, each) => sum + each, 0));
  let at = 0;
  matched.forEach((each, i) => {
    if (each === 1) {
      positions[at++] = i;
    }
  });
  return positions;
}

/** Letters of an image in base64 are no words. */
function createDataUriTest(column: Column): ((source: number) => boolean) | undefined {
  return createMatcher(column, 'text', 'data:');
}
