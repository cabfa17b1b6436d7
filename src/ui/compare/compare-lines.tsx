import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { formatCost, formatLatency } from '../parts/format-span.ts';
import { KindIcon } from '../trace/kind-icon.tsx';
import type { AlignedLine } from './align-traces.ts';
import { COMPARE_MESSAGES } from './compare-messages.ts';
import { Delta } from './delta.tsx';
import type { ComparedLine } from './use-compared-line.ts';

const LINE_PX = 26;
const SIGNS = { removed: '−', added: '+', same: '=' } as const;

/** The lines of both traces; only those in view exist as elements. */
export function CompareLines({
  lines,
  state
}: {
  lines: readonly AlignedLine[];
  state: ComparedLine;
}) {
  const t = useTranslate(COMPARE_MESSAGES);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const shown = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    scrollPaddingStart: LINE_PX,
    overscan: 10
  });
  useEffect(() => {
    shown.scrollToIndex(state.at, { align: 'auto' });
  }, [shown, state.at]);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const press = (event: KeyboardEvent) => {
    const by = new Map([
      ['ArrowDown', 1],
      ['ArrowUp', -1],
      ['PageDown', 20],
      ['PageUp', -20],
      ['Home', -lines.length],
      ['End', lines.length]
    ]).get(event.key);
    if (by !== undefined) {
      event.preventDefault();
      state.move(by);
    }
  };
  return (
    <div
      ref={box}
      className="compare-lines"
      role="tree"
      aria-label={t('lines')}
      aria-activedescendant={`${id}-${state.at}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className="compare-line compare-heads" role="none" aria-hidden="true">
        <span />
        <span>{t('span')}</span>
        <span className="compare-number">{t('latency')}</span>
        <span className="compare-number">{t('tokens')}</span>
        <span className="compare-number">{t('cost')}</span>
      </div>
      <div className="tree-rows" role="none" style={{ height: shown.getTotalSize() }}>
        {shown.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <div
                key={index}
                id={`${id}-${index}`}
                className="compare-line"
                role="treeitem"
                aria-level={line.depth + 1}
                aria-selected={index === state.at}
                data-kind-of={line.kind}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => state.goTo(index)}
              >
                <LineParts line={line} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function LineParts({ line: { a, b, kind, depth, isDifferent } }: { line: AlignedLine }) {
  const t = useTranslate(COMPARE_MESSAGES);
  const format = useFormat();
  const span = (b ?? a)?.span;
  if (!span) {
    return null;
  }
  const latency = (us: number) => formatLatency(format, us);
  const word = t(kind === 'same' && isDifferent ? 'different' : kind);
  return (
    <>
      <span className="compare-sign" role="img" aria-label={word} title={word}>
        {kind === 'same' && isDifferent ? '≠' : SIGNS[kind]}
      </span>
      <span className="compare-name-of" style={{ paddingInlineStart: `min(${13 * depth}px, 45%)` }}>
        <KindIcon kind={span.kind} />
        <span className="tree-label" title={span.name}>
          {span.name}
        </span>
      </span>
      <span className="compare-number">
        {span.latencyUs === null || span.latencyUs < 0 ? '–' : latency(span.latencyUs)}{' '}
        <Delta before={a?.span.latencyUs} after={b?.span.latencyUs} write={latency} />
      </span>
      <span className="compare-number">
        {span.cumulative.total === 0 ? '' : format.number(span.cumulative.total)}{' '}
        <Delta
          before={a?.span.cumulative.total}
          after={b?.span.cumulative.total}
          write={format.number}
        />
      </span>
      <span className="compare-number compare-cost">
        {span.cost === null ? '' : formatCost(format, span.cost)}{' '}
        <Delta
          before={a?.span.cost}
          after={b?.span.cost}
          write={dollars => formatCost(format, dollars)}
        />
      </span>
    </>
  );
}
