import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Page,
  SESSION_SORTS,
  type SessionRow,
  SPAN_SORTS,
  type SpanRow,
  TRACE_SORTS,
  type TraceRow,
  type TraceSummary
} from '../../contract/traces.ts';
import type { TraceListing, ViewState } from '../../contract/view-state.ts';
import type { Api } from '../app/api.ts';
import { KEYS } from '../app/questions.ts';

const PAGE_ROWS = 100;

/** Which spans the place shows. */
export interface ListScope {
  project?: string;
  filter: string;
  /** ISO 8601 with an offset. */
  start?: string;
  end?: string;
}

/** What the table asks the server for; times that cannot be read narrow nothing. */
export function toListScope({
  project,
  filter = '',
  range
}: {
  project: string | undefined;
  filter: string | undefined;
  range: ViewState['range'];
}): ListScope {
  const [start, end] = [range?.start, range?.end].map(at => Date.parse(at ?? ''));
  const isRange = Number.isFinite(start) && Number.isFinite(end);
  return {
    filter,
    ...(project !== undefined && { project }),
    ...(isRange && { start: toIso(start), end: toIso(end) })
  };
}

function toIso(at: number | undefined): string {
  return new Date(at ?? 0).toISOString();
}

/** A line of the table, whatever it stands for. */
export type Line =
  | { kind: 'traces'; id: string; span: SpanRow; trace: TraceRow }
  | { kind: 'spans'; id: string; span: SpanRow }
  | { kind: 'sessions'; id: string; session: SessionRow };

type ListSort = NonNullable<ViewState['sort']>;

const PATHS: Record<TraceListing, string> = {
  traces: 'api/traces',
  spans: 'api/spans',
  sessions: 'api/trace-sessions'
};

const NEWEST: ListSort = { column: 'start', descending: true };
const SORTS: Record<TraceListing, readonly string[]> = {
  traces: TRACE_SORTS,
  spans: SPAN_SORTS,
  sessions: SESSION_SORTS
};

/** The sort that is wanted, where the listing has such a column. */
export function readSort(listing: TraceListing, wanted: ListSort | undefined): ListSort {
  return wanted && SORTS[listing].includes(wanted.column) ? wanted : NEWEST;
}

/** Pages of a listing. */
export const linesQuery = (api: Api, scope: ListScope, listing: TraceListing, sort: ListSort) =>
  infiniteQueryOptions({
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
    getNextPageParam: ({ next }) => next
  });

function toLine(row: SpanRow | TraceRow | SessionRow): Line {
  if ('root' in row) {
    return { kind: 'traces', id: row.traceId, span: row.root, trace: row };
  }
  return 'spanId' in row
    ? { kind: 'spans', id: `${row.traceId}/${row.spanId}`, span: row }
    : { kind: 'sessions', id: JSON.stringify([row.project, row.sessionId]), session: row };
}

/** The numbers of a scope, and how long they took to come in ms. */
export const summaryQuery = (api: Api, scope: ListScope) =>
  queryOptions({
    queryKey: [...KEYS.spans, 'summary', scope],
    queryFn: async ({ signal }) => {
      const started = performance.now();
      const summary = await api.json<TraceSummary>('api/traces/summary', {
        method: 'POST',
        body: scope,
        signal
      });
      return { ...summary, tookMs: performance.now() - started };
    }
  });
