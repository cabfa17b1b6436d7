import {
  findZ,
  meanInterval,
  measureEffect,
  sampleVariance,
  wilsonInterval,
  Z_95,
  type Interval,
  type LossSums
} from '../../analysis/slices/judge-slice.ts';
import { sumByCode, sumByPair, type SliceSums } from '../../analysis/slices/sum-slices.ts';
import {
  METRIC_FACTS,
  type Metric,
  type WorstSegment,
  type WorstSegmentsAnswer,
  type WorstSegmentsQuery
} from '../../contract/metrics.ts';
import { Failure } from '../../contract/failures.ts';
import type { Model, ModelDimension } from '../model.ts';
import { createBinning } from './binning.ts';
import { describeBins, type Shape } from './describe-bins.ts';
import { findMetric } from './find-subject.ts';
import { classesOf } from './label-classes.ts';
import type { Rules } from './measures.ts';
import { findWorstBins, listSliceable } from './find-worst-bins.ts';
import { isMeanOfRows, measureLosses, type LossScale } from './row-losses.ts';
import { countRows, findRows, findSide, listOfRows, type SideRows } from './side-rows.ts';

/** Rows times pairs of dimensions that are looked at: about two seconds of work. */
const MAX_PAIR_ROWS = 1e8;
/** Bins of a dimension that take part in pairs, those with the most rows. */
const MAX_PAIRED_BINS = 100;
/** Chance that any segment is listed that is no worse than all rows. */
const ALPHA = 0.05;

/** Rows with a loss, and what they lose beyond the mean. */
interface Losses extends LossScale {
  readonly rows: SideRows;
  readonly centered: Float64Array;
  readonly mean: number;
  readonly all: LossSums;
}

interface Slice extends LossSums {
  readonly where: readonly { dimension: ModelDimension; at: number }[];
  /** Effect size; greater is worse. */
  readonly effect: number;
}

/** A dimension with its slices, and the codes of its bins that take part in pairs. */
interface Sliced {
  readonly dimension: ModelDimension;
  readonly slices: readonly Slice[];
  readonly worst: number;
}

/**
 * Segments in which a metric is worse than over all rows (after Chung et al., 2019, and Sagadeeva & Boehm, 2021): bins of every feature and tag, as
 * `segments` makes them, and pairs of bins of the dimensions with the worst ones, as many as time allows. Greatest effect size
 * first. Left out are segments that may be worse by chance alone, by an interval that is widened for how many were looked at (Bonferroni), and
 * pairs that are not, in the same sense, worse than both of their bins. Metrics that are no mean over rows are looked for in single bins only.
 */
export function findWorstSegments(
  model: Model,
  rules: Rules,
  ask: WorstSegmentsQuery
): WorstSegmentsAnswer {
  const metric = chooseMetric(model, ask.metric);
  const side = findSide(model, rules, ask.dataset);
  const rows = side && findRows(side, ask);
  if (rows && !isMeanOfRows(metric, ask)) {
    return findWorstBins(model, rules, metric, ask, rows);
  }
  const losses = rows && prepareLosses(model, metric, ask, rows);
  if (!losses) {
    return { metric, overall: null, segments: [] };
  }
  const baseline = findSide(model, rules, 'reference')?.rows ?? rows;
  const sliced = listSliceable(model, rows.side)
    .map(dimension => sliceDimension(dimension, baseline, losses, ask.minRows))
    .sort((a, b) => b.worst - a.worst);
  const singles = sliced.flatMap(({ slices }) => slices);
  const found = [
    ...keepCertain(singles, losses, singles.length),
    ...findPairs(sliced, baseline, losses, ask.minRows)
  ]
    .sort((a, b) => b.effect - a.effect || b.count - a.count)
    .slice(0, ask.limit);
  const overall = losses.toValue(losses.mean);
  const label = createLabeler(baseline, losses.rows);
  return {
    metric,
    overall,
    segments: found.map((slice): WorstSegment => {
      const value = losses.toValue(meanOf(slice, losses));
      const ends = toValues(findInterval(slice, losses, Z_95), losses);
      return {
        where: slice.where.map(label),
        count: slice.count,
        share: slice.count / losses.all.count,
        value,
        ...ends,
        difference: value - overall
      };
    })
  };
}

function chooseMetric(model: Model, asked: string | undefined): Metric {
  if (asked === undefined) {
    const { predicted, actual } = classesOf(model);
    return (predicted.primary ?? predicted.reference) && (actual.primary ?? actual.reference)
      ? 'accuracy'
      : 'mae';
  }
  const metric = findMetric(asked);
  if (METRIC_FACTS[metric].kind !== 'performance') {
    throw new Failure(
      'metric/invalid',
      `Cannot look for the worst segments by ${metric}: a metric of performance is needed`
    );
  }
  return metric;
}

function prepareLosses(
  model: Model,
  metric: Metric,
  ask: WorstSegmentsQuery,
  rows: SideRows
): Losses | null {
  const measured = measureLosses(model, metric, ask, rows);
  if (!measured) {
    return null;
  }
  const { losses, ...scale } = measured;
  const list = new Uint32Array(losses.length);
  const centered = new Float64Array(losses.length);
  let count = 0;
  let sum = 0;
  losses.forEach((loss, k) => {
    if (!Number.isNaN(loss)) {
      list[count] = rows.list?.[rows.from + k] ?? rows.from + k;
      centered[count++] = loss;
      sum += loss;
    }
  });
  const mean = sum / count;
  if (count === 0 || !Number.isFinite(mean)) {
    return null;
  }
  const all = { count, sum: 0, squares: 0 };
  const own = centered.subarray(0, count);
  own.forEach((loss, i) => {
    const deviation = loss - mean;
    own[i] = deviation;
    all.sum += deviation;
    all.squares += deviation * deviation;
  });
  return {
    ...scale,
    rows: listOfRows(rows.side, list.subarray(0, count)),
    centered: own,
    mean,
    all
  };
}

const meanOf = ({ sum, count }: LossSums, { mean }: Losses) => mean + sum / count;

function findInterval(
  slice: LossSums,
  losses: Losses,
  z: number,
  leastVariance?: number
): Interval {
  if (losses.isShare) {
    const share = Math.min(1, Math.max(0, meanOf(slice, losses)));
    return wilsonInterval(share, slice.count, z);
  }
  const { low, high } = meanInterval(slice, z, leastVariance);
  return { low: losses.mean + low, high: losses.mean + high };
}

function toValues({ low, high }: Interval, scale: LossScale): Interval {
  const [a, b] = [scale.toValue(low), scale.toValue(high)];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** How much worse a mean loss is than another. */
function compare(loss: number, other: number, { isSigned }: LossScale): number {
  return isSigned ? Math.abs(loss) - Math.abs(other) : loss - other;
}

/**
 * Whether a slice is worse than a mean loss by more than chance. A few equal losses say little of their spread: it is taken to be that of all
 * rows at least.
 */
function isWorse(slice: LossSums, other: number, losses: Losses, z: number): boolean {
  const { low, high } = findInterval(slice, losses, z, sampleVariance(losses.all));
  return (
    compare(meanOf(slice, losses), other, losses) > 0 &&
    (low > other || (losses.isSigned && high < other))
  );
}

function keepCertain(slices: readonly Slice[], losses: Losses, looked: number): Slice[] {
  const z = findZ(ALPHA / Math.max(1, looked));
  return slices.filter(slice => isWorse(slice, losses.mean, losses, z));
}

function takeSlice(
  { counts, sums, squares }: SliceSums,
  at: number,
  where: Slice['where'],
  losses: Losses
): Slice {
  const slice = { count: counts[at] ?? 0, sum: sums[at] ?? 0, squares: squares[at] ?? 0 };
  const effect = measureEffect(slice, losses.all);
  return { ...slice, where, effect: losses.isSigned ? Math.abs(effect) : effect };
}

/** The bins with enough rows; one that has all of them is no part. */
function sliceDimension(
  dimension: ModelDimension,
  baseline: SideRows,
  losses: Losses,
  minRows: number
): Sliced {
  const binning = createBinning(dimension, baseline);
  const sums = sumByCode(losses.centered, binning.code(losses.rows), binning.binCount);
  const slices: Slice[] = [];
  sums.counts.forEach((count, at) => {
    if (count >= minRows && count < losses.all.count) {
      slices.push(takeSlice(sums, at, [{ dimension, at }], losses));
    }
  });
  return {
    dimension,
    slices,
    worst: slices.reduce((most, { effect }) => Math.max(most, effect), -Infinity)
  };
}

/** A dimension's bins that take part in pairs, in few codes; rows of others have the last. */
interface Paired {
  readonly slices: readonly Slice[];
  readonly codes: Uint8Array;
}

function codeForPairs({ dimension, slices }: Sliced, baseline: SideRows, rows: SideRows): Paired {
  const paired = slices.toSorted((a, b) => b.count - a.count).slice(0, MAX_PAIRED_BINS);
  const binning = createBinning(dimension, baseline);
  const codeOf = new Uint8Array(binning.binCount).fill(paired.length);
  paired.forEach(({ where }, code) => {
    codeOf[where[0]?.at ?? 0] = code;
  });
  const bins = binning.code(rows);
  // `from` with a function would make a list of all numbers first.
  const codes = new Uint8Array(bins.length);
  for (let k = 0; k < codes.length; k++) {
    codes[k] = codeOf[bins[k] ?? 0] ?? paired.length;
  }
  return { slices: paired, codes };
}

/** Dimensions whose pairs can be looked at in time. */
function countPaired(rowCount: number): number {
  return Math.max(2, Math.floor((1 + Math.sqrt(1 + (8 * MAX_PAIR_ROWS) / rowCount)) / 2));
}

function findPairs(
  sliced: readonly Sliced[],
  baseline: SideRows,
  losses: Losses,
  minRows: number
): Slice[] {
  const paired = sliced
    .filter(({ slices }) => slices.length > 0)
    .slice(0, countPaired(countRows(losses.rows)))
    .map(each => codeForPairs(each, baseline, losses.rows));
  let looked = 0;
  const candidates: { slice: Slice; parents: [Slice, Slice] }[] = [];
  paired.forEach((a, i) => {
    for (const b of paired.slice(i + 1)) {
      const sizeB = b.slices.length + 1;
      const sums = sumByPair(losses.centered, a.codes, a.slices.length + 1, b.codes, sizeB);
      a.slices.forEach((parentA, codeA) => {
        b.slices.forEach((parentB, codeB) => {
          const at = codeA * sizeB + codeB;
          if ((sums.counts[at] ?? 0) >= minRows) {
            looked++;
            const slice = takeSlice(sums, at, [...parentA.where, ...parentB.where], losses);
            if (slice.effect > Math.max(parentA.effect, parentB.effect, 0)) {
              candidates.push({ slice, parents: [parentA, parentB] });
            }
          }
        });
      });
    }
  });
  const z = findZ(ALPHA / Math.max(1, looked));
  return candidates
    .filter(({ slice, parents }) =>
      [losses.mean, ...parents.map(parent => meanOf(parent, losses))].every(other =>
        isWorse(slice, other, losses, z)
      )
    )
    .map(({ slice }) => slice);
}

function createLabeler(
  baseline: SideRows,
  rows: SideRows
): (bin: Slice['where'][number]) => WorstSegment['where'][number] {
  const shapes = new Map<ModelDimension, Map<number, Shape>>();
  return ({ dimension, at }) => {
    let known = shapes.get(dimension);
    if (!known) {
      const binning = createBinning(dimension, baseline);
      known = new Map(
        describeBins(dimension, binning, [rows, baseline]).map(shape => [shape.at, shape])
      );
      shapes.set(dimension, known);
    }
    const { bin = { kind: 'missing' as const }, label = '' } = known.get(at) ?? {};
    return { dimension: dimension.name, bin, label };
  };
}
