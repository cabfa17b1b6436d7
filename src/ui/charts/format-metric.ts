import { useMemo } from 'react';
import { type Metric, METRIC_FACTS } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';
import { useFormat } from '../app/locale-context.tsx';

/**
 * A value of a metric with its unit, as it lines up in a column; a dash when there is none. Of a column of times most are dates, distances
 * durations, and sums nothing.
 */
export function formatMetric(
  metric: Metric,
  value: number | null | undefined,
  format: Format,
  isTime = false
): string {
  if (value === null || value === undefined) {
    return '–';
  }
  const { unit, against } = METRIC_FACTS[metric];
  if (isTime && unit === 'value') {
    return metric === 'sum' ? '–' : against === null ? format.date(value) : format.duration(value);
  }
  switch (unit) {
    case 'share':
      return formatShare(value, format);
    case 'percent':
      return formatShare(value / 100, format);
    case 'rows':
      return Math.abs(value) >= 1_000_000 ? format.compact(value) : format.number(value);
    case 'value':
      return Math.abs(value) >= 100_000 ? format.compact(value) : format.number(value, 3);
    case 'score':
      return formatScore(value, format);
  }
}

/** Three decimals below 1, fewer above; what is smaller is said to be smaller. */
export function formatScore(value: number, format: Format): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.0005) {
    return `${value < 0 ? '−' : ''}<\u202f${format.fixed(0.001, 3)}`;
  }
  return size >= 100_000
    ? format.compact(value)
    : format.fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** One decimal, but for nothing and for everything. */
export function formatShare(share: number | null, format: Format): string {
  return share === null
    ? '–'
    : share === 0 || share === 1
      ? format.percent(share)
      : format.fixedPercent(share, 1);
}

/** The same number at an axis: as short as it is true. */
function formatTick(metric: Metric, value: number, format: Format, isTime: boolean): string {
  const { unit } = METRIC_FACTS[metric];
  if (isTime && unit === 'value') {
    return METRIC_FACTS[metric].against === null
      ? format.day(value)
      : formatMetric(metric, value, format, isTime);
  }
  return unit === 'share'
    ? format.percent(value, 2)
    : unit === 'percent'
      ? format.percent(value / 100, 2)
      : Math.abs(value) >= 10_000
        ? format.compact(value)
        : format.number(value, 3);
}

/** How the values of a metric are written: in words, and at an axis. */
export function useMetricFormat(
  metric: Metric,
  isTime = false
): {
  formatValue: (value: number) => string;
  formatTick: (value: number) => string;
} {
  const format = useFormat();
  return useMemo(
    () => ({
      formatValue: value => formatMetric(metric, value, format, isTime),
      formatTick: value => formatTick(metric, value, format, isTime)
    }),
    [metric, format, isTime]
  );
}

/** Whether the numbers of a metric are counted from zero, so that an axis should begin there. */
export function isFromZero(metric: Metric): boolean {
  const { unit, against } = METRIC_FACTS[metric];
  return unit === 'rows' || unit === 'percent' || against !== null;
}
