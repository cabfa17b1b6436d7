import type { Band, Limits, Series, TimeseriesAnswer } from '../../contract/metrics.ts';
import type { Span } from './time-axis.ts';

/** A line over the windows of both data sets. */
export interface SeriesLine {
  values: readonly (number | null)[];
  reference: readonly (number | null)[];
}

/** All that a chart of a metric over time shows; times are Unix milliseconds, the right edges of the windows. */
export interface SeriesPicture {
  analysis: Span;
  reference: Span | null;
  everyMs: number;
  windowMs: number;
  times: readonly number[];
  /** Rows in each window. */
  counts: readonly number[];
  referenceTimes: readonly number[];
  line: SeriesLine;
  /** Stretches between two lines, e.g. from p25 to p75, the widest first. */
  spreads: readonly { low: SeriesLine; high: SeriesLine }[];
  /** Where the reference usually is. */
  band: Pick<Band, 'low' | 'high' | 'mean'> | null;
  limits: (Pick<Limits, 'lower' | 'upper'> & Partial<Pick<Limits, 'by'>>) | null;
  /** Positions in the line's values. */
  alerts: readonly number[];
  /** Whether the numbers are counted from zero. */
  fromZero: boolean;
  /** Whether rows per window stand as bars behind the line. */
  hasCountBars: boolean;
}

/** The picture of one series of an answer; null when the answer holds no window. */
export function toPicture(
  answer: TimeseriesAnswer,
  series: Series,
  options: { fromZero?: boolean; spreads?: readonly { low: Series; high: Series }[] } = {}
): SeriesPicture | null {
  const { everyMs, windowMs, counts } = answer;
  const times = answer.times.map(Date.parse);
  const referenceTimes = answer.referenceTimes.map(Date.parse);
  if (times.length === 0) {
    return null;
  }
  const first = referenceTimes[0];
  return {
    // The first window may begin before the range does; its step would be cut off otherwise.
    analysis: {
      start: Math.min(Date.parse(answer.start), (times[0] ?? 0) - everyMs),
      end: Date.parse(answer.end)
    },
    reference:
      first === undefined ? null : { start: first - everyMs, end: referenceTimes.at(-1) ?? first },
    everyMs,
    windowMs,
    times,
    counts,
    referenceTimes,
    line: { values: series.values, reference: series.reference },
    spreads: (options.spreads ?? []).map(({ low, high }) => ({
      low: { values: low.values, reference: low.reference },
      high: { values: high.values, reference: high.reference }
    })),
    band: series.band,
    limits: series.limits,
    alerts: series.alerts,
    fromZero: options.fromZero ?? false,
    // Rows behind a line of rows, or behind filled stretches, would only be in the way.
    hasCountBars: answer.metric !== 'count' && (options.spreads ?? []).length === 0
  };
}
