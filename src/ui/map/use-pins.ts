import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PinId, PinnedPointsHeader, Pins } from '../../contract/pins.ts';
import { PIN_IDS } from '../../contract/pins.ts';
import type { CompareAnswer, RowSource } from '../../contract/rows.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { usePins as usePinsQuery } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { hasBit } from './bits.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import { readSection } from './points.ts';
import { RIM } from '../cloud/cloud.ts';

const NONE: Pins = { a: null, b: null };

/** The two sets that are compared: kept by the server, so that they outlive the layout and this page. */
export function usePins(hash: string | undefined) {
  const t = useTranslate(MAP_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const announce = useAnnounce();
  const { data: pins = NONE } = usePinsQuery();
  const revisions = PIN_IDS.map(id => pins[id]?.revision ?? 0);
  const hasAny = pins.a !== null || pins.b !== null;
  const { data: bits } = useQuery({
    queryKey: [...KEYS.ofLayout(hash ?? ''), 'pins', ...revisions],
    queryFn: async ({ signal }) => {
      const { sections } = await api.frame<PinnedPointsHeader>(`api/layouts/${hash ?? ''}/pins`, {
        signal
      });
      return {
        a: readSection(sections, 'a', Uint8Array),
        b: readSection(sections, 'b', Uint8Array)
      };
    },
    enabled: hash !== undefined && hasAny,
    gcTime: 10_000,
    structuralSharing: false
  });
  const rimBits = hasAny ? bits : undefined;
  const change = async (request: () => Promise<Pins>) => {
    try {
      queries.setQueryData(KEYS.pins, await request());
      return true;
    } catch (error) {
      toasts.fail(error);
      return false;
    }
  };
  const keep = (id: PinId, source: RowSource, name: string) =>
    change(async () => {
      const kept = await api.json<Pins>(`api/pins/${id}`, {
        method: 'PUT',
        body: { source, name }
      });
      announce(t('kept', { set: id.toUpperCase(), name }));
      return kept;
    });
  const next: PinId = pins.a === null ? 'a' : 'b';
  return {
    pins,
    bits: rimBits,
    /** The set that the key keeps next: A, then B, then B again. */
    next,
    keep,
    drop: (id: PinId) => change(() => api.json<Pins>(`api/pins/${id}`, { method: 'DELETE' })),
    swap: () => change(() => api.json<Pins>('api/pins/swap', { method: 'POST' }))
  };
}

export type KeptSets = ReturnType<typeof usePins>;

/** The rim of each point. */
export function useRims(bits: KeptSets['bits'], count: number | undefined): Uint8Array | null {
  return useMemo(() => {
    if (!bits || count === undefined || bits.a.length !== Math.ceil(count / 8)) {
      return null;
    }
    return Uint8Array.from(
      { length: count },
      (_, i) => (hasBit(bits.a, i) ? RIM.a : 0) | (hasBit(bits.b, i) ? RIM.b : 0)
    );
  }, [bits, count]);
}

/** How the rows of A and B differ; asked once both are there. */
export function useComparison({ a, b }: Pins) {
  const api = useApi();
  return useQuery({
    queryKey: ['compare', a?.revision, b?.revision],
    queryFn: ({ signal }) =>
      api.json<CompareAnswer>('api/compare', {
        method: 'POST',
        body: { a: { kind: 'pin', pin: 'a' }, b: { kind: 'pin', pin: 'b' } },
        signal
      }),
    enabled: a !== null && b !== null
  });
}
