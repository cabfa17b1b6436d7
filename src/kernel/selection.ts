import { Type } from '@uwdata/flechette';
import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';
import type { SetSelection } from '../contract/selection.ts';
import type { Dataset } from './dataset.ts';
import { RequestError } from './errors.ts';
import { show, toWord } from './nearest.ts';
import { sourceOf } from './tables/to-arquero.ts';

type Part = SetSelection['parts'][number];

/** What can be selected by: see `Session.select`. */
export type Selectable = ArrayLike<unknown> | object | null;

/** A table, enough of it to read rows. */
interface TableLike {
  columnNames(): string[];
  numRows(): number;
  data(): Record<string, unknown>;
  array(name: string): ArrayLike<unknown>;
}

/** The data sets that are loaded. */
export interface Loaded {
  /** Rows by role; roles without data are absent. */
  sizes: ReadonlyMap<DatasetRole, number>;
  /** Display name by role. */
  names: ReadonlyMap<DatasetRole, string>;
  /** What this kernel handed over. */
  datasets: ReadonlyMap<DatasetRole, Dataset>;
}

const HINT =
  'Give row numbers, one true or false per row, a table of rows, or an array of prediction ids';
const CODE = 'selection/invalid';
const NAME_COLUMN = '__phoenix_dataset_name__';

/** The parts of a request that select exactly these rows. Throws RequestError when the value names no rows. */
export function toParts(value: unknown, loaded: Loaded): Part[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (isRoles(value)) {
    return Object.entries(value).flatMap(([key, rows]) => read(rows, loaded, roleOf(key, loaded)));
  }
  return read(value, loaded, undefined);
}

function read(value: unknown, loaded: Loaded, role: DatasetRole | undefined): Part[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (isTable(value)) {
    return readTable(value, loaded, role);
  }
  const isArray =
    Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  const cells = isArray
    ? Array.from(value as unknown as ArrayLike<unknown>)
    : value instanceof Set
      ? [...(value as Set<unknown>)]
      : undefined;
  if (cells === undefined) {
    throw refuse(`Cannot select by ${show(value)}`);
  }
  if (cells.length === 0) {
    return [];
  }
  if (cells.every(cell => typeof cell === 'boolean')) {
    return [maskPart(cells, loaded, role ?? mainRole(loaded))];
  }
  if (cells.every(cell => typeof cell === 'number' || typeof cell === 'bigint')) {
    return [rowsPart(cells.map(Number), loaded, role ?? mainRole(loaded))];
  }
  if (cells.every(cell => typeof cell === 'string')) {
    return [idsPart(cells, role)];
  }
  if (cells.every(cell => typeof cell === 'object' && cell !== null && !Array.isArray(cell))) {
    return readObjects(cells as Record<string, unknown>[], loaded, role);
  }
  throw refuse(`Cannot select by values such as ${show(cells[0])}`);
}

function maskPart(mask: readonly boolean[], { sizes, names }: Loaded, role: DatasetRole): Part {
  const size = sizes.get(role) ?? 0;
  if (mask.length !== size) {
    throw new RequestError(
      `Cannot select by a mask of ${mask.length} values: "${names.get(role) ?? role}" has ${size} rows`,
      {
        code: CODE,
        hint: 'Give one true or false per row; an object addresses other data sets: { reference: mask }'
      }
    );
  }
  return {
    by: 'source',
    dataset: role,
    runs: toRuns(mask.flatMap((isIn, row) => (isIn ? [row] : [])))
  };
}

function rowsPart(rows: readonly number[], { sizes, names }: Loaded, role: DatasetRole): Part {
  const size = sizes.get(role) ?? 0;
  const wrong = rows.find(row => !Number.isInteger(row) || row < 0 || row >= size);
  if (wrong !== undefined) {
    throw new RequestError(
      `Cannot select row ${wrong} of "${names.get(role) ?? role}": it has ${size} rows, counted from 0`,
      { code: CODE }
    );
  }
  return { by: 'rows', dataset: role, runs: toRuns(rows) };
}

function idsPart(ids: readonly string[], dataset: DatasetRole | undefined): Part {
  return { by: 'ids', ids: [...new Set(ids)], ...(dataset ? { dataset } : {}) };
}

function readTable(table: TableLike, loaded: Loaded, role: DatasetRole | undefined): Part[] {
  const names = table.columnNames();
  const columns = new Map(names.map(name => [name, table.array(name)]));
  const data = table.data();
  const isFloat = (name: string) => {
    const column = data[name];
    return column instanceof Float64Array || sourceOf(column)?.type.typeId === Type.Float;
  };
  return readColumns(columns, table.numRows(), isFloat, loaded, role);
}

function readObjects(
  rows: Record<string, unknown>[],
  loaded: Loaded,
  role: DatasetRole | undefined
): Part[] {
  const names = new Set(rows.flatMap(row => Object.keys(row)));
  const columns = new Map([...names].map(name => [name, rows.map(row => row[name])]));
  return readColumns(columns, rows.length, () => false, loaded, role);
}

/** Rows are found by their columns `dataset` and `row`, else by prediction id. */
function readColumns(
  columns: ReadonlyMap<string, ArrayLike<unknown>>,
  count: number,
  isFloat: (name: string) => boolean,
  loaded: Loaded,
  role: DatasetRole | undefined
): Part[] {
  if (count === 0) {
    return [];
  }
  const [datasets, rows] = [columns.get('dataset'), columns.get('row')];
  if (datasets && rows) {
    return [...groupBy(datasets, rows, Number)].map(([name, found]) =>
      rowsPart(found, loaded, roleOf(name, loaded))
    );
  }
  const label = idLabel(columns, loaded, role);
  const ids = label === undefined ? undefined : columns.get(label);
  if (!ids || label === undefined) {
    throw refuse(
      `Cannot find these rows: they have neither "dataset" and "row" nor a prediction id`
    );
  }
  const toText = (id: unknown) => idText(id, isFloat(label));
  const origins = columns.get(NAME_COLUMN);
  const known = new Set<unknown>(loaded.names.values());
  if (role === undefined && origins && Array.from(origins).every(name => known.has(name))) {
    return [...groupBy(origins, ids, toText)].map(([name, found]) =>
      idsPart(found, roleOf(name, loaded))
    );
  }
  const texts = Array.from(ids).flatMap(id =>
    id === null || id === undefined ? [] : [toText(id)]
  );
  return [idsPart(texts, role ?? mainRole(loaded))];
}

function groupBy<Item>(
  keys: ArrayLike<unknown>,
  values: ArrayLike<unknown>,
  read: (value: unknown) => Item
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (let i = 0; i < keys.length; i++) {
    const key = String(keys[i]);
    const group = groups.get(key) ?? [];
    group.push(read(values[i]));
    groups.set(key, group);
  }
  return groups;
}

/** Ids in the form the server gives them: integers without a point, floats with one. */
function idText(id: unknown, isFloat: boolean): string {
  return isFloat && Number.isInteger(id) ? `${id as number}.0` : toWord(id);
}

function idLabel(
  columns: ReadonlyMap<string, unknown>,
  { datasets }: Loaded,
  role: DatasetRole | undefined
): string | undefined {
  for (const candidate of role ? [role] : DATASET_ROLES) {
    const { idColumnName, predictionIdColumnName } = datasets.get(candidate)?.schema ?? {};
    const label = idColumnName ?? predictionIdColumnName;
    if (label !== undefined && columns.has(label)) {
      return label;
    }
  }
  return columns.has('prediction_id') ? 'prediction_id' : undefined;
}

/** Whether it is a table of Arquero, or enough of one. */
export function isTable(value: unknown): value is TableLike {
  const table = value as Partial<TableLike> | null | undefined;
  return typeof table?.columnNames === 'function' && typeof table.array === 'function';
}

function isRoles(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isTable(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

function mainRole({ sizes }: Loaded): DatasetRole {
  const role = DATASET_ROLES.find(each => sizes.has(each));
  if (role === undefined) {
    throw new RequestError('Cannot select rows: no data is loaded', {
      code: 'selection/empty',
      hint: 'Give some to launchApp({ primary })'
    });
  }
  return role;
}

function roleOf(key: string, { sizes, names }: Loaded): DatasetRole {
  const role =
    DATASET_ROLES.find(each => each === key && sizes.has(each)) ??
    DATASET_ROLES.find(each => names.get(each) === key);
  if (role === undefined) {
    const known = [...new Set<string>([...sizes.keys(), ...names.values()])];
    throw new RequestError(
      `Cannot select rows of "${key}": the data sets are ${known.map(name => `"${name}"`).join(', ') || 'none'}`,
      { code: CODE }
    );
  }
  return role;
}

/** Row numbers in any order, repeated or not, as `[start, length, start, length, …]`. */
function toRuns(rows: readonly number[]): number[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const runs: number[] = [];
  for (const row of sorted) {
    const last = runs.length - 1;
    if (last > 0 && row === (runs[last - 1] ?? 0) + (runs[last] ?? 0)) {
      runs[last] = (runs[last] ?? 0) + 1;
    } else {
      runs.push(row, 1);
    }
  }
  return runs;
}

function refuse(message: string): RequestError {
  return new RequestError(message, { code: CODE, hint: HINT });
}
