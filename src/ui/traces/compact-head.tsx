import type { ReactNode } from 'react';
import type { TraceListing, ViewState } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { COLUMNS, isAscendingFirst } from './columns.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';

type Sort = NonNullable<ViewState['sort']>;

/** Above lines of two rows, which have no columns to press: what they are sorted by, and which way. */
export function CompactHead({
  listing,
  sort,
  onSort,
  children
}: {
  listing: TraceListing;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The box that selects all lines. */
  children: ReactNode;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const sortable = COLUMNS[listing].filter(({ by }) => by !== undefined);
  return (
    <div role="row" className="compact-head" aria-rowindex={1}>
      {children}
      <div role="columnheader" className="compact-sort">
        <span className="muted" aria-hidden="true">
          {t('sort')}
        </span>
        <select
          className="field"
          aria-label={t('sort')}
          value={sort.column}
          onChange={({ target: { value } }) => {
            const chosen = sortable.find(({ by }) => by === value);
            if (chosen) {
              onSort({ column: value, descending: !isAscendingFirst(chosen) });
            }
          }}
        >
          {sortable.map(({ key, by }) => (
            <option key={key} value={by}>
              {t(key)}
            </option>
          ))}
        </select>
        <ActionButton
          label={t(sort.descending ? 'descending' : 'ascending')}
          icon={sort.descending ? 'down' : 'up'}
          isIconOnly
          onPress={() => onSort({ ...sort, descending: !sort.descending })}
        />
      </div>
    </div>
  );
}
