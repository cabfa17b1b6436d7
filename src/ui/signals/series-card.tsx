import { type ReactNode, useMemo } from 'react';
import { type Metric } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useTimeseries } from '../app/queries.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { CHART_MESSAGES } from '../charts/chart-messages.ts';
import { isFromZero, useMetricFormat } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { timeseriesCall } from '../charts/python-calls.ts';
import { SeriesChart } from '../charts/series-chart.tsx';
import { seriesNumbers } from '../charts/series-numbers.ts';
import { toPicture } from '../charts/series-picture.ts';
import { FailureState } from '../parts/states.tsx';
import { type Granularity, windowsOf } from '../strip/granularity.ts';
import type { Range } from '../strip/presets.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

/** Pairs of metrics a chart of quantiles is filled between, the widest first. */
export const QUANTILE_SPREADS = [
  ['p01', 'p99'],
  ['p25', 'p75']
] as const;

export interface SeriesCardProps {
  dimension: string;
  metric: Metric;
  title?: string;
  /** Filled between these, beside the line. */
  spreads?: readonly (readonly [low: Metric, high: Metric])[];
  extent: Range;
  granularity: Granularity;
  names: { primary: string; reference: string };
  height: number;
  range: Range | undefined;
  onRange: (range: Range | undefined) => void;
  moment: string | undefined;
  onMoment: (moment: string | undefined) => void;
  /** Values over the scope. */
  aside?: ReactNode;
}

/** One metric of a column over time, on the clock all charts of the page share. */
export function SeriesCard(props: SeriesCardProps) {
  const { dimension, metric, spreads = [], extent, granularity, names, height } = props;
  const t = useTranslate(SIGNALS_MESSAGES);
  const chart = useTranslate(CHART_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const windows = windowsOf(metric, granularity);
  const queryOf = (each: Metric | undefined) =>
    each && { metric: each, dimensions: [dimension], ...extent, ...windows };
  const answer = useTimeseries(queryOf(metric));
  // A fixed number of hooks: as many as there are spreads at most.
  const [[outerLow, outerHigh] = [], [innerLow, innerHigh] = []] = spreads;
  const edges = [
    useTimeseries(queryOf(outerLow)),
    useTimeseries(queryOf(outerHigh)),
    useTimeseries(queryOf(innerLow)),
    useTimeseries(queryOf(innerHigh))
  ].map(({ data }) => data?.series[0]);
  const [a, b, c, d] = edges;
  const picture = useMemo(() => {
    const series = answer.data?.series[0];
    if (!answer.data || !series) {
      return null;
    }
    const known = [
      [a, b],
      [c, d]
    ] as const;
    return toPicture(answer.data, series, {
      fromZero: isFromZero(answer.data.metric),
      spreads: known.flatMap(([low, high]) =>
        low && high && low.values.length === series.values.length ? [{ low, high }] : []
      )
    });
  }, [answer.data, a, b, c, d]);
  const { formatValue, formatTick } = useMetricFormat(metric, answer.data?.series[0]?.isTime);
  const title = props.title ?? metricName(metric);
  return (
    <ChartCard
      title={title}
      height={height + 18}
      aside={props.aside}
      python={timeseriesCall({ metric, dimension, ...windows, range: extent })}
      numbers={
        picture
          ? seriesNumbers(picture, {
              t: chart,
              format,
              formatValue,
              names,
              valueLabel: metricName(metric)
            })
          : undefined
      }
    >
      {answer.isError && !answer.data ? (
        <FailureState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : picture ? (
        <SeriesChart
          label={t('describe', { metric: title })}
          picture={picture}
          formatValue={formatValue}
          formatTick={formatTick}
          names={names}
          height={height}
          range={props.range}
          onRange={props.onRange}
          moment={props.moment}
          onMoment={props.onMoment}
          group="signals"
          isStale={answer.isPlaceholderData}
        />
      ) : (
        <div style={{ height: height + 18 }} />
      )}
    </ChartCard>
  );
}
