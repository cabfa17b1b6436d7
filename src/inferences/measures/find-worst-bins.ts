import { findZ, Z_95 } from '../../analysis/slices/judge-slice.ts';
import {
  METRIC_FACTS,
  type Metric,
  type Side,
  type WorstSegment,
  type WorstSegmentsAnswer,
  type WorstSegmentsQuery
} from '../../contract/metrics.ts';
import type { Model, ModelDimension } from '../model.ts';
import { createBinning } from './binning.ts';
import { createMeter } from './create-meter.ts';
import { describeBins } from './describe-bins.ts';
import { splitByBin } from './measure-segments.ts';
import type { Rules } from './measures.ts';
import type { Meter } from './meter.ts';
import { countRows, findSide, listOfRows, type SideRows } from './side-rows.ts';

/** Groups of rows that are left out in turn. */
const GROUPS = 20;
/** Bins whose interval is looked for: those with the greatest difference. */
const MAX_JUDGED = 50;
const ALPHA = 0.05;

interface Bin {
  readonly dimension: ModelDimension;
  readonly at: number;
  readonly rows: SideRows;
  readonly value: number;
}

/** Features and tags that a data set has. */
export function listSliceable(model: Model, side: Side): ModelDimension[] {
  return model.dimensions.filter(
    ({ type, columns }) => (type === 'feature' || type === 'tag') && columns[side] !== null
  );
}

/**
 * Bins of every feature and tag in which a metric that is no mean over rows is worse than over all rows, the greatest difference first. Intervals
 * are those of the normal distribution with the error of the jackknife over 20 groups of rows (Efron & Tibshirani, 1993, ch. 11); what
 * may be chance, by an interval that is widened for the number of bins (Bonferroni), is left out.
 */
export function findWorstBins(
  model: Model,
  rules: Rules,
  metric: Metric,
  ask: WorstSegmentsQuery,
  rows: SideRows
): WorstSegmentsAnswer {
  const baseline = findSide(model, rules, 'reference')?.rows ?? rows;
  const meter = createMeter({
    model,
    rules,
    metric,
    subject: { kind: 'model' },
    baseline,
    options: ask
  });
  const overall = meter.measure(rows);
  if (overall === null) {
    return { metric, overall, segments: [] };
  }
  const isHigherBetter = METRIC_FACTS[metric].better === 'higher';
  const worseBy = (value: number) => (isHigherBetter ? overall - value : value - overall);
  const bins = listSliceable(model, rows.side).flatMap(dimension =>
    measureBins(dimension, baseline, rows, meter, ask.minRows)
  );
  const z = findZ(ALPHA / Math.max(1, bins.length));
  const found = bins
    .filter(({ value }) => worseBy(value) > 0)
    .sort((a, b) => worseBy(b.value) - worseBy(a.value))
    .slice(0, MAX_JUDGED)
    .map(bin => ({ bin, error: measureError(bin.rows, meter) }))
    .filter(({ bin, error }) => error !== null && worseBy(bin.value) > z * error)
    .slice(0, ask.limit);
  return {
    metric,
    overall,
    segments: found.map(({ bin, error }): WorstSegment => {
      const half = Z_95 * (error ?? 0);
      return {
        where: [describeBin(bin, baseline, rows)],
        count: countRows(bin.rows),
        share: countRows(bin.rows) / countRows(rows),
        value: bin.value,
        low: bin.value - half,
        high: bin.value + half,
        difference: bin.value - overall
      };
    })
  };
}

/** Bins with enough rows and a value; one that has all rows is no part. */
function measureBins(
  dimension: ModelDimension,
  baseline: SideRows,
  rows: SideRows,
  meter: Meter,
  minRows: number
): Bin[] {
  const parts = splitByBin(createBinning(dimension, baseline), rows);
  return parts.flatMap((part, at) => {
    const count = countRows(part);
    const value = count >= minRows && count < countRows(rows) ? meter.measure(part) : null;
    return value === null ? [] : [{ dimension, at, rows: part, value }];
  });
}

/** Standard error; null for so few rows that the metric has no value, or none of its own, without some of them. */
function measureError(rows: SideRows, meter: Meter): number | null {
  const size = countRows(rows);
  if (size < 2 * GROUPS) {
    return null;
  }
  const values: number[] = [];
  for (let group = 0; group < GROUPS; group++) {
    const kept = Uint32Array.from(
      { length: size - Math.ceil((size - group) / GROUPS) },
      // Entry k of the rows without every twentieth.
      (_, k) => {
        const at = k + Math.floor((k + GROUPS - 1 - group) / (GROUPS - 1));
        return rows.list?.[rows.from + at] ?? rows.from + at;
      }
    );
    const value = meter.measure(listOfRows(rows.side, kept));
    if (value === null) {
      return null;
    }
    values.push(value);
  }
  const mean = values.reduce((sum, value) => sum + value / GROUPS, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((GROUPS - 1) / GROUPS) * squares);
}

function describeBin(
  { dimension, at }: Bin,
  baseline: SideRows,
  rows: SideRows
): WorstSegment['where'][number] {
  const shapes = describeBins(dimension, createBinning(dimension, baseline), [rows, baseline]);
  const { bin = { kind: 'missing' as const }, label = '' } =
    shapes.find(shape => shape.at === at) ?? {};
  return { dimension: dimension.name, bin, label };
}
