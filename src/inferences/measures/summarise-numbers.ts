import { measureMoments, type Moments } from '../../analysis/quality/measure-moments.ts';
import { selectQuantiles } from '../../analysis/quality/select-quantiles.ts';
import type { Column } from '../column.ts';
import { gatherPresent } from './gather-present.ts';
import { keepByRows } from './keep-by-rows.ts';
import type { SideRows } from './side-rows.ts';

/** Count, sum and extremes of the numeric view. */
export const momentsOf: (column: Column, rows: SideRows) => Moments = keepByRows((column, rows) => {
  const { values, count } = gatherPresent(column, rows);
  return measureMoments(values, count);
});

export const QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.99] as const;

/** The quantiles of {@link QUANTILES}; NaN without numbers. */
export const quantilesOf: (column: Column, rows: SideRows) => Float64Array = keepByRows(
  (column, rows) => {
    const moments = momentsOf(column, rows);
    const { values, count } = gatherPresent(column, rows);
    return selectQuantiles(values, count, QUANTILES, moments);
  }
);

/** Least and greatest finite number of the numeric view; Infinity and −Infinity without any. */
export const extentOf: (column: Column, rows: SideRows) => { min: number; max: number } =
  keepByRows((column, rows) => {
    const moments = momentsOf(column, rows);
    if (Number.isFinite(moments.min) && Number.isFinite(moments.max)) {
      return moments;
    }
    const { values, count } = gatherPresent(column, rows);
    let [min, max] = [Infinity, -Infinity];
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? 0;
      if (Number.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return { min, max };
  });
