import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Metric,
  MetricAnswer,
  MetricQuery,
  PerformanceAnswer,
  PerformanceQuery,
  SegmentsAnswer,
  SegmentsQuery,
  SignalsAnswer,
  SignalsQuery,
  TimeseriesAnswer,
  TimeseriesQuery,
  WorstSegmentsAnswer,
  WorstSegmentsQuery
} from '../../contract/metrics.ts';
import type { SpanMapState } from '../../contract/span-map.ts';
import { useApi } from './api-context.tsx';
import {
  baselineQuery,
  exportsQuery,
  KEYS,
  measureQuery,
  pinsQuery,
  projectsQuery,
  selectionQuery,
  sessionQuery,
  thresholdsQuery
} from './questions.ts';

export function useSession() {
  return useQuery(sessionQuery(useApi()));
}

export function useSelection() {
  return useQuery(selectionQuery(useApi()));
}

export function usePins() {
  return useQuery(pinsQuery(useApi()));
}

export function useExports() {
  return useQuery(exportsQuery(useApi()));
}

export function useThresholds() {
  return useQuery(thresholdsQuery(useApi()));
}

export function useBaseline() {
  return useQuery(baselineQuery(useApi()));
}

/**
 * A query that changes cancels the one before it; the old answer stays, marked by `isPlaceholderData`, until the new one is
 * there. `undefined` asks nothing.
 */
function useMeasure<Answer>(name: string, query: object | undefined) {
  return useQuery({
    ...measureQuery<Answer>(useApi(), name, query),
    placeholderData: keepPreviousData
  });
}

/** Many metrics of many dimensions over one range. */
export function useSignals(query: SignalsQuery | undefined) {
  return useMeasure<SignalsAnswer>('signals', query);
}

/** One number. */
export function useMetric(query: (Partial<MetricQuery> & { metric: Metric }) | undefined) {
  return useMeasure<MetricAnswer>('metric', query);
}

/** One metric over windows of time. The series of one dimension is known where those of all have come. */
export function useTimeseries(
  query: (Omit<TimeseriesQuery, 'dataset'> & { dataset?: TimeseriesQuery['dataset'] }) | undefined
) {
  const api = useApi();
  const queries = useQueryClient();
  return useQuery({
    ...measureQuery<TimeseriesAnswer>(api, 'timeseries', query),
    placeholderData: keepPreviousData,
    initialData: () => {
      const { dimensions: [name, ...others] = [], ...ofAll } = query ?? {};
      const { queryKey } = measureQuery<TimeseriesAnswer>(api, 'timeseries', ofAll);
      const known = queries.getQueryState(queryKey);
      return name === undefined || others.length > 0 || known?.isInvalidated !== false
        ? undefined
        : pickSeries(known.data, name);
    }
  });
}

/** A dimension and an embedding may have the same name; then it is not known whose the series is. */
function pickSeries(
  answer: TimeseriesAnswer | undefined,
  name: string
): TimeseriesAnswer | undefined {
  const series = answer?.series.filter(each => each.name === name);
  return answer && series?.length === 1 ? { ...answer, series } : undefined;
}

/** Rows per bin of a dimension. */
export function useSegments(query: SegmentsQuery | undefined) {
  return useMeasure<SegmentsAnswer>('segments', query);
}

/** Predictions against actuals. */
export function usePerformance(query: PerformanceQuery | undefined) {
  return useMeasure<PerformanceAnswer>('performance', query);
}

/** Parts of the data in which the model is worse than overall. */
export function useWorstSegments(query: Partial<WorstSegmentsQuery> | undefined) {
  return useMeasure<WorstSegmentsAnswer>('worst-segments', query);
}

/** Projects that spans have come for. */
export function useProjects() {
  return useQuery(projectsQuery(useApi()));
}

/** Whether spans are made a map now, and what the map of now was made of. */
export function useSpanMap() {
  const api = useApi();
  return useQuery({
    queryKey: KEYS.spanMap,
    queryFn: ({ signal }) => api.json<SpanMapState>('api/spans/map', { signal })
  });
}
