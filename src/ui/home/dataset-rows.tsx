import { useMemo } from 'react';
import type { DatasetSummary } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useScopeChips } from '../app/scope-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { RowsTable } from '../rows/rows-table.tsx';
import { HOME_MESSAGES } from './home-messages.ts';

/** All rows of one data set. */
export function DatasetRows({ dataset: { role, name } }: { dataset: DatasetSummary }) {
  const t = useTranslate(HOME_MESSAGES);
  const { go } = useNavigation();
  const back = () => go({ place: 'home' });
  useScopeChips('look', [
    { id: 'look', label: t('onlyDataset', { name }), removal: t('allAgain'), onRemove: back }
  ]);
  const source = useMemo(() => ({ kind: 'dataset' as const, dataset: role }), [role]);
  return (
    <RowsTable
      source={source}
      hasOwnScope
      title={
        <>
          <ActionButton label={t('back')} icon="back" isIconOnly keys="g h" onPress={back} />
          <h2 className="rows-title">
            <DatasetMark role={role} />
            {name}
          </h2>
        </>
      }
    />
  );
}
