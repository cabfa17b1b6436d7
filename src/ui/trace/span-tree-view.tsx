import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type RefObject, useEffect, useId } from 'react';
import { useTranslate } from '../app/locale-context.tsx';
import { readShare, Splitter } from '../parts/splitter.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useWidth } from '../charts/use-width.ts';
import { canFold } from './list-rows.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';
import { TreeAxis } from './tree-axis.tsx';
import { TreeRowView } from './tree-row-view.tsx';
import type { TreeState } from './use-tree-state.ts';
import { useZoomWheel } from './use-zoom-wheel.ts';

const ROW_PX = 26;
const AXIS_PX = 22;
/** The share of names, of the width of the tree. */
const USUAL_NAMES = 0.44;

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
    // Rows begin below the axis, of which their own places know nothing.
    scrollPaddingEnd: AXIS_PX,
    overscan: 10
  });
  useEffect(() => {
    lines.scrollToIndex(cursor, { align: 'auto' });
  }, [lines, cursor, rows]);
  useZoomWheel(box, state);
  const [kept, setKept] = useKept('phoenix.split.names', readShare);
  const names = kept ?? USUAL_NAMES;
  const width = useWidth(box);
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
    <div className="span-tree-box" style={{ '--names': names } as CSSProperties}>
      <Splitter
        label={t('namesWidth')}
        isUpright
        share={names}
        usual={USUAL_NAMES}
        least={0.15}
        most={0.75}
        className="tree-names-edge"
        style={{ left: names * width }}
        onShare={setKept}
      />
      <div
        ref={box}
        className="span-tree"
        role="tree"
        aria-label={t('tree')}
        aria-activedescendant={`${id}-${cursor}`}
        tabIndex={0}
        onKeyDown={press}
      >
        <TreeAxis state={state} />
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
                  view={state.view}
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
    </div>
  );
}
