import { queryOptions } from '@tanstack/react-query';
import type { Job } from '../../contract/map.ts';
import type { Project } from '../../contract/traces.ts';
import type { Api } from './api.ts';
import { readAnswer } from './read-answer.ts';

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

/** What is measured, by the name of its route; `undefined` asks nothing. */
export const measureQuery = <Answer>(api: Api, name: string, query: object | undefined) =>
  queryOptions({
    queryKey: [...KEYS.measures, name, query ?? null],
    queryFn: ({ signal }) =>
      api.json<Answer>(`api/${name}`, { method: 'POST', body: query, signal }),
    enabled: query !== undefined
  });

/** Projects that spans have come for. */
export const projectsQuery = (api: Api) =>
  queryOptions({
    queryKey: [...KEYS.spans, 'projects'],
    queryFn: ({ signal }) => api.json<Project[]>('api/projects', { signal })
  });
