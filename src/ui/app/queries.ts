import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ExportEntry } from '../../contract/export.ts';
import type { Job, Layout } from '../../contract/map.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { SessionState } from '../../contract/session.ts';
import type { Api } from './api.ts';
import { useApi } from './api-context.tsx';

/** Keys of what the page keeps of the server; server-sent events name the same keys to refresh them. */
export const KEYS = {
  session: ['session'],
  selection: ['selection'],
  exports: ['exports'],
  jobs: ['jobs'],
  job: (id: string) => ['jobs', id],
  layouts: (embedding: string) => ['layouts', 'of', embedding],
  layout: (hash: string) => ['layouts', hash],
  /** Everything read from a layout: points, colors, neighbors … as `[...KEYS.ofLayout(hash), 'points']`. */
  ofLayout: (hash: string) => ['layouts', hash, 'parts'],
  rows: ['rows']
} as const;

export const sessionQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.session,
    queryFn: ({ signal }) => api.json<SessionState>('api/session', { signal })
  });

export const selectionQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.selection,
    queryFn: ({ signal }) => api.json<SelectionState>('api/selection', { signal })
  });

export const exportsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.exports,
    queryFn: ({ signal }) => api.json<ExportEntry[]>('api/exports', { signal })
  });

export const jobsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEYS.jobs,
    queryFn: ({ signal }) => api.json<Job[]>('api/jobs', { signal })
  });

export const layoutQuery = (api: Api, hash: string) =>
  queryOptions({
    queryKey: KEYS.layout(hash),
    queryFn: ({ signal }) => api.json<Layout>(`api/layouts/${hash}`, { signal })
  });

export const layoutsQuery = (api: Api, embedding: string) =>
  queryOptions({
    queryKey: KEYS.layouts(embedding),
    queryFn: ({ signal }) =>
      api.json<Layout[]>(`api/layouts?embedding=${encodeURIComponent(embedding)}`, { signal })
  });

export function useSession() {
  return useQuery(sessionQuery(useApi()));
}

export function useSelection() {
  return useQuery(selectionQuery(useApi()));
}

export function useExports() {
  return useQuery(exportsQuery(useApi()));
}
