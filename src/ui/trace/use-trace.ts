import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { FoundSpan, SpanDetail, TraceDetail } from '../../contract/traces.ts';
import type { Api } from '../app/api.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import { buildSpanTree } from './span-tree.ts';

/** A trace that has been quiet for so long gets no more spans by itself. */
const QUIET_MS = 120_000;

const traceQuery = (api: Api, traceId: string) => ({
  queryKey: [...KEYS.spans, 'trace', traceId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.json<TraceDetail>(`api/traces/${traceId}`, { signal }),
  // Comparing thousands of spans with those before costs more than drawing the few in view.
  structuralSharing: false
});

/** All spans of a trace; spans that come for it while it is running, or was lately, are read as well. */
export function useTrace(traceId: string) {
  const api = useApi();
  const query = useQuery(traceQuery(api, traceId));
  const { data, refetch } = query;
  const tree = useMemo(() => data && buildSpanTree(data.spans), [data]);
  useServerEvent('spans', () => {
    if (data === undefined || isLively(data)) {
      void refetch({ cancelRefetch: false });
    }
  });
  return { ...query, tree };
}

function isLively({ spans }: TraceDetail): boolean {
  const last = spans.reduce((end, { startUs, endUs }) => Math.max(end, endUs ?? startUs), 0);
  return (
    Date.now() - last / 1000 < QUIET_MS ||
    spans.some(({ endUs, parentId, isRoot }) => endUs === null || (isRoot && parentId !== null))
  );
}

/** A span in full; the one before stays, marked by `isPlaceholderData`, until it is there. */
export function useSpan(traceId: string, spanId: string | undefined, version: unknown) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.spans, 'span', traceId, spanId, version],
    queryFn: ({ signal }) =>
      api.json<SpanDetail>(`api/traces/${traceId}/spans/${spanId ?? ''}`, { signal }),
    enabled: spanId !== undefined,
    placeholderData: keepPreviousData
  });
}

/** Reads a value that was cut, whole. */
export function useReadValue(traceId: string, spanId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const pathOf = (path: string) =>
    `api/traces/${traceId}/spans/${spanId}/value?${new URLSearchParams({ path }).toString()}`;
  return {
    read: (path: string) =>
      queries.query({
        queryKey: [...KEYS.spans, 'value', traceId, spanId, path],
        queryFn: async ({ signal }) => (await api.blob(pathOf(path), { signal })).text()
      }),
    urlOf: (path: string) => api.url(pathOf(path))
  };
}

const TYPING_MS = 150;

/** Spans that hold a text; nothing is asked while it is written, and the answer before stays. */
export function useFound(traceId: string, text: string) {
  const api = useApi();
  const wanted = text.trim();
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: [...KEYS.spans, 'found', traceId, settled],
    queryFn: ({ signal }) =>
      api.json<FoundSpan[]>(
        `api/traces/${traceId}/find?${new URLSearchParams({ text: settled }).toString()}`,
        { signal }
      ),
    enabled: settled !== '',
    placeholderData: keepPreviousData
  });
  const isSettled = settled === wanted;
  return {
    found: settled === '' || wanted === '' ? undefined : query.data,
    isSearching: wanted !== '' && (!isSettled || query.isFetching),
    error: query.error
  };
}
