import { createRandom } from '../../analysis/random.ts';
import {
  DEFAULT_DEVIATIONS,
  DEFAULT_PSI_LIMIT,
  METRIC_FACTS,
  type Band,
  type Limits,
  type Metric,
  type Thresholds
} from '../../contract/metrics.ts';
import { selectQuantiles } from '../../analysis/quality/select-quantiles.ts';
import type { Meter } from './meter.ts';
import { countRows, listOfRows, type SideRows } from './side-rows.ts';

/** Windows with a value that the reference must have, for its own times to tell what is usual. */
const MIN_WINDOWS = 4;
const MAX_PARTS = 40;

/** What grows with the number of rows says nothing in parts that are all of one size. */
const BY_SIZE: ReadonlySet<Metric> = new Set(['count', 'sum']);

/**
 * How a metric varies inside the reference: over windows of its times or, when fewer than 4 of them have a value, over random
 * disjoint parts of it. Null when there are no two values.
 */
export function measureBand(
  metric: Metric,
  meter: Meter,
  overTimes: readonly (number | null)[],
  parts: () => readonly SideRows[]
): Band | null {
  const values = overTimes.filter(value => value !== null);
  if (values.length >= MIN_WINDOWS) {
    return describe(values, 'times');
  }
  return BY_SIZE.has(metric)
    ? null
    : describe(
        parts()
          .map(rows => meter.measure(rows))
          .filter(value => value !== null),
        'parts'
      );
}

function describe(values: readonly number[], from: Band['from']): Band | null {
  const { length } = values;
  if (length < 2) {
    return null;
  }
  const mean = values.reduce((sum, value) => sum + value / length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [low = mean, high = mean] = selectQuantiles(
    Float64Array.from(values),
    length,
    [0.025, 0.975]
  );
  const deviation = Math.sqrt(squares / (length - 1));
  return Number.isFinite(mean) && Number.isFinite(deviation)
    ? { mean, deviation, low, high, windows: length, from }
    : null;
}

/** Random disjoint parts of rows, each of `size` rows or, of few rows, as many as four parts leave; the same for the same rows. */
export function splitRandomly(rows: SideRows, size: number): SideRows[] {
  const total = countRows(rows);
  const partSize = Math.max(1, Math.min(Math.round(size), Math.floor(total / MIN_WINDOWS)));
  const count = Math.min(MAX_PARTS, Math.floor(total / partSize));
  if (total < MIN_WINDOWS) {
    return [];
  }
  const random = createRandom(1);
  const shuffled = Uint32Array.from(
    { length: total },
    (_, k) => rows.list?.[rows.from + k] ?? rows.from + k
  );
  for (let i = 0; i < count * partSize; i++) {
    const j = i + Math.floor(random() * (total - i));
    [shuffled[i], shuffled[j]] = [shuffled[j] ?? 0, shuffled[i] ?? 0];
  }
  return Array.from({ length: count }, (_, part) =>
    listOfRows(rows.side, shuffled.slice(part * partSize, (part + 1) * partSize).sort())
  );
}

/**
 * Between what a metric raises no alert: by the rule for the dimension, else for the metric, else by {@link DEFAULT_DEVIATIONS} of the
 * reference. The default limit of PSI is the larger of that and {@link DEFAULT_PSI_LIMIT}. A metric that is only ever bad in one
 * direction has one limit. Null for none.
 */
export function findLimits(
  metric: Metric,
  dimension: string,
  thresholds: Thresholds,
  band: Band | null
): Limits | null {
  const ofMetric = thresholds.filter(threshold => threshold.metric === metric);
  const rule = (
    ofMetric.find(threshold => threshold.dimension === dimension) ??
    ofMetric.find(threshold => threshold.dimension === undefined)
  )?.rule;
  switch (rule?.kind) {
    case 'off':
      return null;
    case 'constant':
      return { lower: rule.lower, upper: rule.upper, by: { kind: 'constant' } };
    case 'deviations':
      return limitByDeviations(metric, band, rule.k);
    default:
      return metric === 'psi'
        ? limitPsi(band)
        : limitByDeviations(metric, band, DEFAULT_DEVIATIONS);
  }
}

function limitPsi(band: Band | null): Limits {
  const usual = limitByDeviations('psi', band, DEFAULT_DEVIATIONS);
  return usual?.upper && usual.upper > DEFAULT_PSI_LIMIT
    ? { ...usual, by: { kind: 'deviations', k: DEFAULT_DEVIATIONS, least: DEFAULT_PSI_LIMIT } }
    : { lower: null, upper: DEFAULT_PSI_LIMIT, by: { kind: 'constant' } };
}

function limitByDeviations(metric: Metric, band: Band | null, k: number): Limits | null {
  if (!band) {
    return null;
  }
  const { better } = METRIC_FACTS[metric];
  return {
    lower: better === 'lower' ? null : band.mean - k * band.deviation,
    upper: better === 'higher' ? null : band.mean + k * band.deviation,
    by: { kind: 'deviations', k }
  };
}

/** Sums over other rows differ in their last digits: that is no alert. */
const TOLERANCE = 1e-9;

/** Positions of the values outside of the limits. */
export function findAlerts(values: readonly (number | null)[], limits: Limits | null): number[] {
  const alerts: number[] = [];
  values.forEach((value, i) => {
    if (value === null || limits === null) {
      return;
    }
    const { lower, upper } = limits;
    const slack = (limit: number) => TOLERANCE * Math.abs(limit);
    if (
      (lower !== null && value < lower - slack(lower)) ||
      (upper !== null && value > upper + slack(upper))
    ) {
      alerts.push(i);
    }
  });
  return alerts;
}
