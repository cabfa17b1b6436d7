import { METRIC_FACTS, type Metric } from './metrics.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps of a picture the size of a word: more are thinner than a pixel. */
export const SPARK_WINDOWS = 48;

/** Distances in which a small picture of a long time is drawn. */
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  91 * DAY,
  364 * DAY
];

/** Windows for a picture with room for at most `count` of them; whoever draws the same picture counts the same alerts. */
export function windowsWithin(
  metric: Metric,
  lengthMs: number,
  count: number
): { everyMs: number; windowMs: number } {
  const everyMs =
    STEPS.find(step => lengthMs / step <= count) ?? Math.ceil(lengthMs / count / DAY) * DAY;
  return {
    everyMs,
    windowMs: METRIC_FACTS[metric].kind === 'quality' ? everyMs : Math.max(2 * DAY, everyMs)
  };
}
