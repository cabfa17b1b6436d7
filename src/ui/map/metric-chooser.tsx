import { useTranslate } from '../app/locale-context.tsx';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import type { ClusterMetric } from './cluster-metric.ts';
import { isRatio } from './cluster-metric.ts';
import { MapButton } from './map-button.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { ClusterSort } from './sort-clusters.ts';
import { CLUSTER_SORTS } from './sort-clusters.ts';
import type { ClusterValues } from './use-cluster-values.ts';

/** Above the clusters: what is measured in each, on which column, and what they are sorted by. */
export function MetricChooser({
  measured: { choices, current, choose, columnsOf, error },
  sort,
  onSort,
  onExport
}: {
  measured: ClusterValues;
  sort: ClusterSort;
  onSort: (sort: ClusterSort) => void;
  onExport: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const columns = columnsOf(current.metric);
  const chooseMetric = (metric: ClusterMetric['metric']) => {
    const fitting = columnsOf(metric);
    const { dimension } = current;
    const kept = dimension !== undefined && fitting.includes(dimension) ? dimension : fitting[0];
    choose({ metric, dimension: kept });
  };
  const group = (label: string, metrics: readonly ClusterMetric['metric'][]) =>
    metrics.length > 0 && (
      <optgroup label={label}>
        {metrics.map(metric => (
          <option key={metric} value={metric}>
            {isRatio(metric) ? t(`ratio_${metric}`) : metricName(metric)}
          </option>
        ))}
      </optgroup>
    );
  return (
    <div className="clusters-bar">
      <select
        className="field clusters-metric"
        aria-label={t('clusterMetric')}
        title={t('clusterMetric')}
        value={current.metric}
        onChange={event => chooseMetric(event.target.value as ClusterMetric['metric'])}
      >
        {group(t('metricsOfShares'), choices.ratios)}
        {group(t('metricsOfPerformance'), choices.performance)}
        {group(t('metricsOfQuality'), choices.quality)}
      </select>
      {columns.length > 0 && (
        <select
          className="field clusters-column"
          aria-label={t('clusterColumn')}
          title={t('clusterColumn')}
          value={current.dimension}
          onChange={event => choose({ ...current, dimension: event.target.value })}
        >
          {columns.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <select
        className="field clusters-sort"
        aria-label={t('sort')}
        title={t('sort')}
        value={sort}
        onChange={event => onSort(event.target.value as ClusterSort)}
      >
        {CLUSTER_SORTS.map(by => (
          <option key={by} value={by}>
            {t(`sort_${by}`)}
          </option>
        ))}
      </select>
      <MapButton
        label={t('exportClusters')}
        icon="toNotebook"
        kind="outline"
        isIconOnly
        onPress={onExport}
      />
      {error && (
        <p className="clusters-fault" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
