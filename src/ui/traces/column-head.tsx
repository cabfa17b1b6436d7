import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { ViewState } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { type Column, isAscendingFirst } from './columns.ts';
import { classOf } from './span-line.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

type Sort = NonNullable<ViewState['sort']>;

const STEP_PX = 16;

/** The title of a column: a press sorts by it, its right edge makes it wider. */
export function ColumnHead({
  column,
  sort,
  onSort,
  onResize
}: {
  column: Column;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Undefined gives the column its own width back. */
  onResize: (px: number | undefined) => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const { key, by } = column;
  const isSorted = by !== undefined && sort.column === by;
  const cell = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; width: number }>();
  const widthNow = () => cell.current?.getBoundingClientRect().width ?? column.width;
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onResize(widthNow() + step);
    } else if (event.key === 'Home') {
      event.preventDefault();
      onResize(undefined);
    }
  };
  return (
    <div
      ref={cell}
      role="columnheader"
      className={classOf(column)}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {by === undefined ? (
        <span>{t(key)}</span>
      ) : (
        <button
          type="button"
          onClick={() =>
            onSort({
              column: by,
              descending: isSorted ? !sort.descending : !isAscendingFirst(column)
            })
          }
        >
          {t(key)}
          {isSorted && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
        </button>
      )}
      <span
        className="column-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resize', { column: t(key) })}
        aria-valuenow={Math.round(column.width)}
        title={t('resizeHelp')}
        tabIndex={0}
        onKeyDown={press}
        onDoubleClick={() => onResize(undefined)}
        onPointerDown={(event: PointerEvent<HTMLSpanElement>) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, width: widthNow() };
        }}
        onPointerMove={event => {
          if (drag.current) {
            onResize(drag.current.width + event.clientX - drag.current.x);
          }
        }}
        onPointerUp={() => {
          drag.current = undefined;
        }}
        onPointerCancel={() => {
          drag.current = undefined;
        }}
      />
    </div>
  );
}
