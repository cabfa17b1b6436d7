import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Neighbors, Retrievals } from '../../contract/map.ts';
import type { Card } from '../../contract/rows.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';

const GC_MS = 30_000;

/** What a point says; the last card stays until the next one is there. */
export function useCard(hash: string | undefined, point: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'card', point],
    queryFn: ({ signal }) =>
      api.json<Card>(`api/layouts/${hash ?? ''}/card?point=${point ?? 0}`, { signal }),
    enabled: hash !== undefined && point !== null,
    placeholderData: keepPreviousData,
    gcTime: GC_MS
  });
}

export function useNeighbors(hash: string | undefined, point: number | null, k: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'neighbors', point, k],
    queryFn: ({ signal }) =>
      api.json<Neighbors>(`api/layouts/${hash ?? ''}/neighbors?point=${point ?? 0}&k=${k}`, {
        signal
      }),
    enabled: hash !== undefined && point !== null,
    gcTime: GC_MS
  });
}

/** What the query at a point retrieved; asked only where the layout has retrievals. */
export function useRetrievals(hash: string | undefined, point: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'retrievals', point],
    queryFn: ({ signal }) =>
      api.json<Retrievals>(`api/layouts/${hash ?? ''}/retrievals?point=${point ?? 0}`, { signal }),
    enabled: hash !== undefined && point !== null,
    gcTime: GC_MS
  });
}
