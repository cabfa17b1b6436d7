import {
  type Limits,
  type Metric,
  METRIC_FACTS,
  type Series,
  type Signal,
  type SignalsAnswer
} from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { metricOf, OVERVIEW } from '../../contract/signal-questions.ts';

export type OverviewMetric = (typeof OVERVIEW)[number];

/** One line of the list: a dimension or an embedding, and what is measured of it. */
export interface SignalLine {
  name: string;
  type: string;
  dataType: Signal['dataType'];
  isTime: boolean;
  /** The metric in view, or its companion for embeddings; null when nothing of the kind applies. */
  metric: Metric | null;
  value: number | null;
  /** The same of the reference; for a comparison, what is usual inside of it. */
  reference: number | null;
  /** value − reference. */
  difference: number | null;
  /** How far it is from usual: 1 is at the limit. Null when that cannot be told. */
  change: number | null;
  series: Series | null;
  /** Windows of the scope outside of the limits; without times 1 when the value is. */
  alerts: number;
  overview: Readonly<Record<OverviewMetric, number | null>>;
}

export interface LineSources {
  session: SessionState;
  metric: Metric;
  /** Over the scope: {@link metricOf} both kinds, and {@link OVERVIEW}. */
  values: SignalsAnswer | undefined;
  overview: SignalsAnswer | undefined;
  /** Of dimensions, and of embeddings: one may have the name of the other. */
  series: Readonly<Record<Signal['kind'], readonly Series[]>>;
  /** Whether the series of both kinds are there: an order by those of one kind would turn over when the others come. */
  isComplete: boolean;
  /** Whether the window at this position counts; all do without times. */
  isInScope: (window: number) => boolean;
  hasTimes: boolean;
}

/** The lines of the list, in the order of the session. */
export function listLines(sources: LineSources): SignalLine[] {
  const { session, metric, values, overview, series, isComplete, isInScope, hasTimes } = sources;
  const valuesOf = indexValues(values);
  const overviewOf = indexValues(overview);
  const seriesOf = {
    dimension: new Map(series.dimension.map(each => [each.name, each])),
    embedding: new Map(series.embedding.map(each => [each.name, each]))
  };
  const subjects = [
    ...session.dimensions.map(({ name, type, dataType, isTime = false }) => ({
      name,
      type,
      dataType,
      isTime
    })),
    ...session.embeddings.map(({ name, kind }) => ({
      name,
      type: kind,
      dataType: 'embedding' as const,
      isTime: false
    }))
  ];
  return subjects.map(({ name, type, dataType, isTime }): SignalLine => {
    const own = metricOf(metric, dataType);
    const kind = dataType === 'embedding' ? 'embedding' : 'dimension';
    const found = seriesOf[kind].get(name);
    const judged = isComplete ? found : undefined;
    const [value, ofReference] = own ? valuesOf(kind, name, own) : [null, null];
    const isComparison = own !== null && METRIC_FACTS[own].against !== null;
    const reference = isComparison ? (found?.band?.mean ?? null) : ofReference;
    const difference = value === null || reference === null ? null : value - reference;
    return {
      name,
      type,
      dataType,
      isTime,
      metric: own,
      value,
      reference,
      difference,
      change: own === null ? null : measureChange(own, value, reference, judged),
      series: found ?? null,
      alerts: hasTimes
        ? (judged?.alerts.filter(isInScope).length ?? 0)
        : isOutside(value, judged?.limits ?? null)
          ? 1
          : 0,
      overview: Object.fromEntries(
        OVERVIEW.map(each => [each, overviewOf(kind, name, each)[0]])
      ) as Record<OverviewMetric, number | null>
    };
  });
}

function indexValues(answer: SignalsAnswer | undefined) {
  const place = new Map(answer?.metrics.map((metric, i) => [metric, i]));
  const byName = new Map(answer?.signals.map(signal => [`${signal.kind}/${signal.name}`, signal]));
  return (
    kind: Signal['kind'],
    name: string,
    metric: Metric
  ): [primary: number | null, reference: number | null] =>
    byName.get(`${kind}/${name}`)?.values[place.get(metric) ?? -1] ?? [null, null];
}

/**
 * A distance as a share of its limit; another number by how many times three deviations it is off, else by its share. With
 * nothing to compare with only what is missing counts, by itself.
 */
function measureChange(
  metric: Metric,
  value: number | null,
  reference: number | null,
  series: Series | undefined
): number | null {
  if (value === null) {
    return null;
  }
  const { against, unit } = METRIC_FACTS[metric];
  if (against !== null) {
    const upper = series?.limits?.upper ?? null;
    return upper !== null && upper > 0 ? value / upper : value;
  }
  if (reference === null) {
    return unit === 'percent' ? value / 100 : null;
  }
  const deviation = series?.band?.deviation ?? 0;
  const off = Math.abs(value - reference);
  return off === 0 ? 0 : off / (deviation > 0 ? 3 * deviation : Math.abs(reference) || 1);
}

export function isOutside(
  value: number | null,
  limits: Pick<Limits, 'lower' | 'upper'> | null
): boolean {
  return (
    value !== null &&
    limits !== null &&
    ((limits.lower !== null && value < limits.lower) ||
      (limits.upper !== null && value > limits.upper))
  );
}
