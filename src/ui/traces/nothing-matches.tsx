import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Condition } from './use-list-chips.ts';

/** Nothing is left of the list: which condition takes how much away, and the way back. */
export function NothingMatches({
  total,
  isSessions,
  conditions,
  onClear
}: {
  total: number;
  isSessions: boolean;
  conditions: readonly Condition[];
  onClear: () => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const helping = conditions.filter(({ without }) => (without ?? 0) > 0);
  if (isSessions && conditions.length === 0) {
    return <EmptyState title={t('noSessionsTitle')} reason={t('noSessionsReason')} />;
  }
  return (
    <EmptyState title={t('nothingTitle')} reason={t('nothingReason', { total })}>
      <ul className="nothing-list">
        {helping.map(({ id, label, without, onRemove }) => (
          <li key={id}>
            <span>
              {t('without')} <code>{label}</code> {t('thereWouldBe', { count: without ?? 0 })}
            </span>
            <ActionButton
              label={t('removeOne', { what: label })}
              icon="close"
              isIconOnly
              onPress={onRemove}
            />
          </li>
        ))}
      </ul>
      <ActionButton label={t('clear')} kind="outline" onPress={onClear} />
    </EmptyState>
  );
}
