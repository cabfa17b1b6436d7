import { useQueryClient } from '@tanstack/react-query';
import { readAnswer } from '../app/read-answer.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { Place } from '../../contract/view-state.ts';
import { DATASET_ROLES, type SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import type { Translate } from '../app/messages.ts';
import { useProjects, useSelection, useSession } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';
import { type ScopeChip, type ScopeCount, useScope } from '../app/scope-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';

/** What is shown, as a sentence of removable chips, and how many rows that leaves. */
export function ScopeLine() {
  const t = useTranslate(SHELL_MESSAGES);
  const { data: session } = useSession();
  const { data: selection } = useSelection();
  const total = session ? countRows(session) : 0;
  const scope = useScope();
  const place = useViewState('place');
  const selectionChip = useSelectionChip(selection, total);
  // Selected points narrow no list of spans.
  const chips = [...useRangeChip(), ...scope.chips, ...(place === 'traces' ? [] : selectionChip)];
  const selected = selection !== undefined && selection.count > 0 ? selection.count : total;
  const count: ScopeCount | undefined =
    scope.count ?? (total > 0 ? { shown: selected, total } : undefined);
  // The sentence of what is there tells the number of traces already.
  const isTold = chips.length === 0 && count?.unit === 'traces' && count.shown === count.total;
  return (
    <section className="scope" aria-label={t('scope')}>
      {chips.length === 0 && session && <WhatIsThere hasRows={total > 0} place={place} />}
      <ul className="scope-chips">
        {chips.map(chip => (
          <li key={chip.id} className="chip">
            <span className="chip-label">{chip.label}</span>
            <ActionButton
              label={t('remove', { what: chip.label })}
              description={chip.removal}
              icon="close"
              isIconOnly
              className="chip-remove"
              onPress={chip.onRemove}
            />
          </li>
        ))}
      </ul>
      {count && !isTold && <span className="scope-count">→ {describeCount(count, t)}</span>}
    </section>
  );
}

const ALL_OF = { traces: 'traceCount', spans: 'spans', rows: 'rows' } as const;
const SOME_OF = {
  rows: 'someRows',
  points: 'somePoints',
  traces: 'someTraces',
  spans: 'someSpans'
} as const;

function describeCount(
  { shown, total, unit }: ScopeCount,
  t: Translate<typeof SHELL_MESSAGES>
): string {
  const counted = unit ?? 'rows';
  return shown === total && counted !== 'points'
    ? t(ALL_OF[counted], { count: total })
    : t(SOME_OF[counted], { shown, total });
}

/** Without conditions the line says what there is: rows, or traces and their projects. */
function WhatIsThere({ hasRows, place }: { hasRows: boolean; place: Place }) {
  const t = useTranslate(SHELL_MESSAGES);
  const { hrefOf } = useNavigation();
  const { data: projects = [] } = useProjects();
  const queries = useQueryClient();
  useServerEvent('spans', () => {
    void queries.invalidateQueries({ queryKey: [...KEYS.spans, 'projects'] });
  });
  const filled = projects.filter(({ traces }) => traces > 0);
  const traces = filled.reduce((sum, project) => sum + project.traces, 0);
  if (place !== 'traces' && hasRows) {
    return <span className="scope-all">{t('everything')}</span>;
  }
  if (traces === 0) {
    return (
      <span className="scope-all">{t(place === 'traces' ? 'noTraces' : 'nothingLoaded')}</span>
    );
  }
  const words = t(filled.length === 1 ? 'tracesIn' : 'tracesInMany', {
    traces: t('traceCount', { count: traces }),
    project: filled[0]?.name ?? '',
    projects: filled.length
  });
  return place === 'traces' ? (
    <span className="scope-all">{words}</span>
  ) : (
    <a className="scope-all" href={hrefOf({ place: 'traces' })}>
      {words}
    </a>
  );
}

export function countRows(session: SessionState): number {
  return DATASET_ROLES.reduce((sum, role) => sum + (session.datasets[role]?.rowCount ?? 0), 0);
}

function useRangeChip(): ScopeChip[] {
  const t = useTranslate(SHELL_MESSAGES);
  const format = useFormat();
  const range = useViewState('range');
  const { update } = useNavigation();
  if (!range || Number.isNaN(Date.parse(range.start)) || Number.isNaN(Date.parse(range.end))) {
    return [];
  }
  return [
    {
      id: 'range',
      label: t('inRange', { range: format.range(range.start, range.end) }),
      removal: t('removeRange'),
      onRemove: () => update({ range: undefined })
    }
  ];
}

function useSelectionChip(selection: SelectionState | undefined, total: number): ScopeChip[] {
  const t = useTranslate(SHELL_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  if (!selection || selection.count === 0) {
    return [];
  }
  return [
    {
      id: 'selection',
      label: t('selected', { count: selection.count }),
      removal: t('clearSelection', { total }),
      onRemove: () =>
        void readAnswer(api.routes.selection.$delete()).then(
          state => queries.setQueryData(KEYS.selection, state),
          toasts.fail
        )
    }
  ];
}
