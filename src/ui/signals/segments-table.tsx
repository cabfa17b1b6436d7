import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { Segment, SegmentsAnswer } from '../../contract/metrics.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { formatMetric, formatShare } from '../charts/format-metric.ts';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { Icon } from '../parts/icon.tsx';
import { keyOfBin, labelOf, rankSegments } from './bins.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

type Column = 'bin' | 'primary' | 'reference' | 'psi';

const ROW_PX = 26;

/** Bins by their part of the PSI, or any other column; a press shows the rows behind one. */
export function SegmentsTable({
  answer,
  names,
  current,
  isStale,
  onPress
}: {
  answer: SegmentsAnswer | undefined;
  names: { primary: string; reference: string };
  current: string | undefined;
  isStale: boolean;
  onPress: (bin: string) => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const list = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>();
  const hasReference = answer?.totals.reference !== null;
  const segments = useMemo(() => sortSegments(answer?.segments ?? [], sort), [answer, sort]);
  const most = Math.max(1e-9, ...segments.map(({ psi }) => psi ?? 0));
  const virtual = useVirtualizer({
    count: segments.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    overscan: 6
  });
  const press = (column: Column) =>
    setSort(now => {
      const first = column !== 'bin';
      return now?.column !== column
        ? { column, descending: first }
        : now.descending === first
          ? { column, descending: !first }
          : undefined;
    });
  const heads: { column: Column; label: string; isShown: boolean }[] = [
    { column: 'bin', label: t('bin'), isShown: true },
    { column: 'primary', label: names.primary, isShown: true },
    { column: 'reference', label: names.reference, isShown: hasReference },
    { column: 'psi', label: t('psi'), isShown: hasReference }
  ];
  return (
    <section className="segments chart-card" aria-label={t('segments')}>
      <header className="chart-head">
        <h3>{t('segments')}</h3>
        <span className="count">{answer && format.number(segments.length)}</span>
      </header>
      <div
        className="segments-grid"
        role="table"
        aria-label={t('segments')}
        aria-rowcount={segments.length + 1}
        data-compares={hasReference}
        data-stale={isStale}
      >
        <div className="segment segment-head" role="row" aria-rowindex={1}>
          {heads
            .filter(({ isShown }) => isShown)
            .map(({ column, label }) => (
              <span
                key={column}
                role="columnheader"
                data-number={column !== 'bin'}
                aria-sort={
                  sort?.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'
                }
              >
                <button
                  type="button"
                  className="sort-button"
                  title={label}
                  aria-label={t('sortBy', {
                    column:
                      column === 'primary' || column === 'reference'
                        ? t('shareOf', { name: label })
                        : label
                  })}
                  onClick={() => press(column)}
                >
                  {(column === 'primary' || column === 'reference') && (
                    <DatasetMark role={column} size={9} />
                  )}
                  <span>{column === 'primary' || column === 'reference' ? t('share') : label}</span>
                  {sort?.column === column && (
                    <Icon name={sort.descending ? 'down' : 'up'} size={12} />
                  )}
                </button>
              </span>
            ))}
        </div>
        <div ref={list} className="segments-scroll" role="rowgroup">
          <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const segment = segments[index];
              if (!segment) {
                return null;
              }
              const key = keyOfBin(segment.bin);
              const label = labelOf(segment, { format, isTime: answer?.isTime }, t('empty'));
              return (
                <div
                  key={key}
                  className="segment"
                  role="row"
                  aria-rowindex={index + 2}
                  data-current={key === current}
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={() => onPress(key)}
                >
                  <span role="cell" title={label}>
                    <button
                      type="button"
                      className="segment-name"
                      aria-pressed={key === current}
                      onClick={event => {
                        event.stopPropagation();
                        onPress(key);
                      }}
                    >
                      {label}
                    </button>
                  </span>
                  <span role="cell" data-number>
                    {formatShare(segment.primaryShare, format)}
                  </span>
                  {hasReference && (
                    <>
                      <span role="cell" data-number>
                        {formatShare(segment.referenceShare, format)}
                      </span>
                      <span role="cell" data-number className="segment-psi">
                        <span
                          className="segment-bar"
                          style={{ width: `${((segment.psi ?? 0) / most) * 100}%` }}
                        />
                        <span>{formatMetric('psi', segment.psi, format)}</span>
                      </span>
                    </>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}

/** By a column; without one by the part of the PSI. Bins keep the order of the answer, which is that of their values. */
export function sortSegments(
  segments: readonly Segment[],
  sort: { column: Column; descending: boolean } | undefined
): Segment[] {
  if (!sort) {
    return rankSegments(segments);
  }
  if (sort.column === 'bin') {
    return sort.descending ? [...segments].reverse() : [...segments];
  }
  const read = (segment: Segment) =>
    sort.column === 'psi'
      ? segment.psi
      : sort.column === 'primary'
        ? segment.primaryShare
        : segment.referenceShare;
  const turn = sort.descending ? -1 : 1;
  return [...segments].sort((a, b) => {
    const [x, y] = [read(a), read(b)];
    return x === null || y === null ? Number(x === null) - Number(y === null) : turn * (x - y);
  });
}
