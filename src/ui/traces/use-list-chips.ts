import { useQueries } from '@tanstack/react-query';
import type { SpanCount } from '../../contract/traces.ts';
import type { TraceListing } from '../../contract/view-state.ts';
import { joinFilter, splitFilter } from '../../filter/split-filter.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/questions.ts';
import { type ScopeChip, useScopeChips } from '../app/scope-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { ListScope } from '../span/span-questions.ts';

/** A condition of the list, and what would be there without it. */
export interface Condition {
  id: string;
  label: string;
  /** Lines that there would be; undefined until they are counted. */
  without: number | undefined;
  onRemove: () => void;
}

/** Counting costs the server a look at its spans; while many come the numbers may be a little old. */
const STALE_MS = 30_000;
/** A filter of more parts is no sentence; the first are counted. */
const MOST_COUNTED = 8;

/** The conditions of the list as chips of the scope line, each with what taking it away would bring. */
export function useListChips(scope: ListScope, listing: TraceListing): Condition[] {
  const t = useTranslate(TRACES_MESSAGES);
  const api = useApi();
  const { update } = useNavigation();
  const conditions = listConditions(scope);
  const counts = useQueries({
    queries: conditions.slice(0, MOST_COUNTED).map(({ rest }) => ({
      queryKey: [...KEYS.spans, 'count', rest],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.json<SpanCount>('api/spans/count', { method: 'POST', body: rest, signal }),
      staleTime: STALE_MS,
      retry: false
    }))
  });
  const named = conditions.map(({ id, label, rest }, i): Condition => {
    const count = counts[i]?.data;
    return {
      id,
      label:
        id === 'project'
          ? t('inProject', { name: label })
          : id === 'range'
            ? t('theseTimes')
            : label,
      without: listing === 'spans' ? count?.spans : count?.traces,
      onRemove: () =>
        update({
          project: rest.project,
          filter: rest.filter === '' ? undefined : rest.filter,
          ...(id === 'range' && { range: undefined })
        })
    };
  });
  const chips = named
    // The shell has a chip of its own for the times.
    .filter(({ id }) => id !== 'range')
    .map(({ id, label, without, onRemove }): ScopeChip => ({
      id,
      label,
      removal:
        without === undefined
          ? t('removeCondition')
          : t(listing === 'spans' ? 'withoutSpans' : 'withoutTraces', { count: without }),
      onRemove
    }));
  useScopeChips('traces', chips);
  return named;
}

/** What narrows a list, each with the list that is left without it. */
export function listConditions(scope: ListScope): { id: string; label: string; rest: ListScope }[] {
  const { project, start, end, ...others } = scope;
  const times = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  const parts = splitFilter(scope.filter);
  return [
    ...(project === undefined
      ? []
      : [{ id: 'project', label: project, rest: { ...others, ...times } }]),
    ...parts.map(({ text }, i) => ({
      id: `filter ${i}`,
      label: text,
      rest: { ...scope, filter: joinFilter(parts.filter((_, j) => j !== i)) }
    })),
    ...(start === undefined && end === undefined
      ? []
      : [
          {
            id: 'range',
            label: '',
            rest: { ...others, ...(project !== undefined && { project }) }
          }
        ])
  ];
}
