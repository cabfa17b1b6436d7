import type { Segment } from '../../contract/metrics.ts';
import type { Category } from '../categories.ts';
import type { ModelDimension } from '../model.ts';
import type { CategoricalBinning, NumericBinning } from './binning.ts';
import { labelCategories, orderCategories } from './order-categories.ts';
import type { SideRows } from './side-rows.ts';
import { extentOf } from './summarise-numbers.ts';

/** A bin as answers show it, and its number in the binning. */
export type Shape = Pick<Segment, 'bin' | 'label' | 'start' | 'end'> & { at: number };

/** All bins of a dimension, in order of value, missing last; open sides are shown to end where the rows of `sides` do (§4.5). */
export function describeBins(
  dimension: ModelDimension,
  binning: NumericBinning | CategoricalBinning,
  sides: readonly (SideRows | null | undefined)[]
): Shape[] {
  const shapes =
    binning.kind === 'numeric'
      ? listIntervals(
          binning.breaks,
          findExtent(dimension, sides),
          dimension.isTime ? formatTime : formatNumber
        )
      : listCategories(binning.categories);
  return [
    ...shapes,
    {
      bin: { kind: 'missing' },
      label: '(empty)',
      start: null,
      end: null,
      at: binning.binCount - 1
    }
  ];
}

/** Least and greatest number of the dimension over both sides, not only the rows asked for (§3.5). */
function findExtent(
  dimension: ModelDimension,
  sides: readonly (SideRows | null | undefined)[]
): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const rows of sides) {
    const column = rows && dimension.columns[rows.side];
    if (rows && column) {
      const extent = extentOf(column, rows);
      min = Math.min(min, extent.min);
      max = Math.max(max, extent.max);
    }
  }
  return { min, max };
}

function listIntervals(
  breaks: Float64Array,
  extent: { min: number; max: number },
  format: (edge: number) => string
): Shape[] {
  const toFinite = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? value : null;
  return Array.from({ length: breaks.length + 1 }, (_, at) => {
    const bin = {
      kind: 'interval' as const,
      start: breaks[at - 1] ?? null,
      end: breaks[at] ?? null
    };
    const start = toFinite(bin.start ?? extent.min);
    const end = toFinite(bin.end ?? extent.max);
    const closing = bin.end === null ? ']' : ')';
    const [from, to] = [start, end].map(edge => (edge === null ? '…' : format(edge)));
    return { bin, start, end, at, label: `[${from}, ${to}${closing}` };
  });
}

function formatNumber(edge: number): string {
  return String(Number(edge.toPrecision(12)));
}

function formatTime(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}

function listCategories(categories: readonly Category[]): Shape[] {
  const labels = labelCategories(categories);
  return orderCategories(categories).map(at => ({
    bin: { kind: 'category', key: categories[at]?.key ?? '' },
    label: labels[at] ?? '',
    start: null,
    end: null,
    at
  }));
}
