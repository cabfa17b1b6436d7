import { type Metric, METRIC_FACTS } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';

/** A value of a metric with its unit; a dash when there is none. */
export function formatMetric(
  metric: Metric,
  value: number | null | undefined,
  format: Format
): string {
  if (value === null || value === undefined) {
    return '–';
  }
  switch (METRIC_FACTS[metric].unit) {
    case 'share':
      return format.percent(value, 1);
    case 'percent':
      return format.percent(value / 100, 1);
    case 'rows':
    case 'value':
      return Math.abs(value) >= 100_000 ? format.compact(value) : format.number(value, 3);
    case 'score':
      return format.number(value, 2);
  }
}

/** Whether the numbers of a metric are counted from zero, so that an axis should begin there. */
export function isFromZero(metric: Metric): boolean {
  const { unit, against } = METRIC_FACTS[metric];
  return unit === 'rows' || unit === 'percent' || against !== null;
}
