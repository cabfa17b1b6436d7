import { useMemo } from 'react';
import { type Metric, METRIC_FACTS } from '../../contract/metrics.ts';
import { SPARK_WINDOWS, windowsWithin } from '../../contract/picture-windows.ts';
import type { SessionState } from '../../contract/session.ts';
import { useSignals, useTimeseries } from '../app/queries.ts';
import { listLines, metricOf, OVERVIEW, type SignalLine } from './signal-lines.ts';
import type { SignalScope } from './use-signal-scope.ts';

export interface SignalLines {
  /** Undefined until values and series have come. */
  lines: SignalLine[] | undefined;
  /** The lines answer an older question. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** The lines of the list: values over the scope, and a small series over all times. */
export function useSignalLines(
  session: SessionState,
  { extent, range, measured: { metric } }: SignalScope
): SignalLines {
  const metrics = useMemo(() => {
    const all = (['numeric', 'categorical', 'embedding'] as const).map(type =>
      metricOf(metric, type)
    );
    return [...new Set(all.filter(each => each !== null))];
  }, [metric]);
  const ofDimensions = metrics.find(each => METRIC_FACTS[each].on !== 'embedding');
  const ofEmbeddings = metrics.find(each => METRIC_FACTS[each].on === 'embedding');
  const hasDimensions = session.dimensions.length > 0;
  const hasEmbeddings = session.embeddings.some(({ vectorCounts }) => vectorCounts.primary > 0);
  const length = extent ? Date.parse(extent.end) - Date.parse(extent.start) : 0;
  const seriesQuery = (each: Metric | undefined, isWanted: boolean) =>
    each !== undefined && isWanted
      ? {
          metric: each,
          ...(extent && { ...extent, ...windowsWithin(each, length, SPARK_WINDOWS) })
        }
      : undefined;
  const values = useSignals({ metrics, ...range });
  const overview = useSignals({ metrics: [...OVERVIEW], ...range });
  const dimensions = useTimeseries(seriesQuery(ofDimensions, hasDimensions));
  const embeddings = useTimeseries(seriesQuery(ofEmbeddings, hasEmbeddings));
  const waits = [values, ...(hasDimensions && ofDimensions ? [dimensions] : [])];
  const failed = [...waits, embeddings].find(({ error }) => error !== null);
  const isReady = waits.every(({ data }) => data !== undefined);
  const lines = useMemo(() => {
    if (!isReady) {
      return undefined;
    }
    const [start, end] = [
      range ? Date.parse(range.start) : -Infinity,
      range ? Date.parse(range.end) : Infinity
    ];
    const times = dimensions.data?.times ?? embeddings.data?.times ?? [];
    const right = times.map(Date.parse);
    const every = dimensions.data?.everyMs ?? embeddings.data?.everyMs ?? 0;
    return listLines({
      session,
      metric,
      values: values.data,
      overview: overview.data,
      series: {
        dimension: ofDimensions ? (dimensions.data?.series ?? []) : [],
        embedding: ofEmbeddings ? (embeddings.data?.series ?? []) : []
      },
      isInScope: window => {
        const time = right[window] ?? NaN;
        return time > start && time - every < end;
      },
      hasTimes: times.length > 0
    });
  }, [
    isReady,
    session,
    metric,
    range,
    values.data,
    overview.data,
    dimensions.data,
    embeddings.data,
    ofDimensions,
    ofEmbeddings
  ]);
  return {
    lines,
    isStale: [values, dimensions].some(({ isPlaceholderData }) => isPlaceholderData),
    error: failed?.error ?? null,
    retry: () => {
      for (const query of [values, overview, dimensions, embeddings]) {
        if (query.isError) {
          void query.refetch();
        }
      }
    }
  };
}
