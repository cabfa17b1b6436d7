import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  AttributeKey,
  Page,
  Project,
  SpanRow,
  TraceRow,
  TraceSummary
} from '../../contract/traces.ts';
import type { ViewState } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/queries.ts';

const PAGE_ROWS = 100;

export interface SpansScope {
  project: string | undefined;
  filter: string;
}

/** A line of the table, whatever it stands for. */
export interface Line {
  id: string;
  /** The span, or the root of the trace. */
  span: SpanRow;
  /** Set for a trace. */
  trace: TraceRow | undefined;
}

const bodyOf = ({ project, filter }: SpansScope) => ({
  filter,
  ...(project !== undefined && { project })
});

/** Pages of traces or spans; the old ones stay until those of a new filter are there. */
export function useLines(
  scope: SpansScope,
  listing: 'traces' | 'spans',
  sort: NonNullable<ViewState['sort']>
) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...KEYS.spans, 'lines', listing, scope, sort],
    queryFn: async ({ pageParam, signal }) => {
      const body = {
        ...bodyOf(scope),
        sort: { by: sort.column, descending: sort.descending },
        limit: PAGE_ROWS,
        ...(pageParam !== null && { after: pageParam })
      };
      const page = await api.json<Page<SpanRow | TraceRow>>(`api/${listing}`, {
        method: 'POST',
        body,
        signal
      });
      return { next: page.next, lines: page.rows.map(toLine) };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData
  });
}

function toLine(row: SpanRow | TraceRow): Line {
  return 'root' in row
    ? { id: row.traceId, span: row.root, trace: row }
    : { id: `${row.traceId}/${row.spanId}`, span: row, trace: undefined };
}

/** The numbers of a scope, and how long they took to come in ms. */
export function useSummary(scope: SpansScope) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'summary', scope],
    queryFn: async ({ signal }) => {
      const started = performance.now();
      const summary = await api.json<TraceSummary>('api/traces/summary', {
        method: 'POST',
        body: bodyOf(scope),
        signal
      });
      return { ...summary, tookMs: performance.now() - started };
    },
    placeholderData: keepPreviousData
  });
}

export function useProjects() {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'projects'],
    queryFn: ({ signal }) => api.json<Project[]>('api/projects', { signal })
  });
}

/** Where exporters send to. */
export function useCollector() {
  const api = useApi();
  return useQuery({
    queryKey: ['collector'],
    queryFn: ({ signal }) =>
      api.json<{ http: string; isOpen: boolean }>('api/collector', { signal })
  });
}

const inProject = (project: string | undefined, query: Record<string, string> = {}) => {
  const parameters = new URLSearchParams(query);
  if (project !== undefined) {
    parameters.set('project', project);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
};

/** Names of attributes that occur, for completions. */
export function useAttributeNames(project: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'attributes', project ?? null],
    queryFn: async ({ signal }) => {
      const keys = await api.json<AttributeKey[]>(`api/spans/attributes${inProject(project)}`, {
        signal
      });
      return keys.map(({ path }) => path);
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
