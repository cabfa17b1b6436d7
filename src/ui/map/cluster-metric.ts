import type { Cluster } from '../../contract/map.ts';
import type {
  ClusterMeasure,
  Metric,
  PerformanceMetric,
  QualityMetric
} from '../../contract/metrics.ts';
import { METRIC_FACTS, PERFORMANCE_METRICS, QUALITY_METRICS } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { modelMetrics } from '../strip/metric-choices.ts';

/** What a layout tells of its clusters without being asked: how primary shares each with reference or corpus (§4.8). */
export const RATIOS = ['drift', 'queries'] as const;
type Ratio = (typeof RATIOS)[number];
/** Metrics that a cluster's rows alone give. */
export type ClusterMeasurable = QualityMetric | PerformanceMetric;

/** What the cards of the clusters show and are sorted by. */
export interface ClusterMetric {
  metric: ClusterMeasurable | Ratio;
  /** Metrics of data quality but `count` are of a column. */
  dimension?: string | undefined;
}

export interface ClusterValue {
  primary: number | null;
  /** Null where nothing is measured in the reference, as for ratios. */
  reference: number | null;
}

export function isRatio(metric: ClusterMetric['metric']): metric is Ratio {
  return (RATIOS as readonly string[]).includes(metric);
}

/** `drift`, `accuracy`, `mean:amount`: a name of a column may hold colons, one of a metric none. */
export function writeMetric({ metric, dimension }: ClusterMetric): string {
  return dimension === undefined ? metric : `${metric}:${dimension}`;
}

/** Undefined for what is no metric. */
export function readMetric(code: string | undefined): ClusterMetric | undefined {
  const [, metric = '', dimension] = /^([^:]*)(?::(.*))?$/s.exec(code ?? '') ?? [];
  const known = [...RATIOS, ...PERFORMANCE_METRICS, ...QUALITY_METRICS].find(
    name => name === metric
  );
  return known && { metric: known, dimension };
}

export interface MetricChoices {
  ratios: readonly Ratio[];
  performance: readonly PerformanceMetric[];
  quality: readonly QualityMetric[];
}

/** What can be asked of these clusters. */
export function listMetrics(session: SessionState, clusters: readonly Cluster[]): MetricChoices {
  return {
    ratios: RATIOS.filter(ratio => clusters.some(cluster => ratioOf(cluster, ratio) !== null)),
    performance: modelMetrics(session).filter(isPerformance),
    quality: QUALITY_METRICS.filter(
      metric => !isOfColumn(metric) || columnsFor(metric, session).length > 0
    )
  };
}

/** Whether a metric is one of a column. */
export function isOfColumn(metric: ClusterMetric['metric']): metric is QualityMetric {
  return !isRatio(metric) && metric !== 'count' && METRIC_FACTS[metric].kind === 'quality';
}

/** Names of the columns that a metric can be measured on; empty for metrics of none. */
export function columnsFor(metric: ClusterMetric['metric'], session: SessionState): string[] {
  if (!isOfColumn(metric)) {
    return [];
  }
  const { on } = METRIC_FACTS[metric];
  return session.dimensions
    .filter(({ dataType }) => on === 'any' || dataType === on)
    .map(({ name }) => name);
}

/** §7.8: with a corpus the share of queries, with a reference drift, alone what is right. */
export function defaultMetric({ ratios, performance }: MetricChoices): ClusterMetric {
  if (ratios.length > 0) {
    return { metric: ratios.includes('queries') ? 'queries' : 'drift' };
  }
  return { metric: performance[0] ?? 'count' };
}

function isPerformance(metric: Metric): metric is PerformanceMetric {
  return METRIC_FACTS[metric].kind === 'performance';
}

function ratioOf({ driftRatio, primaryToCorpusRatio }: Cluster, ratio: Ratio): number | null {
  return ratio === 'drift' ? driftRatio : primaryToCorpusRatio;
}

/** Values by cluster; nothing of a measure that has not arrived. */
export function valuesOf(
  clusters: readonly Cluster[],
  { metric }: ClusterMetric,
  measures: readonly ClusterMeasure[] | undefined
): ReadonlyMap<string, ClusterValue> {
  const hasReference = clusters.some(({ counts }) => counts.reference > 0);
  return new Map(
    isRatio(metric)
      ? clusters.map(cluster => [
          cluster.id,
          { primary: ratioOf(cluster, metric), reference: null }
        ])
      : (measures ?? []).map(({ id, primary, reference }) => [
          id,
          { primary, reference: hasReference ? reference : null }
        ])
  );
}
