import {
  type Limits,
  type Metric,
  METRIC_FACTS,
  type TimeseriesAnswer
} from '../../contract/metrics.ts';

/** A column or an embedding, and how far it has moved. */
export interface SignalRow {
  name: string;
  metric: Metric;
  value: number | null;
  /** One per window, for the picture. */
  values: readonly (number | null)[];
  /** Positions in `values` outside of the limits. */
  alerts: readonly number[];
  isAlert: boolean;
}

/**
 * What to look at first: what is outside of its limits now or was in a window, then what is nearest to them. Without times
 * there are no windows, and the value itself is held against the limits.
 */
export function toSignalRows(answers: readonly TimeseriesAnswer[]): SignalRow[] {
  const rows = answers.flatMap(({ metric, times, series }) =>
    series.map(({ name, value, values, alerts, limits }) => ({
      row: {
        name,
        metric,
        value,
        values: times.length > 0 ? values : [],
        alerts,
        isAlert: times.length > 0 ? alerts.length > 0 : isOutside(value, limits)
      },
      change: measureChange(metric, value, limits)
    }))
  );
  return rows
    .filter(({ row }) => row.value !== null || row.isAlert)
    .sort(
      (a, b) =>
        Number(b.row.isAlert) - Number(a.row.isAlert) ||
        b.change - a.change ||
        (a.row.name < b.row.name ? -1 : 1)
    )
    .map(({ row }) => row);
}

/** A distance as a share of its limit; what has none by itself. */
function measureChange(metric: Metric, value: number | null, limits: Limits | null): number {
  if (value === null) {
    return -1;
  }
  const upper = limits?.upper ?? null;
  return METRIC_FACTS[metric].against !== null && upper !== null && upper > 0
    ? value / upper
    : value / 100;
}

function isOutside(value: number | null, limits: Limits | null): boolean {
  return (
    value !== null &&
    limits !== null &&
    ((limits.lower !== null && value < limits.lower) ||
      (limits.upper !== null && value > limits.upper))
  );
}
