import type { Metric, PerformanceMetric } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { formatMetric } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { ChangeMark } from './change-mark.tsx';
import { changeOf } from './metric-change.ts';
import { PERFORMANCE_MESSAGES } from './performance-messages.ts';
import type { Report } from './report.ts';

/** The figures of the model, one tile each; the one that is pressed is the series over the page. */
export function MetricTiles({
  metrics,
  primary,
  reference,
  current,
  onChoose,
  isStale
}: {
  metrics: readonly PerformanceMetric[];
  primary: Report | null;
  reference: Report | null;
  current: Metric | undefined;
  /** Absent: there is no series to show. */
  onChoose: ((metric: PerformanceMetric) => void) | undefined;
  isStale: boolean;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  return (
    <ul className="tiles" aria-label={t('tiles')} data-stale={isStale}>
      {metrics.map(metric => (
        <li key={metric}>
          <Tile
            metric={metric}
            primary={primary?.metrics[metric]}
            reference={reference?.metrics[metric]}
            hasReference={reference !== null}
            isCurrent={metric === current}
            onChoose={onChoose}
          />
        </li>
      ))}
    </ul>
  );
}

function Tile({
  metric,
  primary,
  reference,
  hasReference,
  isCurrent,
  onChoose
}: {
  metric: PerformanceMetric;
  primary: number | null | undefined;
  reference: number | null | undefined;
  hasReference: boolean;
  isCurrent: boolean;
  onChoose: ((metric: PerformanceMetric) => void) | undefined;
}) {
  const t = useTranslate(PERFORMANCE_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const change = changeOf(metric, primary, reference, format);
  const body = (
    <>
      <span className="tile-name">{metricName(metric)}</span>
      <span className="tile-value">{formatMetric(metric, primary, format)}</span>
      {hasReference && (
        <span className="tile-reference">
          <span className="tile-was">
            <DatasetMark role="reference" size={9} />
            <span className="visually-hidden">{t('side')}: reference</span>
            {formatMetric(metric, reference, format)}
          </span>
          {change && <ChangeMark change={change} />}
        </span>
      )}
    </>
  );
  return onChoose ? (
    <button
      type="button"
      className="tile"
      data-metric={metric}
      aria-pressed={isCurrent}
      title={t('chooseTile')}
      onClick={() => onChoose(metric)}
    >
      {body}
    </button>
  ) : (
    <div className="tile" data-metric={metric}>
      {body}
    </div>
  );
}
