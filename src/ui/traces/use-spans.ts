import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  AttributeKey,
  Page,
  SessionRow,
  SpanRow,
  TraceRow,
  TraceSummary
} from '../../contract/traces.ts';
import type { TraceListing, ViewState } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import type { CollectorAddress } from './span-guides.ts';

const PAGE_ROWS = 100;

/** Which spans the place shows. */
export interface ListScope {
  project?: string;
  filter: string;
  /** ISO 8601 with an offset. */
  start?: string;
  end?: string;
}

/** A line of the table, whatever it stands for. */
export type Line =
  | { kind: 'traces'; id: string; span: SpanRow; trace: TraceRow }
  | { kind: 'spans'; id: string; span: SpanRow }
  | { kind: 'sessions'; id: string; session: SessionRow };

const PATHS: Record<TraceListing, string> = {
  traces: 'api/traces',
  spans: 'api/spans',
  sessions: 'api/trace-sessions'
};

/** Pages of a listing; the old ones stay until those of a new filter are there. */
export function useLines(
  scope: ListScope,
  listing: TraceListing,
  sort: NonNullable<ViewState['sort']>
) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...KEYS.spans, 'lines', listing, scope, sort],
    queryFn: async ({ pageParam, signal }) => {
      const body = {
        ...scope,
        sort: { by: sort.column, descending: sort.descending },
        limit: PAGE_ROWS,
        ...(pageParam !== null && { after: pageParam })
      };
      const page = await api.json<Page<SpanRow | TraceRow | SessionRow>>(PATHS[listing], {
        method: 'POST',
        body,
        signal
      });
      return { listing, next: page.next, lines: page.rows.map(toLine) };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData
  });
}

function toLine(row: SpanRow | TraceRow | SessionRow): Line {
  if ('root' in row) {
    return { kind: 'traces', id: row.traceId, span: row.root, trace: row };
  }
  return 'spanId' in row
    ? { kind: 'spans', id: `${row.traceId}/${row.spanId}`, span: row }
    : { kind: 'sessions', id: JSON.stringify([row.project, row.sessionId]), session: row };
}

/** The numbers of a scope, and how long they took to come in ms. */
export function useSummary(scope: ListScope) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'summary', scope],
    queryFn: async ({ signal }) => {
      const started = performance.now();
      const summary = await api.json<TraceSummary>('api/traces/summary', {
        method: 'POST',
        body: scope,
        signal
      });
      return { ...summary, tookMs: performance.now() - started };
    },
    placeholderData: keepPreviousData
  });
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
