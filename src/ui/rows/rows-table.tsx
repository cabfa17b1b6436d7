import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { RowSource } from '../../contract/rows.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useScopeChips, useScopeCount } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { chooseColumns } from './column-layout.ts';
import { ColumnsChooser } from './columns-chooser.tsx';
import { FindField } from './find-field.tsx';
import { RowDrawer } from './row-drawer.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';
import { RowsGrid } from './rows-grid.tsx';
import { type RowsRequest, useColumns } from './use-rows.ts';

export interface RowsTableProps {
  source: RowSource;
  /** Before the count in the toolbar. */
  title?: ReactNode;
  /** At the end of the toolbar: what to do with these rows. */
  actions?: ReactNode;
  /** What stands in place of the table when the source has no rows. */
  empty?: ReactNode;
  /** The table is the whole place: its count is the count of the scope line. */
  hasOwnScope?: boolean;
  /** Told which row is current (by keys or the pointer), to light it elsewhere. */
  onCurrentRow?: (
    row: { dataset: 'primary' | 'reference' | 'corpus'; row: number } | undefined
  ) => void;
  /** A row that something else points at: it is lit where it is in view. */
  litRow?: { dataset: 'primary' | 'reference' | 'corpus'; row: number } | undefined;
}

/**
 * Rows of a data set, a selection or a cluster with all their columns. Order, search and columns live in the
 * view-state (`sort`, `find`, `columns`): at most one table is in view at a time.
 */
export function RowsTable({
  source,
  title,
  actions,
  empty,
  hasOwnScope = false,
  onCurrentRow,
  litRow
}: RowsTableProps) {
  const t = useTranslate(ROWS_MESSAGES);
  const sort = useViewState('sort');
  const find = useViewState('find');
  const choice = useViewState('columns');
  const { update } = useNavigation();
  const columns = useColumns(source);
  const [counts, setCounts] = useState<{ total: number; matched: number }>();
  const [openRow, setOpenRow] = useState<number>();
  const sourceKey = JSON.stringify(source);
  useEffect(() => setOpenRow(undefined), [sourceKey, sort, find]);
  useMatchNotice(find, counts?.matched);
  useScopeCount(
    'rows',
    hasOwnScope && counts ? { shown: counts.matched, total: counts.total } : undefined
  );
  useScopeChips(
    'find',
    find
      ? [
          {
            id: 'find',
            label: t('containing', { find }),
            removal: t('without', { total: counts?.total ?? 0 }),
            onRemove: () => update({ find: undefined })
          }
        ]
      : []
  );

  const shown = useMemo(() => chooseColumns(columns.data ?? [], choice), [columns.data, choice]);

  if (columns.isError) {
    return <FailureState error={columns.error} onRetry={() => void columns.refetch()} />;
  }
  if (!columns.data) {
    return <Loading what={t('rows')} rows={8} />;
  }
  const request: RowsRequest = { source, sort, find };
  return (
    <section className="rows" aria-label={t('table')}>
      <div className="rows-bar">
        {title}
        <span className="rows-count">
          {counts &&
            (find
              ? t('matched', { matched: counts.matched, total: counts.total })
              : t('count', { count: counts.total }))}
        </span>
        <span className="bar-space" />
        <FindField />
        <ColumnsChooser columns={columns.data} />
        {actions}
      </div>
      {counts?.matched === 0 && find ? (
        <EmptyState title={t('nothing', { find })} reason={t('without', { total: counts.total })}>
          <ActionButton
            label={t('clearSearch')}
            kind="outline"
            onPress={() => update({ find: undefined })}
          />
        </EmptyState>
      ) : counts?.total === 0 ? (
        (empty ?? <EmptyState title={t('noRows')} />)
      ) : null}
      <div className="rows-body" hidden={counts?.matched === 0}>
        <RowsGrid
          request={request}
          columns={shown}
          openRow={openRow}
          onOpenRow={setOpenRow}
          onCounts={setCounts}
          litRow={litRow}
          {...(onCurrentRow && { onCurrentRow })}
        />
        {openRow !== undefined && counts !== undefined && (
          <RowDrawer
            request={request}
            index={openRow}
            count={counts.matched}
            onGo={setOpenRow}
            onClose={() => setOpenRow(undefined)}
          />
        )}
      </div>
    </section>
  );
}

function useMatchNotice(find: string | undefined, matched: number | undefined): void {
  const t = useTranslate(ROWS_MESSAGES);
  const announce = useAnnounce();
  useEffect(() => {
    if (find && matched !== undefined) {
      announce(t('announceMatched', { count: matched }));
    }
  }, [find, matched, announce, t]);
}
