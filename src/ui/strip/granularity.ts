import { MAX_WINDOWS, METRIC_FACTS, type Metric } from '../../contract/metrics.ts';
import { GRANULARITIES, type ViewState } from '../../contract/view-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Granularity = NonNullable<ViewState['granularity']>;

export const GRANULARITY_MS: Readonly<Record<Granularity, number>> = {
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY
};

/** More windows than this are thinner than a pixel on most screens; what is finer is not offered. */
const MOST_USEFUL = MAX_WINDOWS / 4;

/** What fits a stretch of time (§4.7): minutes up to an hour, hours up to a day, else days. */
export function fittingGranularity(lengthMs: number): Granularity {
  const hours = Math.floor(lengthMs / HOUR);
  return hours <= 1 ? 'minute' : hours <= 24 ? 'hour' : 'day';
}

/** The distances that make between 2 windows and as many as a chart can show. */
export function listGranularities(lengthMs: number): Granularity[] {
  return GRANULARITIES.filter(each => {
    const count = lengthMs / GRANULARITY_MS[each];
    return count >= 2 && count <= MOST_USEFUL;
  });
}

/**
 * Distance and length of windows: drift and what else needs many rows look back two days at least (§4.7), data quality
 * exactly from one window to the next.
 */
export function windowsOf(
  metric: Metric,
  granularity: Granularity
): { everyMs: number; windowMs: number } {
  const everyMs = GRANULARITY_MS[granularity];
  return {
    everyMs,
    windowMs: METRIC_FACTS[metric].kind === 'quality' ? everyMs : Math.max(2 * DAY, everyMs)
  };
}
