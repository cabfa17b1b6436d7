import './strip.css';
import { type ReactNode, useMemo, useState } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useTimeseries } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { CHART_MESSAGES } from '../charts/chart-messages.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { isFromZero, useMetricFormat } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { timeseriesCall } from '../charts/python-calls.ts';
import { SeriesChart } from '../charts/series-chart.tsx';
import { seriesNumbers } from '../charts/series-numbers.ts';
import { toPicture } from '../charts/series-picture.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { FailureState } from '../parts/states.tsx';
import { windowsOf } from './granularity.ts';
import type { Measured } from './metric-choices.ts';
import { MetricChooser } from './metric-chooser.tsx';
import type { Range } from './presets.ts';
import { RangeControls } from './range-controls.tsx';
import { STRIP_MESSAGES } from './strip-messages.ts';
import { useIsLow } from './use-is-low.ts';
import { useMomentChip, useRangeKeys, useStripRange } from './use-strip-range.ts';

/** Together with its head 128 px. */
const PLOT_PX = 96;

export interface SignalStripProps {
  session: SessionState;
  /** All times of the primary (`useExtent`). */
  extent: Range;
  /** The dimension or embedding in view, measured where a choice names none; absent for metrics of the model. */
  subject?: string | undefined;
  /** Whose series it is, as it is written over it. */
  name: string;
  choices: readonly Measured[];
  current: Measured;
  onChoose: (measured: Measured) => void;
  /** A window was pressed, or (undefined) left; absent: it is kept as the view-state's `moment`. */
  onMoment?: (moment: string | undefined) => void;
  /** Beside the menu: limits, for instance. */
  actions?: ReactNode;
}

/**
 * One metric over all times, above a place: its brush is the range of the view-state, a press the window that is looked
 * at (`moment`). In a low page it folds to a sparkline.
 */
export function SignalStrip(props: SignalStripProps) {
  const { session, extent, subject, name, choices, current, onChoose, actions } = props;
  const { update } = useNavigation();
  const keepMoment = (next: string | undefined) => update({ moment: next });
  const { onMoment = keepMoment } = props;
  const t = useTranslate(STRIP_MESSAGES);
  const chart = useTranslate(CHART_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const moment = useViewState('moment');
  const label = useViewState('label');
  const isLow = useIsLow();
  const [isOpen, setOpen] = useState(false);
  const range = useStripRange(session, extent);
  const { metric } = current;
  const dimension = current.dimension ?? subject;
  const windows = windowsOf(metric, range.granularity);
  useRangeKeys(range);
  useMomentChip(windows.windowMs);
  const answer = useTimeseries({
    metric,
    ...(dimension !== undefined && { dimensions: [dimension] }),
    ...(label !== undefined && { label }),
    ...extent,
    ...windows
  });
  const series = answer.data?.series[0];
  const picture = useMemo(
    () =>
      answer.data && series
        ? toPicture(answer.data, series, { fromZero: isFromZero(answer.data.metric) })
        : null,
    [answer.data, series]
  );
  const shownMetric = answer.data?.metric ?? metric;
  const { formatValue, formatTick } = useMetricFormat(shownMetric, series?.isTime);
  const names = {
    primary: session.datasets.primary?.name ?? 'primary',
    reference: session.datasets.reference?.name ?? 'reference'
  };
  const title = t('series', { metric: metricName(metric), name });
  const alerts = series?.alerts.length ?? 0;
  const chooser = <MetricChooser choices={choices} current={current} onChoose={onChoose} />;

  if (isLow && !isOpen) {
    return (
      <section className="signal-strip signal-strip-low" aria-label={t('strip')}>
        {chooser}
        <span className="signal-strip-name">{name}</span>
        <span data-stale={answer.isPlaceholderData}>
          <Sparkline
            values={series?.values ?? []}
            band={series?.band ?? null}
            alerts={series?.alerts ?? []}
            width={220}
            height={24}
            fromZero={isFromZero(shownMetric)}
          />
        </span>
        {alerts > 0 && (
          <span className="signal-strip-alerts">◆ {t('alerts', { count: alerts })}</span>
        )}
        <span className="bar-space" />
        <ActionButton label={t('unfold')} icon="down" isIconOnly onPress={() => setOpen(true)} />
      </section>
    );
  }
  return (
    <div className="signal-strip" role="region" aria-label={t('strip')}>
      <ChartCard
        title={name}
        className="signal-strip-card"
        height={PLOT_PX}
        head={
          <>
            {chooser}
            <RangeControls range={range} />
          </>
        }
        aside={
          <>
            {alerts > 0 && (
              <span className="signal-strip-alerts">◆ {t('alerts', { count: alerts })}</span>
            )}
            {actions}
            {isLow && (
              <ActionButton label={t('fold')} icon="up" isIconOnly onPress={() => setOpen(false)} />
            )}
          </>
        }
        python={timeseriesCall({ metric, dimension, ...windows, range: extent, label })}
        numbers={
          picture
            ? seriesNumbers(picture, {
                t: chart,
                format,
                formatValue,
                names,
                valueLabel: metricName(shownMetric)
              })
            : undefined
        }
      >
        {answer.isError && !answer.data ? (
          <FailureState error={answer.error} onRetry={() => void answer.refetch()} />
        ) : picture ? (
          <SeriesChart
            label={title}
            picture={picture}
            formatValue={formatValue}
            formatTick={formatTick}
            names={names}
            height={PLOT_PX}
            range={range.range}
            onRange={range.chooseRange}
            moment={moment}
            onMoment={onMoment}
            group="signals"
            isStale={answer.isPlaceholderData}
          />
        ) : (
          <div className="signal-strip-wait" style={{ height: PLOT_PX }}>
            {answer.data && <p className="muted">{t('nothing')}</p>}
          </div>
        )}
      </ChartCard>
    </div>
  );
}
