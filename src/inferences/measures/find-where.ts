import { DATASET_CODES } from '../../contract/map.ts';
import type { Bin, Condition, WhereSource } from '../../contract/metrics.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { encodeCategories } from '../categories.ts';
import { sourceOf, type Column } from '../column.ts';
import { readCorrectness } from '../correctness.ts';
import type { Model, ModelDimension } from '../model.ts';
import type { Rows } from '../rows.ts';
import { findFirstRow, readInstant } from '../time-range.ts';
import { findDimension } from './find-subject.ts';
import { readRowNumbers } from './gather-numbers.ts';
import { classesOf } from './label-classes.ts';
import { rangeOfRows } from './side-rows.ts';

/** Clears the mask where a condition does not hold; entry k is row `from + k`. */
type Narrow = (mask: Uint8Array, from: number) => void;

/**
 * Rows of a data set, or of primary and reference, by time and conditions. The range narrows the primary, or the data set
 * that is named. Throws Failure for dimensions that are not there.
 */
export function findWhere(model: Model, where: WhereSource): Rows {
  const roles = where.dataset ? [where.dataset] : (['primary', 'reference'] as const);
  const found = roles.map(role => findInDataset(model, role, where));
  const count = found.reduce((sum, rows) => sum + rows.length, 0);
  const rows = { dataset: new Uint8Array(count), row: new Uint32Array(count) };
  let at = 0;
  roles.forEach((role, i) => {
    const list = found[i] ?? new Uint32Array(0);
    rows.dataset.fill(DATASET_CODES[role], at, at + list.length);
    rows.row.set(list, at);
    at += list.length;
  });
  return rows;
}

function findInDataset(model: Model, role: DatasetRole, where: WhereSource): Uint32Array {
  const [from, to] = findRange(model, role, where);
  const mask = new Uint8Array(to - from).fill(1);
  for (const condition of where.conditions) {
    narrowBy(model, role, condition)(mask, from);
  }
  let count = 0;
  for (const kept of mask) {
    count += kept;
  }
  const list = new Uint32Array(count);
  let at = 0;
  mask.forEach((kept, k) => {
    if (kept === 1) {
      list[at++] = from + k;
    }
  });
  return list;
}

function findRange(
  model: Model,
  role: DatasetRole,
  { dataset, start, end }: WhereSource
): [number, number] {
  const loaded = model.datasets[role];
  if (!loaded) {
    return [0, 0];
  }
  const isNarrowed = role === 'primary' || role === dataset;
  if (!isNarrowed || (start === undefined && end === undefined)) {
    return [0, loaded.rowCount];
  }
  const rowAt = (text: string) => findFirstRow(loaded, readInstant(text, 'metric/invalid'));
  const from = start === undefined ? 0 : rowAt(start);
  const to = end === undefined ? loaded.rowCount - loaded.rowsWithoutTime : rowAt(end);
  return [from, Math.max(from, to)];
}

function narrowBy(model: Model, role: DatasetRole, condition: Condition): Narrow {
  const { predictionScore, actualScore } = model.roles;
  const columnOf = (name: string | null) =>
    name === null || role === 'corpus' ? undefined : model.frames[role].columns.get(name);
  switch (condition.kind) {
    case 'bin':
      return narrowToBin(findDimension(model, condition.dimension), role, condition.bin);
    case 'outcome': {
      const { labels, ...classes } = classesOf(model);
      const ofSide = (codes: typeof classes.actual) => (role === 'corpus' ? null : codes[role]);
      const predicted = narrowToLabel(ofSide(classes.predicted), labels, condition.predicted);
      const actual = narrowToLabel(ofSide(classes.actual), labels, condition.actual);
      return (mask, from) => {
        predicted(mask, from);
        actual(mask, from);
      };
    }
    case 'correctness': {
      const read = readCorrectness(model, role);
      return keepWhere(row => read(row) === condition.is);
    }
    case 'residual':
      return narrowToResidual(columnOf(predictionScore), columnOf(actualScore), condition);
  }
}

function keepWhere(holds: (row: number) => boolean): Narrow {
  return (mask, from) => {
    for (let k = 0; k < mask.length; k++) {
      if (mask[k] === 1 && !holds(from + k)) {
        mask[k] = 0;
      }
    }
  };
}

const clear: Narrow = mask => {
  mask.fill(0);
};

function narrowToBin({ columns, dataType }: ModelDimension, role: DatasetRole, bin: Bin): Narrow {
  const column = role === 'corpus' ? null : columns[role];
  const isMissing = bin.kind === 'missing';
  // A column that is not there is all missing (§3.3).
  if (!column) {
    return isMissing ? () => undefined : clear;
  }
  if (bin.kind === 'category' || (isMissing && dataType === 'categorical')) {
    const { codes, values } = encodeCategories(column);
    const code = isMissing ? 0 : values.findIndex(({ key }) => key === bin.key) + 1;
    return code === 0 && !isMissing
      ? clear
      : keepWhere(row => codes[sourceOf(column.order, row)] === code);
  }
  return bin.kind === 'interval'
    ? keepNumbers(column, value => isWithin(value, bin))
    : keepNumbers(column, value => Number.isNaN(value));
}

/** Open sides take infinities in (§14.11). */
function isWithin(value: number, range: { start: number | null; end: number | null }): boolean {
  return value >= (range.start ?? -Infinity) && (range.end === null || value < range.end);
}

/** The numeric view of the rows that the mask covers. */
function readAll(column: Column, from: number, count: number): Float64Array {
  const values = new Float64Array(count);
  readRowNumbers(column, rangeOfRows('primary', from, from + count), values);
  return values;
}

function keepNumbers(column: Column, holds: (value: number) => boolean): Narrow {
  return (mask, from) => {
    const values = readAll(column, from, mask.length);
    keepWhere(row => holds(values[row - from] ?? NaN))(mask, from);
  };
}

function narrowToLabel(
  codes: Int32Array | null,
  labels: readonly string[],
  label: string | undefined
): Narrow {
  if (label === undefined) {
    return () => undefined;
  }
  const wanted = labels.indexOf(label);
  return codes && wanted >= 0 ? keepWhere(row => codes[row] === wanted) : clear;
}

function narrowToResidual(
  prediction: Column | undefined,
  actual: Column | undefined,
  range: { start: number | null; end: number | null }
): Narrow {
  return (mask, from) => {
    if (!prediction || !actual) {
      mask.fill(0);
      return;
    }
    const predicted = readAll(prediction, from, mask.length);
    const real = readAll(actual, from, mask.length);
    keepWhere(row => {
      const k = row - from;
      return isWithin((predicted[k] ?? NaN) - (real[k] ?? NaN), range);
    })(mask, from);
  };
}
