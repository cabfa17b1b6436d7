import { useQueryClient } from '@tanstack/react-query';
import { readAnswer } from '../app/read-answer.ts';
import type { SelectionState } from '../../contract/selection.ts';
import { DATASET_ROLES, type SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { KEYS, useSelection, useSession } from '../app/queries.ts';
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
  const chips = [...useRangeChip(), ...scope.chips, ...useSelectionChip(selection, total)];
  const selected = selection !== undefined && selection.count > 0 ? selection.count : total;
  const count: ScopeCount = scope.count ?? { shown: selected, total };
  return (
    <section className="scope" aria-label={t('scope')}>
      {chips.length === 0 && session && (
        <span className="scope-all">{total === 0 ? t('nothingLoaded') : t('everything')}</span>
      )}
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
      {total > 0 && (
        <span className="scope-count">{`→ ${count.shown === count.total && count.unit === undefined ? t('rows', { count: count.total }) : t(count.unit === 'points' ? 'somePoints' : 'someRows', count)}`}</span>
      )}
    </section>
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
