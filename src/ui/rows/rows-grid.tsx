import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState
} from 'react';
import type { RowsColumn } from '../../contract/rows.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { FailureState } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { copyTextOf, embeddingOf } from './cell-view.tsx';
import { columnWidth } from './column-layout.ts';
import { ColumnHeader } from './column-header.tsx';
import { cellIdOf, GridRowCells } from './grid-row.tsx';
import { ROWS_MESSAGES } from './rows-messages.ts';
import { ScrollScale } from './scroll-scale.ts';
import { type RowsRequest, useRows } from './use-rows.ts';
import { useSettled } from './use-settled.ts';

const HEADER_PX = 30;
const ROW_PX = 28;
/** Room for a thumbnail one can recognise. */
const MEDIA_ROW_PX = 44;
/** The mark of the data set and the row's number stay at the left edge. */
const PINNED_PX = 84;
/** Rows flung past are not asked for. */
const SETTLE_MS = 60;

export interface RowsGridProps {
  request: RowsRequest;
  columns: readonly RowsColumn[];
  openRow: number | undefined;
  onOpenRow: (index: number | undefined) => void;
  onCounts: (counts: { total: number; matched: number }) => void;
  onCurrentRow?: (row: { dataset: DatasetRole; row: number } | undefined) => void;
  litRow?: { dataset: DatasetRole; row: number } | undefined;
}

/** The grid itself: only the rows and columns in view exist as elements, whatever the table's size. */
export function RowsGrid({
  request,
  columns,
  openRow,
  onOpenRow,
  onCounts,
  onCurrentRow,
  litRow
}: RowsGridProps) {
  const t = useTranslate(ROWS_MESSAGES);
  const format = useFormat();
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useMemo(() => new ScrollScale(), []);
  const [rowCount, setRowCount] = useState(0);
  const [current, setCurrent] = useState({ row: 0, column: 0 });
  const hasMedia = columns.some(
    column => column.kind === 'link' && embeddingOf(column) !== undefined
  );
  const rowPx = hasMedia ? MEDIA_ROW_PX : ROW_PX;

  const rows = useVirtualizer<HTMLDivElement, Element>({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollMargin: HEADER_PX,
    observeElementOffset: scale.observe,
    scrollToFn: scale.scrollTo
  });
  const strips = useVirtualizer<HTMLDivElement, Element>({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: i => widthAt(columns, i),
    overscan: 2,
    scrollMargin: PINNED_PX,
    scrollPaddingStart: PINNED_PX,
    useFlushSync: false
  });
  const shape = columns.map(({ name }) => name).join('\0');
  useEffect(() => strips.measure(), [strips, shape]);
  useEffect(() => rows.measure(), [rows, rowPx]);

  const rowItems = rows.getVirtualItems();
  const columnItems = strips.getVirtualItems();
  const inView = useSettled(
    {
      rows: { from: rowItems[0]?.index ?? 0, to: rowItems.at(-1)?.index ?? 0 },
      columns: {
        from: columnItems[0]?.index ?? 0,
        to: columnItems.at(-1)?.index ?? Math.min(columns.length, 12) - 1
      }
    },
    rowCount === 0 ? 0 : SETTLE_MS
  );
  const { window, error, refetch } = useRows(request, columns, inView);
  const { counts, readCell, readRow } = window;
  const { total, matched } = counts ?? {};
  useEffect(() => {
    if (total !== undefined && matched !== undefined) {
      setRowCount(matched);
      setCurrent(now => ({ ...now, row: Math.min(now.row, Math.max(0, matched - 1)) }));
      onCounts({ total, matched });
    }
  }, [total, matched, onCounts]);
  const requestKey = JSON.stringify([request.source, request.sort, request.find]);
  useEffect(() => {
    setCurrent(now => ({ ...now, row: 0 }));
    scroller.current?.scrollTo({ top: 0 });
  }, [requestKey]);
  useEffect(() => {
    const element = scroller.current;
    const turn = (event: WheelEvent) => element && scale.wheel(element, event);
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [scale]);

  const drawnPx = scale.fit(rows.getTotalSize() + HEADER_PX, scroller.current?.clientHeight ?? 0);
  const widthPx = strips.getTotalSize() + PINNED_PX;
  const scrolled = rows.scrollOffset ?? 0;

  const { dataset, row: rowNumber } = readRow(current.row) ?? {};
  useEffect(() => {
    onCurrentRow?.(
      dataset === undefined || rowNumber === undefined ? undefined : { dataset, row: rowNumber }
    );
  }, [dataset, rowNumber, onCurrentRow]);

  const showRow = (row: number) => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const [start, end] = [row * rowPx, (row + 1) * rowPx + HEADER_PX - element.clientHeight];
    if (scrolled > start || scrolled < end) {
      element.scrollTop = scale.toDrawn(scrolled > start ? start : end);
    }
  };
  const goTo = (row: number, column = current.column) => {
    const next = { row: clamp(row, rowCount), column: clamp(column, columns.length) };
    setCurrent(next);
    showRow(next.row);
    if (column !== current.column) {
      strips.scrollToIndex(next.column, { align: 'auto' });
    }
    if (openRow !== undefined) {
      onOpenRow(next.row);
    }
  };
  const copyCell = useCopyCell(() => ({
    column: columns[current.column],
    cell: readCell(current.row, current.column)
  }));
  const page = Math.max(
    1,
    Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowPx) - 1
  );
  useKeys([
    { keys: 'j', label: t('next'), run: () => goTo(current.row + 1) },
    { keys: 'k', label: t('previous'), run: () => goTo(current.row - 1) },
    { keys: 'ArrowDown', label: t('next'), run: () => goTo(current.row + 1) },
    { keys: 'ArrowUp', label: t('previous'), run: () => goTo(current.row - 1) }
  ]);
  const pressInGrid = (event: React.KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowRight: () => goTo(current.row, current.column + 1),
      ArrowLeft: () => goTo(current.row, current.column - 1),
      PageDown: () => goTo(current.row + page),
      PageUp: () => goTo(current.row - page),
      Home: () => goTo(event.ctrlKey || event.metaKey ? 0 : current.row, 0),
      End: () =>
        goTo(event.ctrlKey || event.metaKey ? rowCount - 1 : current.row, columns.length - 1),
      Enter: () => onOpenRow(current.row)
    };
    const isCopy =
      (event.ctrlKey || event.metaKey) && event.key === 'c' && document.getSelection()?.isCollapsed;
    const move = isCopy ? copyCell : Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (move) {
      event.preventDefault();
      move();
    }
  };
  useKeys(
    rowCount === 0
      ? []
      : [{ keys: 'Enter', label: t('openRow'), run: () => onOpenRow(current.row) }]
  );

  const isDrawerOpen = openRow !== undefined;
  const pressCell = useCallback(
    (row: number, column: number | undefined, isOpening: boolean) => {
      setCurrent(now => ({ row, column: column ?? now.column }));
      if (isOpening || isDrawerOpen) {
        onOpenRow(row);
      }
    },
    [isDrawerOpen, onOpenRow]
  );
  if (error && !counts) {
    return <FailureState error={error} onRetry={refetch} />;
  }
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      tabIndex={0}
      aria-label={t('table')}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={
        rowCount > 0 ? cellIdOf(gridId, current.row, current.column) : undefined
      }
      onKeyDown={pressInGrid}
      onMouseDown={event => event.detail > 1 && event.preventDefault()}
      style={{ '--row-px': `${rowPx - 1}px` } as CSSProperties}
    >
      <div className="grid-inner" role="presentation" style={{ height: drawnPx, width: widthPx }}>
        <div
          className="grid-head"
          role="row"
          aria-rowindex={1}
          style={{ height: HEADER_PX, width: widthPx }}
        >
          <div
            className="grid-pinned"
            role="columnheader"
            aria-colindex={1}
            style={{ width: PINNED_PX }}
          >
            {t('rowNumber')}
          </div>
          {columnItems.map(({ index, start, size }) => {
            const column = columns[index];
            return (
              column && (
                <ColumnHeader
                  key={column.name}
                  column={column}
                  index={index}
                  start={start}
                  width={size}
                />
              )
            );
          })}
        </div>
        {rowItems.map(({ index, start }) => (
          <div
            key={index}
            className="grid-row"
            role="row"
            aria-rowindex={index + 2}
            data-current={index === current.row}
            data-open={index === openRow}
            data-lit={isSameRow(readRow(index), litRow) || undefined}
            style={{
              height: rowPx,
              width: widthPx,
              transform: `translateY(${scale.place(start, scrolled)}px)`
            }}
          >
            <GridRowCells
              gridId={gridId}
              index={index}
              columns={columns}
              columnItems={columnItems}
              pinnedPx={PINNED_PX}
              window={window}
              format={format}
              currentColumn={index === current.row ? current.column : undefined}
              onPress={pressCell}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function isSameRow(
  a: { dataset: DatasetRole; row: number } | undefined,
  b: { dataset: DatasetRole; row: number } | undefined
): boolean {
  return a !== undefined && a.row === b?.row && a.dataset === b.dataset;
}

function widthAt(columns: readonly RowsColumn[], index: number): number {
  const column = columns[index];
  return column ? columnWidth(column) : 0;
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

function useCopyCell(
  read: () => { column: RowsColumn | undefined; cell: string | number | boolean | null | undefined }
) {
  const t = useTranslate(ROWS_MESSAGES);
  const copy = useCopy();
  const announce = useAnnounce();
  return () => {
    const { column, cell } = read();
    if (column && cell !== undefined) {
      void copy(copyTextOf(cell)).then(
        worked => worked && announce(t('copied', { column: column.name }))
      );
    }
  };
}
