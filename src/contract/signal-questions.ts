import {
  type Metric,
  METRIC_FACTS,
  type Signal,
  type SignalsQuery,
  type TimeseriesQuery
} from './metrics.ts';
import { SPARK_WINDOWS, windowsWithin } from './picture-windows.ts';
import type { SessionState } from './session.ts';
import type { Days } from './whole-days.ts';

/** What is said of one column beside the metric in view. */
export const OVERVIEW = ['percent_empty', 'cardinality', 'min', 'mean', 'max'] as const;

/** What *Signals* begins with: drift where there is something to compare with, else how much is missing. */
export const firstMetric = (hasReference: boolean): Metric =>
  hasReference ? 'psi' : 'percent_empty';

/** Drift of columns and drift of vectors are told by different metrics; choosing one means the other, too. */
export function metricOf(metric: Metric, dataType: Signal['dataType']): Metric | null {
  const { on, kind, against } = METRIC_FACTS[metric];
  if (dataType === 'embedding') {
    return on === 'embedding' ? metric : kind === 'drift' ? 'euclidean_distance' : null;
  }
  if (on === 'embedding') {
    return against === 'reference' ? 'psi' : null;
  }
  return on === 'any' || on === dataType ? metric : null;
}

type SeriesQuestion = Omit<TimeseriesQuery, 'dataset'>;

/** What a list of all columns asks. Page, panel and server put it together here, so that one measures what the others will ask. */
export interface SignalQuestions {
  /** The metric in view, and its companion for embeddings; over the range. */
  values: SignalsQuery;
  overview: SignalsQuery;
  /** Small series over all times; undefined where there is nothing to measure. */
  dimensions: SeriesQuestion | undefined;
  embeddings: SeriesQuestion | undefined;
}

export function askSignals(
  { dimensions, embeddings }: Pick<SessionState, 'dimensions' | 'embeddings'>,
  { metric, extent, range }: { metric: Metric; extent: Days | undefined; range?: Days | undefined }
): SignalQuestions {
  const metrics = [
    ...new Set(
      (['numeric', 'categorical', 'embedding'] as const).flatMap(
        type => metricOf(metric, type) ?? []
      )
    )
  ];
  const length = extent ? Date.parse(extent.end) - Date.parse(extent.start) : 0;
  const askSeries = (each: Metric | undefined, isWanted: boolean) =>
    each !== undefined && isWanted
      ? {
          metric: each,
          ...(extent && { ...extent, ...windowsWithin(each, length, SPARK_WINDOWS) })
        }
      : undefined;
  const isOfEmbeddings = (each: Metric) => METRIC_FACTS[each].on === 'embedding';
  return {
    values: { metrics, ...range },
    overview: { metrics: [...OVERVIEW], ...range },
    dimensions: askSeries(
      metrics.find(each => !isOfEmbeddings(each)),
      dimensions.length > 0
    ),
    embeddings: askSeries(
      metrics.find(isOfEmbeddings),
      embeddings.some(({ vectorCounts }) => vectorCounts.primary > 0)
    )
  };
}
