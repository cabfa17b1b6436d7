import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type RefObject, useEffect, useId } from 'react';
import type { TraceListing, ViewState } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { type ColumnChoice, resizeColumn, sumWidths, toTracks } from './column-choice.ts';
import { ColumnHead } from './column-head.tsx';
import type { Column } from './columns.ts';
import { CompactHead } from './compact-head.tsx';
import { SpanLine } from './span-line.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Cursor } from './use-cursor.ts';
import type { LineSelection } from './use-span-selection.ts';
import type { Line } from '../span/span-questions.ts';

const LINE_PX = 30;
const COMPACT_PX = 46;
const HEAD_PX = 30;
const COMPACT_HEAD_PX = 36;
/** The next page is asked for while this many lines are still to be seen. */
const AHEAD = 30;

type Sort = NonNullable<ViewState['sort']>;

export interface SpanTableProps {
  lines: readonly Line[];
  listing: TraceListing;
  columns: readonly Column[];
  choice: ColumnChoice;
  isCompact: boolean;
  longestUs: number;
  sort: Sort;
  scroller: RefObject<HTMLDivElement>;
  cursor: Cursor;
  selection: LineSelection;
  /** Id of the trace that is shown beside the table. */
  openTrace: string | undefined;
  hrefOf: (line: Line) => string;
  onOpen: (line: Line) => void;
  onExtend: (index: number) => void;
  onChoice: (choice: ColumnChoice) => void;
  onSort: (sort: Sort) => void;
  onEnd: () => void;
  onScroll: (isAtTop: boolean) => void;
}

/** Lines of the table; only those in view exist as elements, and pages come as they are scrolled to. */
export function SpanTable(props: SpanTableProps) {
  const { lines, listing, columns, choice, isCompact, scroller, cursor, selection, onEnd } = props;
  const t = useTranslate(TRACES_MESSAGES);
  const id = useId();
  const [linePx, headPx] = isCompact ? [COMPACT_PX, COMPACT_HEAD_PX] : [LINE_PX, HEAD_PX];
  const rows = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    getItemKey: i => lines[i]?.id ?? i,
    scrollPaddingStart: headPx,
    // Lines begin below the heads, of which their own places know nothing.
    scrollPaddingEnd: headPx,
    overscan: 8
  });
  useEffect(() => rows.measure(), [rows, linePx]);
  const items = rows.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= lines.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) {
      onEnd();
    }
  }, [isNearEnd, lines.length, onEnd]);
  const { index: current } = cursor;
  useEffect(() => {
    if (current >= 0) {
      rows.scrollToIndex(current, { align: 'auto' });
    }
  }, [rows, current]);
  const tracks = { gridTemplateColumns: toTracks(columns, choice) };
  const minWidth = isCompact ? undefined : sumWidths(columns, choice);
  const press = (event: MouseEvent, line: Line, index: number) => {
    if (event.shiftKey) {
      props.onExtend(index);
    } else if (event.metaKey || event.ctrlKey) {
      cursor.moveTo(index);
      selection.toggle([line.id]);
    } else {
      cursor.moveTo(index);
      event.preventDefault();
      props.onOpen(line);
    }
  };
  const selectAll = (
    <div role="columnheader" className="span-box">
      <input
        type="checkbox"
        aria-label={t('selectAll')}
        checked={selection.isAll}
        ref={box => {
          if (box) {
            box.indeterminate = !selection.isAll && selection.ids.size > 0;
          }
        }}
        onChange={() => (selection.isAll ? selection.clear() : selection.selectAll())}
      />
    </div>
  );
  return (
    <div
      ref={scroller}
      className="span-table"
      role="grid"
      aria-label={t(listing)}
      aria-rowcount={lines.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
      tabIndex={0}
      onScroll={event => props.onScroll(event.currentTarget.scrollTop < LINE_PX)}
    >
      <div role="rowgroup" className="span-head" style={{ minWidth }}>
        {isCompact ? (
          <CompactHead listing={listing} sort={props.sort} onSort={props.onSort}>
            {selectAll}
          </CompactHead>
        ) : (
          <div role="row" className="span-line" aria-rowindex={1} style={tracks}>
            {selectAll}
            {columns.map(column => (
              <ColumnHead
                key={column.key}
                column={column}
                sort={props.sort}
                onSort={props.onSort}
                onResize={px => props.onChoice(resizeColumn(choice, column.key, px))}
              />
            ))}
          </div>
        )}
      </div>
      <div role="rowgroup" className="span-lines" style={{ height: rows.getTotalSize(), minWidth }}>
        {items.map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <SpanLine
                key={key}
                id={`${id}-${index}`}
                line={line}
                row={index}
                style={{ ...(!isCompact && tracks), transform: `translateY(${start}px)` }}
                columns={columns}
                isCompact={isCompact}
                longestUs={props.longestUs}
                isSelected={selection.isSelected(line.id)}
                isCurrent={index === current}
                isOpen={line.kind !== 'sessions' && line.span.traceId === props.openTrace}
                href={props.hrefOf(line)}
                onPress={event => press(event, line, index)}
                onSelect={isStretch => {
                  if (isStretch) {
                    props.onExtend(index);
                  } else {
                    cursor.moveTo(index);
                    selection.toggle([line.id]);
                  }
                }}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
