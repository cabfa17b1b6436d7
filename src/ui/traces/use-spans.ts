import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { AttributeKey } from '../../contract/traces.ts';
import type { TraceListing, ViewState } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import type { CollectorAddress } from './span-guides.ts';
import { linesQuery, type ListScope, summaryQuery } from '../span/span-questions.ts';

/** Pages of a listing; the old ones stay until those of a new filter are there. */
export function useLines(
  scope: ListScope,
  listing: TraceListing,
  sort: NonNullable<ViewState['sort']>
) {
  return useInfiniteQuery({
    ...linesQuery(useApi(), scope, listing, sort),
    placeholderData: keepPreviousData
  });
}

/** The numbers of a scope; the old ones stay until those of a new one are there. */
export function useSummary(scope: ListScope) {
  return useQuery({ ...summaryQuery(useApi(), scope), placeholderData: keepPreviousData });
}

/** Where exporters send to. */
export function useCollector() {
  const api = useApi();
  return useQuery({
    queryKey: ['collector'],
    queryFn: ({ signal }) => api.json<CollectorAddress>('api/collector', { signal })
  });
}

const inProject = (project: string | undefined, query: Record<string, string> = {}) => {
  const parameters = new URLSearchParams(query);
  if (project !== undefined) {
    parameters.set('project', project);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
};

/** Names of attributes that occur, for completions; an object is named by what it holds. */
export function useAttributeNames(project: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'attributes', project ?? null],
    queryFn: async ({ signal }) => {
      const keys = await api.json<AttributeKey[]>(`api/spans/attributes${inProject(project)}`, {
        signal
      });
      return keys.filter(({ type }) => type !== 'object').map(({ path }) => path);
    },
    placeholderData: keepPreviousData
  });
}

/** Values of what stands left of the cursor's comparison; asks nothing without a name. */
export function useValues(path: string | undefined, project: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'values', path ?? null, project ?? null],
    queryFn: ({ signal }) =>
      api.json<string[]>(`api/spans/values${inProject(project, { path: path ?? '' })}`, { signal }),
    enabled: path !== undefined,
    retry: false
  });
}
