import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { readAnswer } from './read-answer.ts';
import type { Job } from '../../contract/map.ts';
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
import type { Project } from '../../contract/traces.ts';
import type { Api } from './api.ts';
import { useApi } from './api-context.tsx';

/** Keys of what the page keeps of the server; server-sent events name the same keys to refresh them. */
export const KEYS = {
  session: ['session'],
  selection: ['selection'],
  pins: ['pins'],
  exports: ['exports'],
  jobs: ['jobs'],
  job: (id: string) => ['jobs', id],
  layouts: (embedding: string) => ['layouts', 'of', embedding],
  layout: (hash: string) => ['layouts', hash],
  /** Everything read from a layout: points, colors, neighbors … as `[...KEYS.ofLayout(hash), 'points']`. */
  ofLayout: (hash: string) => ['layouts', hash, 'parts'],
  rows: ['rows'],
  thresholds: ['rules', 'thresholds'],
  baseline: ['rules', 'baseline'],
  /** Everything measured, as `[...KEYS.measures, 'signals', query]`: stale when data or rules change. */
  measures: ['measures'],
  /** Everything read of spans: stale when spans come or go. */
  spans: ['spans'],
  spanSelection: ['spanSelection'],
  spanMap: ['spanMap']
} as const;

export const sessionQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.session,
    queryFn: ({ signal }) => readAnswer(api.routes.session.$get({}, { init: { signal } }))
  });

export const selectionQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.selection,
    queryFn: ({ signal }) => readAnswer(api.routes.selection.$get({}, { init: { signal } }))
  });

export const pinsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.pins,
    queryFn: ({ signal }) => readAnswer(api.routes.pins.$get({}, { init: { signal } }))
  });

export const exportsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.exports,
    queryFn: ({ signal }) => readAnswer(api.routes.exports.$get({}, { init: { signal } }))
  });

export const jobsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.jobs,
    // The client's types write a field that may be absent as one that may be undefined; JSON has only the former.
    queryFn: ({ signal }) =>
      readAnswer(api.routes.jobs.$get({}, { init: { signal } })) as Promise<Job[]>
  });

export const layoutsQuery = (api: Api, embedding: string) =>
  queryOptions({
    queryKey: KEYS.layouts(embedding),
    queryFn: ({ signal }) =>
      readAnswer(api.routes.layouts.$get({ query: { embedding } }, { init: { signal } }))
  });

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

export const thresholdsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.thresholds,
    queryFn: ({ signal }) => readAnswer(api.routes.thresholds.$get({}, { init: { signal } }))
  });

export const baselineQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.baseline,
    queryFn: ({ signal }) => readAnswer(api.routes.baseline.$get({}, { init: { signal } }))
  });

export function useThresholds() {
  return useQuery(thresholdsQuery(useApi()));
}

export function useBaseline() {
  return useQuery(baselineQuery(useApi()));
}

/**
 * What is measured. A query that changes cancels the one before it; the old answer stays, marked by `isPlaceholderData`, until
 * the new one is there. `undefined` asks nothing.
 */
function useMeasure<Answer>(name: string, query: object | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.measures, name, query ?? null],
    queryFn: ({ signal }) =>
      api.json<Answer>(`api/${name}`, { method: 'POST', body: query, signal }),
    enabled: query !== undefined,
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

/** One metric over windows of time. */
export function useTimeseries(
  query: (Omit<TimeseriesQuery, 'dataset'> & { dataset?: TimeseriesQuery['dataset'] }) | undefined
) {
  return useMeasure<TimeseriesAnswer>('timeseries', query);
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
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'projects'],
    queryFn: ({ signal }) => api.json<Project[]>('api/projects', { signal })
  });
}

/** Whether spans are made a map now, and what the map of now was made of. */
export function useSpanMap() {
  const api = useApi();
  return useQuery({
    queryKey: KEYS.spanMap,
    queryFn: ({ signal }) => api.json<SpanMapState>('api/spans/map', { signal })
  });
}
