import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import type { ViewState } from '../../contract/view-state.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { Icon } from '../parts/icon.tsx';
import { SpanLine } from './span-line.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Line } from './use-spans.ts';

const LINE_PX = 30;
/** The next page is asked for while this many lines are still to be seen. */
const AHEAD = 30;

type Sort = NonNullable<ViewState['sort']>;

const COLUMNS = [
  { key: 'name', by: 'name', className: 'span-name' },
  { key: 'input', by: undefined, className: 'span-text span-input' },
  { key: 'output', by: undefined, className: 'span-text span-output' },
  { key: 'latency', by: 'latency', className: 'span-latency' },
  { key: 'tokens', by: 'tokens', className: 'span-number' },
  { key: 'cost', by: 'cost', className: 'span-number span-cost' },
  { key: 'errors', by: 'errors', className: 'span-number' },
  { key: 'start', by: 'start', className: 'span-number span-start' }
] as const;

/** Lines of the table; only those in view exist as elements, and pages come as they are scrolled to. */
export function SpanTable({
  lines,
  listing,
  longestUs,
  sort,
  scroller,
  onSort,
  onEnd,
  onScroll,
  hrefOfTrace
}: {
  lines: readonly Line[];
  listing: 'traces' | 'spans';
  longestUs: number;
  sort: Sort;
  scroller: RefObject<HTMLDivElement>;
  onSort: (sort: Sort) => void;
  onEnd: () => void;
  onScroll: (isAtTop: boolean) => void;
  hrefOfTrace: (traceId: string) => string;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const rows = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: i => lines[i]?.id ?? i,
    overscan: 8
  });
  const items = rows.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= lines.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) {
      onEnd();
    }
  }, [isNearEnd, lines.length, onEnd]);
  return (
    <div
      ref={scroller}
      className="span-table"
      role="table"
      aria-label={t(listing)}
      aria-rowcount={lines.length + 1}
      tabIndex={0}
      onScroll={event => onScroll(event.currentTarget.scrollTop < LINE_PX)}
    >
      <div role="rowgroup" className="span-head">
        <div role="row" className="span-line" aria-rowindex={1}>
          {COLUMNS.map(({ key, by, className }) => {
            const column = by === 'tokens' ? tokensOf(listing) : by;
            const isSorted = column !== undefined && sort.column === column;
            return (
              <div
                key={key}
                role="columnheader"
                className={className}
                aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
              >
                {column === undefined ? (
                  t(key)
                ) : (
                  <button
                    type="button"
                    onClick={() =>
                      onSort({ column, descending: isSorted ? !sort.descending : key !== 'name' })
                    }
                  >
                    {t(key)}
                    {isSorted && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
                  </button>
                )}
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className="span-lines" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <SpanLine
                key={key}
                line={line}
                row={index}
                style={{ transform: `translateY(${start}px)` }}
                longestUs={longestUs}
                hrefOfTrace={hrefOfTrace}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/** A trace's tokens are those of all of its spans; so are the ones shown beside a span. */
function tokensOf(listing: 'traces' | 'spans'): string {
  return listing === 'traces' ? 'totalTokens' : 'cumulativeTokens';
}
