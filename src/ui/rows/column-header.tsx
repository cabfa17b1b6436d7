import type { RowsColumn } from '../../contract/rows.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';

interface Props {
  column: RowsColumn;
  index: number;
  start: number;
  width: number;
}

/** A press sorts ascending, the next descending, the third gives the order of the source back. */
export function ColumnHeader({ column, index, start, width }: Props) {
  const t = useTranslate(ROWS_MESSAGES);
  const sort = useViewState('sort');
  const { update } = useNavigation();
  const { name, role, kind } = column;
  const order = sort?.column !== name ? 'none' : sort.descending ? 'descending' : 'ascending';
  const next =
    order === 'none'
      ? { column: name, descending: false }
      : order === 'ascending'
        ? { column: name, descending: true }
        : undefined;
  const isSortable = kind !== 'vector' && kind !== 'list';
  return (
    <div
      className={`grid-cell grid-title cell-${kind}`}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={order}
      title={`${name}\n${role}`}
      style={{ width, transform: `translateX(${start}px)` }}
    >
      {isSortable ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={
            order === 'none' ? name : t(order === 'ascending' ? 'sortUp' : 'sortDown', { name })
          }
          onClick={() => update({ sort: next })}
        >
          <span className="grid-title-name">{name}</span>
          {order !== 'none' && <Icon name={order === 'ascending' ? 'up' : 'down'} size={12} />}
        </button>
      ) : (
        <span className="grid-title-name">{name}</span>
      )}
    </div>
  );
}
