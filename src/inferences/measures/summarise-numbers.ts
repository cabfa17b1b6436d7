import { DECILES, findBreaks } from '../../analysis/binning/find-breaks.ts';
import { createNumberBins, type NumberBins } from '../../analysis/binning/bin-numbers.ts';
import { interpolateRanks } from '../../analysis/quality/select-quantiles.ts';
import { selectFromSketch } from '../../analysis/quality/sketch.ts';
import type { Column } from '../column.ts';
import { dropMissing, readRowNumbers } from './gather-numbers.ts';
import { keepByRows } from './keep-by-rows.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { sketchRows } from './sketch-rows.ts';

export interface Moments {
  /** Numbers that are there. */
  readonly count: number;
  readonly sum: number;
  /** Infinity and −Infinity of no numbers. */
  readonly min: number;
  readonly max: number;
}

/** Count, sum and extremes of the numeric view. */
export const momentsOf: (column: Column, rows: SideRows) => Moments = keepByRows((column, rows) => {
  const { count, sum, min, max } = sketchRows(column, rows);
  return { count, sum, min, max };
});

const QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.99] as const;
export const QUANTILE_AT = { p01: 0, p25: 1, p50: 2, p75: 3, p99: 4 } as const;

/** The five quantiles of {@link QUANTILE_AT}, then the bins of the deciles: one look at the buckets finds both. */
const ranksOf = keepByRows((column, rows) => {
  const sketch = sketchRows(column, rows);
  const probabilities = [...QUANTILES, ...DECILES].sort((a, b) => a - b);
  const values = interpolateRanks(sketch.count, probabilities, ranks =>
    selectFromSketch(sketch, ranks)
  );
  const pick = (p: number) => values[probabilities.indexOf(p)] ?? NaN;
  return {
    quantiles: QUANTILES.map(pick),
    bins: createNumberBins(findBreaks(Float64Array.from(DECILES, pick)))
  };
});

/** The quantiles of {@link QUANTILE_AT}; NaN without numbers. */
export function quantilesOf(column: Column, rows: SideRows): readonly number[] {
  return ranksOf(column, rows).quantiles;
}

/** Bins of the deciles (§4.3). */
export function binsOf(column: Column, rows: SideRows): NumberBins {
  return ranksOf(column, rows).bins;
}

/** Least and greatest finite number of the numeric view; Infinity and −Infinity without any. */
export const extentOf: (column: Column, rows: SideRows) => { min: number; max: number } =
  keepByRows((column, rows) => {
    const moments = momentsOf(column, rows);
    if (Number.isFinite(moments.min) && Number.isFinite(moments.max)) {
      return moments;
    }
    let [min, max] = [Infinity, -Infinity];
    for (const value of readPresent(column, rows)) {
      if (Number.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return { min, max };
  });

/** The numbers that are there, in no particular order. */
export function readPresent(column: Column, rows: SideRows): Float64Array {
  const values = new Float64Array(countRows(rows));
  readRowNumbers(column, rows, values, true);
  return values.subarray(0, dropMissing(values, values.length));
}
