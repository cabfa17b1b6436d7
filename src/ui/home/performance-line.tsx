import type { PerformanceMetric } from '../../contract/metrics.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';
import { windowsWithin } from '../../contract/picture-windows.ts';
import type { SessionState } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { usePerformance, useTimeseries } from '../app/queries.ts';
import { useNavigation } from '../app/view-state-context.tsx';
import { formatMetric, isFromZero } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { Icon } from '../parts/icon.tsx';
import { ChangeMark } from '../performance/change-mark.tsx';
import { changeOf } from '../performance/metric-change.ts';
import { modelMetrics } from '../strip/metric-choices.ts';
import type { SignalScope } from '../signals/signal-scope.ts';
import { FINDINGS_MESSAGES } from './findings-messages.ts';

const SPARK = { width: 132, height: 22 };
const SPARK_WINDOWS = 48;

/** How right the model is, against the reference; nothing where that cannot be told. */
export function PerformanceLine({ session, scope }: { session: SessionState; scope: SignalScope }) {
  const metric = modelMetrics(session).find(
    (each): each is PerformanceMetric => METRIC_FACTS[each].kind === 'performance'
  );
  return metric ? <Line metric={metric} scope={scope} /> : null;
}

function Line({
  metric,
  scope: { range, extent }
}: {
  metric: PerformanceMetric;
  scope: SignalScope;
}) {
  const t = useTranslate(FINDINGS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { data } = usePerformance({ ...range });
  const length = extent ? Date.parse(extent.end) - Date.parse(extent.start) : 0;
  const { data: over } = useTimeseries(
    extent && { metric, ...extent, ...windowsWithin(metric, length, SPARK_WINDOWS) }
  );
  const [series] = over?.series ?? [];
  const value = data?.primary?.metrics[metric];
  const change = changeOf(metric, value, data?.reference?.metrics[metric], format);
  const words = t('alerts', { count: series?.alerts.length ?? 0 });
  return (
    <div className="moved-line moved-model">
      <a className="moved-name" href={hrefOf({ place: 'signals', page: 'performance' })}>
        <span className="type-mark">
          <Icon name="signals" size={14} />
        </span>
        <span>{metricName(metric)}</span>
      </a>
      {extent && (
        <Sparkline
          {...SPARK}
          values={series?.values ?? []}
          band={series?.band ?? null}
          alerts={series?.alerts ?? []}
          fromZero={isFromZero(metric)}
          label={t('trend', { metric: metricName(metric), name: t('model'), alerts: words })}
        />
      )}
      <span className="moved-metric muted">{t('model')}</span>
      <strong className="moved-value">{data && formatMetric(metric, value, format)}</strong>
      <span className="moved-usual">{change && <ChangeMark change={change} />}</span>
      <span className="moved-alerts">{series && series.alerts.length > 0 && `◆ ${words}`}</span>
    </div>
  );
}
