import { type Metric, METRIC_FACTS } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';
import { formatMetric } from '../charts/format-metric.ts';

export interface MetricChange {
  /** With its sign; points of a percentage for shares. */
  text: string;
  isInPoints: boolean;
  direction: 'up' | 'down' | 'none';
  /** `changed` where neither way is good. */
  verdict: 'better' | 'worse' | 'same' | 'changed';
}

/** How a metric differs from its reference; undefined where one of the two has no value. */
export function changeOf(
  metric: Metric,
  primary: number | null | undefined,
  reference: number | null | undefined,
  format: Format
): MetricChange | undefined {
  if (typeof primary !== 'number' || typeof reference !== 'number') {
    return undefined;
  }
  const { better, unit } = METRIC_FACTS[metric];
  const isInPoints = unit === 'share' || unit === 'percent';
  const difference = primary - reference;
  const size = Math.abs(difference) * (unit === 'share' ? 100 : 1);
  const shown = isInPoints
    ? format.number(Math.round(size * 10) / 10)
    : formatMetric(metric, Math.abs(difference), format);
  // What reads as no difference is none.
  const isSame =
    difference === 0 ||
    (isInPoints
      ? Math.round(size * 10) === 0
      : formatMetric(metric, primary, format) === formatMetric(metric, reference, format));
  if (isSame) {
    return { text: '±0', isInPoints, direction: 'none', verdict: 'same' };
  }
  const direction = difference > 0 ? 'up' : 'down';
  return {
    text: `${difference > 0 ? '+' : '−'}${shown}`,
    isInPoints,
    direction,
    verdict:
      better === null
        ? 'changed'
        : (better === 'higher') === (direction === 'up')
          ? 'better'
          : 'worse'
  };
}
