import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import type { RowsColumn } from '../../contract/rows.ts';
import type { Format } from '../app/format.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { CellView } from './cell-view.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';
import type { RowsWindow } from './use-rows.ts';

interface Props {
  gridId: string;
  index: number;
  columns: readonly RowsColumn[];
  columnItems: readonly VirtualItem[];
  pinnedPx: number;
  window: RowsWindow;
  format: Format;
  /** The current cell's column, when this row is the current one. */
  currentColumn: number | undefined;
  onPress: (row: number, column: number | undefined, isDouble: boolean) => void;
}

export function cellIdOf(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`;
}

/** The cells of one row. Scrolling moves the row around them; they render again only when they change. */
export const GridRowCells = memo(function GridRowCells({
  gridId,
  index,
  columns,
  columnItems,
  pinnedPx,
  window,
  format,
  currentColumn,
  onPress
}: Props) {
  const t = useTranslate(ROWS_MESSAGES);
  const owner = window.readRow(index);
  return (
    <>
      <div
        className="grid-pinned"
        role="rowheader"
        aria-colindex={1}
        aria-label={owner && t('rowOf', { row: owner.row, dataset: t(owner.dataset) })}
        style={{ width: pinnedPx }}
        onClick={() => onPress(index, undefined, true)}
      >
        {owner && <DatasetMark role={owner.dataset} />}
        <span>{owner?.row}</span>
      </div>
      {columnItems.map(({ index: columnIndex, start, size }) => {
        const column = columns[columnIndex];
        const cell = window.readCell(index, columnIndex);
        return (
          column && (
            <div
              key={column.name}
              id={cellIdOf(gridId, index, columnIndex)}
              className={`grid-cell cell-${column.kind}`}
              role="gridcell"
              aria-colindex={columnIndex + 2}
              data-current={columnIndex === currentColumn}
              style={{ width: size, transform: `translateX(${start}px)` }}
              onClick={event => onPress(index, columnIndex, event.detail > 1)}
            >
              {cell === undefined ? (
                <span className="cell-waiting" />
              ) : (
                <CellView cell={cell} column={column} format={format} owner={owner} />
              )}
            </div>
          )
        );
      })}
    </>
  );
});
