import { useRef } from 'react';
import type { Metric, WorstSegment, WorstSegmentsAnswer } from '../../contract/metrics.ts';
import type { Where } from '../../contract/view-state.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useWorstSegments } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { useChartPicture } from '../charts/chart-context.ts';
import { formatMetric } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { worstSegmentsCall } from '../charts/python-calls.ts';
import { extentOf, linearScale } from '../charts/scale.ts';
import { FailureState, Loading } from '../parts/states.tsx';
import { describeBin } from '../rows/describe-where.ts';
import { WHERE_MESSAGES } from '../rows/where-messages.ts';
import { ChangeMark } from './change-mark.tsx';
import { drawSegments } from './draw-segments.ts';
import { changeOf } from './metric-change.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import { readColors } from './picture-colors.ts';
import type { PageScope } from './use-page-scope.ts';

/** Eight lines; the place is kept while the search runs. */
const HEIGHT_PX = 262;
/** Inner width of the pictures of the intervals. */
const PLOT = 1000;

/** Parts of the data in which the model is clearly worse, the worst first; a press shows the rows. */
export function WorstSegmentsCard({ metric, scope }: { metric: Metric; scope: PageScope }) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const words = useSegmentWords();
  const format = useFormat();
  const { range, label } = scope;
  const { data, error, refetch, isPlaceholderData } = useWorstSegments({
    metric,
    ...range,
    ...(label !== undefined && { label })
  });
  const segments = data?.segments ?? [];
  const value = (number: number) => formatMetric(data?.metric ?? metric, number, format);
  return (
    <ChartCard
      title={t('worst')}
      className="worst-card"
      head={<span className="muted">{t('worstBy', { metric: metricName(metric) })}</span>}
      aside={
        data?.overall !== undefined && data.overall !== null
          ? t('overall', { value: value(data.overall) })
          : undefined
      }
      height={HEIGHT_PX}
      python={worstSegmentsCall(metric, { range, label })}
      numbers={
        segments.length === 0
          ? undefined
          : {
              columns: [
                { label: t('segment') },
                { label: t('segmentRows'), isNumber: true },
                { label: t('share'), isNumber: true },
                { label: metricName(metric), isNumber: true },
                { label: t('low'), isNumber: true },
                { label: t('high'), isNumber: true },
                { label: t('difference'), isNumber: true }
              ],
              rowCount: segments.length,
              readRow: i => {
                const segment = segments[i];
                return segment
                  ? [
                      words(segment),
                      format.number(segment.count),
                      format.percent(segment.share, 1),
                      value(segment.value),
                      value(segment.low),
                      value(segment.high),
                      value(segment.difference)
                    ]
                  : [];
              }
            }
      }
    >
      {error && !data ? (
        <FailureState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div style={{ minHeight: HEIGHT_PX }}>
          <Loading what={t('worstLoading')} rows={6} />
        </div>
      ) : segments.length === 0 ? (
        <div className="worst-none">
          <p>{data.overall === null ? t('worstNothing') : t('worstNone')}</p>
          {data.overall !== null && <p className="muted">{t('worstNoneReason')}</p>}
        </div>
      ) : (
        <Segments answer={data} isStale={isPlaceholderData} />
      )}
    </ChartCard>
  );
}

function useSegmentWords(): (segment: WorstSegment) => string {
  const t = useTranslate(WHERE_MESSAGES);
  const format = useFormat();
  return ({ where }) =>
    where
      .map(({ dimension, bin, label }) => describeBin(dimension, bin, { t, format }, label))
      .join(` ${t('and')} `);
}

function Segments({ answer, isStale }: { answer: WorstSegmentsAnswer; isStale: boolean }) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const words = useSegmentWords();
  const format = useFormat();
  const { update } = useNavigation();
  const shown = useViewState('where');
  const box = useRef<HTMLDivElement>(null);
  const { metric, overall, segments } = answer;
  const value = (number: number) => formatMetric(metric, number, format);
  const domain = extentOf(
    [overall],
    segments.map(({ low }) => low),
    segments.map(({ high }) => high)
  ) ?? [0, 1];
  const room = (domain[1] - domain[0]) * 0.04 || 0.5;
  const scale = linearScale([domain[0] - room, domain[1] + room], [0, PLOT]);
  useChartPicture(() =>
    box.current
      ? drawSegments(
          {
            title: metricName(metric),
            overall:
              overall === null
                ? null
                : { at: scale.toPx(overall) / PLOT, text: t('overall', { value: value(overall) }) },
            lines: segments.map(segment => ({
              where: words(segment),
              rows: format.number(segment.count),
              value: value(segment.value),
              low: scale.toPx(segment.low) / PLOT,
              at: scale.toPx(segment.value) / PLOT,
              high: scale.toPx(segment.high) / PLOT
            }))
          },
          readColors(box.current)
        )
      : undefined
  );
  return (
    <div ref={box} className="worst" data-stale={isStale} role="table" aria-label={t('worst')}>
      <div className="worst-line worst-head" role="row">
        <span role="columnheader">{t('segment')}</span>
        <span role="columnheader" data-number>
          {t('segmentRows')}
        </span>
        <span role="columnheader" className="worst-share" data-number>
          {t('share')}
        </span>
        <span role="columnheader">{t('interval')}</span>
        <span role="columnheader" data-number title={metricName(metric)}>
          {metricName(metric)}
        </span>
        <span role="columnheader" data-number>
          {t('difference')}
        </span>
      </div>
      {segments.map(segment => {
        const where: Where = {
          dataset: 'primary',
          conditions: segment.where.map(({ dimension, bin }) => ({ kind: 'bin', dimension, bin }))
        };
        const text = words(segment);
        const isCurrent = JSON.stringify(shown) === JSON.stringify(where);
        const toggle = () =>
          update({ where: isCurrent ? undefined : where, find: undefined, sort: undefined });
        const change = changeOf(metric, segment.value, overall, format);
        return (
          // The button in the first cell does the same for the keyboard.
          <div
            key={JSON.stringify(where.conditions)}
            className="worst-line"
            role="row"
            data-current={isCurrent}
            onClick={toggle}
          >
            <span role="cell" className="worst-where">
              <button
                type="button"
                aria-pressed={isCurrent}
                aria-label={t('showRows', { where: text })}
                title={text}
                onClick={event => {
                  event.stopPropagation();
                  toggle();
                }}
              >
                {segment.where.map(({ dimension, bin, label }, i) => (
                  <Part
                    key={dimension}
                    isFirst={i === 0}
                    dimension={dimension}
                    bin={bin}
                    label={label}
                  />
                ))}
              </button>
            </span>
            <span role="cell" data-number>
              {format.number(segment.count)}
            </span>
            <span role="cell" className="worst-share" data-number>
              {format.percent(segment.share, 1)}
            </span>
            <span
              role="cell"
              className="worst-plot"
              title={`${value(segment.low)} – ${value(segment.high)}`}
            >
              <Interval segment={segment} overall={overall} toPx={scale.toPx} />
              <span className="visually-hidden">{`${value(segment.low)} – ${value(segment.high)}`}</span>
            </span>
            <span role="cell" data-number className="worst-value">
              {value(segment.value)}
            </span>
            <span role="cell" data-number>
              {change && <ChangeMark change={change} isShort />}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function Part({
  isFirst,
  dimension,
  bin,
  label
}: WorstSegment['where'][number] & { isFirst: boolean }) {
  const t = useTranslate(WHERE_MESSAGES);
  const format = useFormat();
  return (
    <>
      {!isFirst && <span className="muted"> {t('and')} </span>}
      <span className="worst-part">{describeBin(dimension, bin, { t, format }, label)}</span>
    </>
  );
}

/** The value as a dot on its interval, and where the whole is. */
function Interval({
  segment: { low, value, high },
  overall,
  toPx
}: {
  segment: WorstSegment;
  overall: number | null;
  toPx: (value: number) => number;
}) {
  const at = (number: number) => `${toPx(number) / (PLOT / 100)}%`;
  return (
    <svg width="100%" height="20" aria-hidden="true">
      {overall !== null && (
        <line className="worst-overall" x1={at(overall)} x2={at(overall)} y1="0" y2="20" />
      )}
      <line className="worst-interval" x1={at(low)} x2={at(high)} y1="10" y2="10" />
      <circle className="worst-dot" cx={at(value)} cy="10" r="4" />
    </svg>
  );
}
