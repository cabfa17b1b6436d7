import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SpanScope, SpanSelectionState } from '../../contract/traces.ts';
import type { TraceListing } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { isSameScope, readLineIds, scopeOfAll, scopeOfLines } from './list-scope.ts';
import type { Line, ListScope } from '../span/span-questions.ts';

export interface LineSelection {
  /** What is selected; null for nothing. */
  scope: SpanScope | null;
  /** Spans and traces of it, once the server has counted. */
  counted: { spans: number; traces: number } | undefined;
  /** Lines of this listing that are selected by name. */
  ids: ReadonlySet<string>;
  /** Everything that is listed is selected. */
  isAll: boolean;
  isSelected: (id: string) => boolean;
  toggle: (ids: readonly string[], isOn?: boolean) => void;
  selectAll: () => void;
  clear: () => void;
}

/** The lines that are selected, in step with the server: a kernel, and another page, read and set the same selection. */
export function useSpanSelection(
  listing: TraceListing,
  list: ListScope,
  lines: readonly Line[]
): LineSelection {
  const { state, scope, change } = useChosenScope();
  const all = useMemo(() => scopeOfAll(list, listing), [list, listing]);
  const isAll = scope !== null && isSameScope(scope, all);
  const ids = useMemo(() => {
    const named = scope === null ? undefined : readLineIds(scope);
    return new Set(named?.listing === listing ? named.ids : []);
  }, [scope, listing]);
  const isSelected = useCallback((id: string) => isAll || ids.has(id), [isAll, ids]);
  const toggle = (changed: readonly string[], isOn?: boolean) => {
    const next = new Set(isAll ? lines.map(({ id }) => id) : ids);
    changed.forEach(id => {
      if (isOn ?? !next.has(id)) {
        next.add(id);
      } else {
        next.delete(id);
      }
    });
    change(next.size === 0 ? null : scopeOfLines([...next], listing));
  };
  return {
    scope,
    counted: state,
    ids,
    isAll,
    isSelected,
    toggle,
    selectAll: () => change(all),
    clear: () => change(null)
  };
}

/** The selected scope. A change shows at once, and goes to the server when the one before has been answered; of several only the last does. */
function useChosenScope(): {
  state: SpanSelectionState | undefined;
  scope: SpanScope | null;
  change: (scope: SpanScope | null) => void;
} {
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const { data: known } = useQuery({
    queryKey: KEYS.spanSelection,
    queryFn: ({ signal }) => api.json<SpanSelectionState>('api/span-selection', { signal })
  });
  const [mine, setMine] = useState<{ scope: SpanScope | null }>();
  const wanted = useRef<{ scope: SpanScope | null }>();
  const sending = useRef(false);
  const send = async () => {
    sending.current = true;
    try {
      while (wanted.current) {
        const { scope } = wanted.current;
        wanted.current = undefined;
        const answer = await api.json<SpanSelectionState>('api/span-selection', {
          method: 'PUT',
          body: { scope }
        });
        queries.setQueryData(KEYS.spanSelection, answer);
      }
    } catch (error) {
      wanted.current = undefined;
      toasts.fail(error);
    }
    sending.current = false;
    setMine(undefined);
  };
  return {
    state: mine ? undefined : known,
    scope: mine ? mine.scope : (known?.scope ?? null),
    change: scope => {
      setMine({ scope });
      wanted.current = { scope };
      if (!sending.current) {
        void send();
      }
    }
  };
}
