import type { Metric } from '../../contract/metrics.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';

/** A value of a metric with its unit; a dash when there is none. */
export function formatMetric(metric: Metric, value: number | null, format: Format): string {
  if (value === null) {
    return '–';
  }
  switch (METRIC_FACTS[metric].unit) {
    case 'share':
      return format.percent(value, 1);
    case 'percent':
      return format.percent(value / 100, 1);
    case 'rows':
    case 'value':
    case 'score':
      return format.number(value, 3);
  }
}
