import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { formatLatency } from '../parts/format-span.ts';
import { listTicks } from './clock-ticks.ts';
import { canFold } from './list-rows.ts';
import type { TraceClock } from './trace-clock.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { TreeRowView } from './tree-row-view.tsx';
import type { TreeState } from './use-tree-state.ts';

const ROW_PX = 26;
const TICKS = 4;

/** The tree with its waterfall; only rows in view exist as elements. */
export function SpanTreeView({ state, box }: { state: TreeState; box: RefObject<HTMLDivElement> }) {
  const t = useTranslate(TRACE_MESSAGES);
  const id = useId();
  const { rows, cursor, clock, critical, found } = state;
  const lines = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: i => rows[i]?.key ?? i,
    scrollPaddingStart: ROW_PX,
    overscan: 10
  });
  useEffect(() => {
    lines.scrollToIndex(cursor, { align: 'auto' });
  }, [lines, cursor, rows]);
  const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_PX) - 2);
  const press = (event: KeyboardEvent) => {
    const row = rows[cursor];
    const toggle = () => row && canFold(row) && state.fold(row, !row.isFolded);
    const acts = new Map<string, () => void>([
      ['ArrowDown', () => state.move(1)],
      ['ArrowUp', () => state.move(-1)],
      ['PageDown', () => state.move(page)],
      ['PageUp', () => state.move(-page)],
      ['Home', () => state.move(-rows.length)],
      ['End', () => state.move(rows.length)],
      ['ArrowRight', () => state.step('in')],
      ['ArrowLeft', () => state.step('out')],
      ['Enter', toggle],
      [' ', toggle]
    ]);
    const act = acts.get(event.key);
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  };
  return (
    <div
      ref={box}
      className="span-tree"
      role="tree"
      aria-label={t('tree')}
      aria-activedescendant={`${id}-${cursor}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <Axis clock={clock} />
      <div className="tree-rows" role="none" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return (
            row && (
              <TreeRowView
                key={key}
                id={`${id}-${index}`}
                row={row}
                top={start}
                clock={clock}
                stretches={row.kind === 'span' ? critical?.get(row.node) : undefined}
                isPathShown={critical !== undefined}
                isCursor={index === cursor}
                isChosen={row.kind === 'span' && row.node === state.selected}
                isFound={row.kind === 'span' && found.ids.has(row.key)}
                onChoose={state.choose}
                onFold={state.fold}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function Axis({ clock }: { clock: TraceClock }) {
  const t = useTranslate(TRACE_MESSAGES);
  const format = useFormat();
  const length = clock.endUs - clock.startUs;
  return (
    <div className="tree-axis" role="none" title={t('axis')} aria-hidden="true">
      <div className="tree-name" />
      <div className="tree-time">
        {listTicks(length, TICKS)
          .filter(at => at < 0.97 * length)
          .map(at => (
            <span key={at} style={{ left: `${(100 * at) / length}%` }}>
              {formatLatency(format, at)}
            </span>
          ))}
      </div>
      <div className="tree-latency">{formatLatency(format, length)}</div>
    </div>
  );
}
