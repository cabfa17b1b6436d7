import type { RangeQuery, Side } from '../../contract/metrics.ts';
import type { LoadedDataset } from '../dataset.ts';
import type { Model } from '../model.ts';
import { findBookends } from '../summarise-model.ts';
import { findFirstRow, readInstant } from '../time-range.ts';
import type { Rows } from '../rows.ts';
import { DATASET_CODES } from '../../contract/map.ts';
import type { Rules } from './measures.ts';

/** Rows of one data set that are measured together. */
export interface SideRows {
  /** The data set whose columns are read; rows that stand in for a reference are of the primary. */
  readonly side: Side;
  /** Positions by time, entries `from` to `to` of which are meant; null: the positions `from` to `to` themselves. */
  readonly list: Uint32Array | null;
  readonly from: number;
  readonly to: number;
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function countRows({ from, to }: SideRows): number {
  return to - from;
}

export function rangeOfRows(side: Side, from: number, to: number): SideRows {
  return { side, list: null, from, to: Math.max(from, to) };
}

export function listOfRows(side: Side, list: Uint32Array): SideRows {
  return { side, list, from: 0, to: list.length };
}

/** The rows of one data set among rows of several; a row that is there twice counts once, order is by time. */
export function takeSide({ dataset, row }: Rows, side: Side): SideRows {
  const code = DATASET_CODES[side];
  const all = new Uint32Array(row.length);
  let size = 0;
  for (let i = 0; i < row.length; i++) {
    if (dataset[i] === code) {
      all[size++] = row[i] ?? 0;
    }
  }
  const list = all.subarray(0, size).sort();
  let count = 0;
  for (let i = 0; i < list.length; i++) {
    if (i === 0 || list[i] !== list[i - 1]) {
      list[count++] = list[i] ?? 0;
    }
  }
  return listOfRows(side, list.slice(0, count));
}

/** The rows that a side's name stands for: a period of the primary rows may stand in for the reference. */
export interface Standing {
  readonly dataset: LoadedDataset;
  readonly rows: SideRows;
  /** Set when the rows are a period. */
  readonly period: Span | null;
}

/** What is measured as primary or reference; null when there is nothing, or nothing in it. */
export function findSide(model: Model, rules: Rules, side: Side): Standing | null {
  const baseline = side === 'reference' ? rules.baseline : null;
  const source = baseline ? 'primary' : side;
  const dataset = model.datasets[source];
  if (!dataset || dataset.rowCount === 0) {
    return null;
  }
  if (!baseline) {
    return { dataset, rows: rangeOfRows(source, 0, dataset.rowCount), period: null };
  }
  const period = {
    startMs: readInstant(baseline.start, 'metric/invalid'),
    endMs: readInstant(baseline.end, 'metric/invalid')
  };
  const rows = rangeBetween(dataset, source, period);
  return rows.from === rows.to ? null : { dataset, rows, period };
}

/** Rows with times in [start, end). */
function rangeBetween(dataset: LoadedDataset, side: Side, { startMs, endMs }: Span): SideRows {
  return rangeOfRows(side, findFirstRow(dataset, startMs), findFirstRow(dataset, endMs));
}

/** Rows of a side with times in [start, end); never more than the side has. */
export function rowsBetween({ dataset, rows }: Standing, span: Span): SideRows {
  const { from, to } = rangeBetween(dataset, rows.side, span);
  const low = Math.min(Math.max(from, rows.from), rows.to);
  return rangeOfRows(rows.side, low, Math.min(to, rows.to));
}

/** A side's own range (§3.4), or the ends that a request gives; null when the side has no times. */
export function findSpan({ dataset, period }: Standing, { start, end }: RangeQuery): Span | null {
  const own = period ?? findBookends(dataset);
  const startMs = start === undefined ? own?.startMs : readInstant(start, 'metric/invalid');
  const endMs = end === undefined ? own?.endMs : readInstant(end, 'metric/invalid');
  return startMs === undefined || endMs === undefined ? null : { startMs, endMs };
}

/** The rows a request's range means: with no end given, all of them, also those without a time. */
export function findRows(standing: Standing, range: RangeQuery): SideRows {
  if (range.start === undefined && range.end === undefined) {
    return standing.rows;
  }
  const span = findSpan(standing, range);
  return span ? rowsBetween(standing, span) : rangeOfRows(standing.rows.side, 0, 0);
}
