import { useQuery } from '@tanstack/react-query';
import type { MatchesHeader, TimesHeader } from '../../contract/map.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { readSection } from './points.ts';

/** Times of a layout's points, asked for once: brushing afterwards asks nobody. */
export function useTimes(hash: string | undefined, isWanted: boolean): Float64Array | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'times'],
    queryFn: async ({ signal }) => {
      const { sections } = await api.frame<TimesHeader>(`api/layouts/${hash ?? ''}/times`, {
        signal
      });
      return readSection(sections, 'time', Float64Array);
    },
    enabled: hash !== undefined && isWanted,
    // A layout's times never change.
    staleTime: Infinity,
    structuralSharing: false
  });
  return data;
}

export interface Matches {
  find: string;
  bits: Uint8Array;
  count: number;
}

/** The points of a layout whose rows contain a text. */
export function useMatches(
  hash: string | undefined,
  find: string | undefined
): { matches: Matches | undefined; error: Error | null } {
  const api = useApi();
  const isWanted = hash !== undefined && find !== undefined && find !== '';
  const { data, error } = useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'matches', find],
    queryFn: async ({ signal }): Promise<Matches> => {
      const { header, sections } = await api.frame<MatchesHeader>(
        `api/layouts/${hash ?? ''}/matches?find=${encodeURIComponent(find ?? '')}`,
        { signal }
      );
      return { ...header, bits: readSection(sections, 'matches', Uint8Array) };
    },
    enabled: isWanted,
    gcTime: 30_000,
    structuralSharing: false
  });
  return { matches: isWanted ? data : undefined, error };
}
