import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type {
  SelectedPointsHeader,
  SelectionMode,
  SelectionState
} from '../../contract/selection.ts';
import { useApi } from '../app/api-context.tsx';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import type { Bits } from './bits.ts';
import { combineBits } from './bits.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import { readSection } from './points.ts';

interface Selected {
  revision: number;
  bits: Uint8Array;
}

/** Told what the selection became, as soon as that is known. */
type Changed = (state: SelectionState) => void;

/** Which points of a layout are selected, and what changes that. Lights points at once, before the server knows. */
export function useSelectedPoints(hash: string | undefined) {
  const t = useTranslate(MAP_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const announce = useAnnounce();
  const key = [...KEYS.ofLayout(hash ?? ''), 'selection'];
  const path = `api/layouts/${hash ?? ''}`;
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Selected> => {
      const { header, sections } = await api.frame<SelectedPointsHeader>(`${path}/selection`, {
        signal
      });
      return { revision: header.revision, bits: readSection(sections, 'selected', Uint8Array) };
    },
    enabled: hash !== undefined,
    structuralSharing: false
  });
  useServerEvent('selection', ({ revision }) => {
    if (queries.getQueryData<Selected>(key)?.revision !== revision) {
      void queries.invalidateQueries({ queryKey: key });
    }
  });

  const change = useCallback(
    async (request: () => Promise<SelectionState>, changed?: Changed) => {
      try {
        const state = await request();
        changed?.(state);
        queries.setQueryData(KEYS.selection, state);
        announce(t('announceSelected', { count: state.count }));
        await queries.invalidateQueries({ queryKey: [...KEYS.rows, 'selection'] });
      } catch (error) {
        toasts.fail(error);
      }
      await queries.invalidateQueries({ queryKey: [...KEYS.ofLayout(hash ?? ''), 'selection'] });
    },
    [queries, announce, t, toasts, hash]
  );

  return {
    bits: data?.bits ?? null,
    selectPoints: (bits: Bits, mode: SelectionMode, changed?: Changed) => {
      void queries.cancelQueries({ queryKey: key });
      queries.setQueryData<Selected>(key, before => ({
        revision: -1,
        bits: combineBits(before?.bits ?? new Uint8Array(), bits, mode)
      }));
      return change(
        () =>
          api.json<SelectionState>(`${path}/selection?mode=${mode}`, { method: 'PUT', body: bits }),
        changed
      );
    },
    selectCluster: (id: string, mode: SelectionMode, changed?: Changed) =>
      change(
        () =>
          api.json<SelectionState>(
            `${path}/clusters/${encodeURIComponent(id)}/selection?mode=${mode}`,
            { method: 'PUT' }
          ),
        changed
      ),
    undo: (changed?: Changed) =>
      change(() => api.json<SelectionState>('api/selection/undo', { method: 'POST' }), changed),
    redo: (changed?: Changed) =>
      change(() => api.json<SelectionState>('api/selection/redo', { method: 'POST' }), changed),
    clear: () => change(() => api.json<SelectionState>('api/selection', { method: 'DELETE' }))
  };
}
