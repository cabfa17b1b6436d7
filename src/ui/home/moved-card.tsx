import { useRef } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { useChartPicture } from '../charts/chart-context.ts';
import { formatMetric, isFromZero } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { signalsCall } from '../charts/python-calls.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { svgOfElement } from '../charts/svg-of-element.ts';
import { Icon } from '../parts/icon.tsx';
import { FailureState } from '../parts/states.tsx';
import { BaselineNote } from '../signals/baseline-note.tsx';
import type { SignalLine } from '../signals/signal-lines.ts';
import { TypeMark } from '../signals/type-mark.tsx';
import type { SignalScope } from '../signals/signal-scope.ts';
import { drawMoved } from './draw-moved.ts';
import { FINDINGS_MESSAGES } from './findings-messages.ts';
import { PerformanceLine } from './performance-line.tsx';

const MOST = 5;
const LINE_PX = 34;
const SPARK = { width: 132, height: 22 };

/** The columns and embeddings that moved most, one line each; and how right the model is. */
export function MovedCard({
  session,
  scope,
  lines,
  error,
  onRetry
}: {
  session: SessionState;
  scope: SignalScope;
  /** All of them, most moved first; undefined until they have come. */
  lines: readonly SignalLine[] | undefined;
  error: Error | null;
  onRetry: () => void;
}) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { hasReference } = scope.facts;
  const measured = lines?.filter(({ value }) => value !== null) ?? [];
  const beyond = measured.filter(({ alerts }) => alerts > 0).length;
  const shown = measured.slice(0, MOST);
  const count = Math.min(MOST, session.dimensions.length + session.embeddings.length);
  const metrics = [...new Set(shown.flatMap(({ metric }) => metric ?? []))];
  return (
    <ChartCard
      title={t('moved')}
      className="finding-card moved-card"
      height={count * LINE_PX}
      head={
        <span className="muted moved-beyond">
          {lines &&
            hasReference &&
            beyond > 0 &&
            t('beyond', { count: beyond, total: measured.length })}
        </span>
      }
      aside={<a href={hrefOf({ place: 'signals' })}>{t('allSignals')}</a>}
      python={metrics.length > 0 ? signalsCall(metrics, scope.range) : undefined}
      numbers={
        shown.length === 0
          ? undefined
          : {
              columns: [
                { label: t('name') },
                { label: t('metric') },
                { label: t('value'), isNumber: true },
                { label: t('usually'), isNumber: true },
                { label: t('alertCount'), isNumber: true }
              ],
              rowCount: shown.length,
              readRow: i => {
                const line = shown[i];
                return line?.metric
                  ? [
                      line.name,
                      metricName(line.metric),
                      formatMetric(line.metric, line.value, format, line.isTime),
                      formatMetric(line.metric, line.reference, format, line.isTime),
                      format.number(line.alerts)
                    ]
                  : [];
              }
            }
      }
    >
      <PerformanceLine session={session} scope={scope} />
      {!hasReference ? (
        <BaselineNote session={session} />
      ) : error && !lines ? (
        <FailureState error={error} onRetry={onRetry} />
      ) : (
        <>
          <p className="moved-calm" data-calm={lines !== undefined && beyond === 0}>
            {lines && beyond === 0 && (
              <>
                <Icon name="check" size={16} />
                <strong>{t('calm')}</strong>
                {shown.length > 0 && <span className="muted">{t('calmMost')}</span>}
              </>
            )}
          </p>
          <MovedLines
            lines={lines ? shown : undefined}
            count={count}
            hasTimes={scope.extent !== undefined}
          />
        </>
      )}
    </ChartCard>
  );
}

function MovedLines({
  lines,
  count,
  hasTimes
}: {
  lines: readonly SignalLine[] | undefined;
  count: number;
  hasTimes: boolean;
}) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  useChartPicture(() =>
    list.current && lines
      ? drawMoved(
          lines.map((line, i) => {
            const spark = list.current?.querySelectorAll<SVGSVGElement>('.sparkline')[i];
            return {
              name: line.name,
              value: line.metric
                ? `${metricName(line.metric)} ${formatMetric(line.metric, line.value, format, line.isTime)}`
                : '',
              alerts: line.alerts > 0 ? t('alerts', { count: line.alerts }) : '',
              spark: spark && svgOfElement(spark)
            };
          }),
          list.current
        )
      : undefined
  );
  return (
    <ul ref={list} className="moved" style={{ minHeight: count * LINE_PX }} aria-busy={!lines}>
      {lines
        ? lines.map(line => (
            <Line key={`${line.dataType}/${line.name}`} line={line} hasTimes={hasTimes} />
          ))
        : Array.from({ length: count }, (_, i) => (
            <li key={i} className="moved-line" aria-hidden="true">
              <span className="skeleton" data-nth={i % 4} />
            </li>
          ))}
    </ul>
  );
}

function Line({ line, hasTimes }: { line: SignalLine; hasTimes: boolean }) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { name, dataType, metric, value, reference, alerts, series } = line;
  if (metric === null) {
    return null;
  }
  const words = t('alerts', { count: alerts });
  return (
    <li className="moved-line">
      <a className="moved-name" href={hrefOf({ place: 'signals', dimension: name })} title={name}>
        <TypeMark dataType={dataType} />
        <span>{name}</span>
      </a>
      {hasTimes && (
        <Sparkline
          {...SPARK}
          values={series?.values ?? []}
          band={series?.band ?? null}
          alerts={series?.alerts ?? []}
          fromZero={isFromZero(metric)}
          label={t('trend', { metric: metricName(metric), name, alerts: words })}
        />
      )}
      <span className="moved-metric muted">{metricName(metric)}</span>
      <strong className="moved-value">{formatMetric(metric, value, format, line.isTime)}</strong>
      <span className="moved-usual muted">
        {reference !== null &&
          t('usual', { value: formatMetric(metric, reference, format, line.isTime) })}
      </span>
      <span className="moved-alerts">{alerts > 0 && `◆ ${words}`}</span>
    </li>
  );
}
