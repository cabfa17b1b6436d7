import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useEffect, useId, useRef } from 'react';
import { type Metric, METRIC_FACTS } from '../../contract/metrics.ts';
import { OVERVIEW } from '../../contract/signal-questions.ts';
import type { Format } from '../app/format.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { formatMetric, isFromZero } from '../charts/format-metric.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { useWidth } from '../charts/use-width.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { Icon } from '../parts/icon.tsx';
import type { OverviewMetric, SignalLine } from './signal-lines.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import type { LineSort, SortColumn } from './sort-lines.ts';
import { TypeMark } from './type-mark.tsx';

const ROW_PX = 34;
const SPARK_PX = 26;
/** Of a wide table, and of one with room for little. */
const SPARK_WIDTHS_PX = [168, 104] as const;
/** Widths of the table at which `signals.css` gives columns more room. */
const NARROW_PX = 620;
const MIDDLE_PX = 860;
const WIDE_PX = 1180;
const OVERVIEW_SHORT = OVERVIEW.slice(0, 2);
const NO_OVERVIEW: readonly OverviewMetric[] = [];

export interface SignalsTableProps {
  lines: readonly SignalLine[];
  metric: Metric;
  /** The line under the cursor. */
  at: number;
  sort: LineSort | undefined;
  /** What the series say (usual values, alerts) is there, too. */
  isComplete: boolean;
  isStale: boolean;
  hasReference: boolean;
  onSort: (column: SortColumn) => void;
  onCurrent: (line: SignalLine) => void;
  onOpen: (line: SignalLine) => void;
}

/** The lines as a grid of which only the part in view exists: thousands of columns scroll as one does. */
export function SignalsTable(props: SignalsTableProps) {
  const { lines, metric, at, isComplete, isStale, hasReference, onCurrent, onOpen } = props;
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const id = useId();
  const table = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const width = useWidth(table);
  const sparkPx = SPARK_WIDTHS_PX[width > 0 && width <= NARROW_PX ? 1 : 0];
  const overview = width > WIDE_PX ? OVERVIEW : width > MIDDLE_PX ? OVERVIEW_SHORT : NO_OVERVIEW;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    overscan: 6
  });
  const seen = useRef(at);
  useEffect(() => {
    if (seen.current !== at) {
      seen.current = at;
      virtual.scrollToIndex(at);
    }
  }, [at, virtual]);
  const isComparison = METRIC_FACTS[metric].against !== null;
  return (
    <div
      ref={table}
      className="signals-table"
      role="grid"
      tabIndex={0}
      aria-label={t('list')}
      aria-rowcount={lines.length + 1}
      aria-activedescendant={`${id}-${at}`}
      data-stale={isStale}
      data-compares={hasReference}
    >
      <div className="signal-line signal-head" role="row" aria-rowindex={1}>
        <Head column="name" label={t('name')} {...props} />
        <span role="columnheader" className="signal-trend">
          {t('trend')}
        </span>
        <Head column="value" label={metricName(metric)} isNumber {...props} />
        {hasReference && (
          <Head
            column="reference"
            label={isComparison ? t('usual') : t('reference')}
            title={isComparison ? t('usualHow') : undefined}
            isNumber
            {...props}
          />
        )}
        {hasReference && (
          <Head
            column="difference"
            label={t('difference')}
            title={t('differenceHow')}
            isNumber
            {...props}
          />
        )}
        <Head column="alerts" label={t('alerts')} isNumber {...props} />
        {overview.map(column => (
          <Head key={column} column={column} label={t(column)} isNumber {...props} />
        ))}
      </div>
      <div ref={list} className="signals-scroll" role="rowgroup">
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            return (
              line && (
                <Line
                  key={`${line.dataType}/${line.name}`}
                  id={`${id}-${index}`}
                  line={line}
                  index={index}
                  start={start}
                  shown={metric}
                  sparkPx={sparkPx}
                  overview={overview}
                  hasReference={hasReference}
                  isComplete={isComplete}
                  isCurrent={index === at}
                  onCurrent={onCurrent}
                  onOpen={onOpen}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({
  column,
  label,
  title,
  isNumber = false,
  sort,
  onSort
}: Pick<SignalsTableProps, 'sort' | 'onSort'> & {
  column: SortColumn;
  label: string;
  title?: string | undefined;
  isNumber?: boolean;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const isSorted = sort?.column === column;
  return (
    <span
      role="columnheader"
      className={`signal-${column}`}
      data-number={isNumber}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="sort-button"
        title={title ?? t('sortBy', { column: label })}
        aria-label={t('sortBy', { column: label })}
        onClick={() => onSort(column)}
      >
        <span>{label}</span>
        {isSorted && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
      </button>
    </span>
  );
}

const Line = memo(function Line({
  id,
  line,
  index,
  start,
  shown,
  sparkPx,
  overview,
  hasReference,
  isComplete,
  isCurrent,
  onCurrent,
  onOpen
}: {
  id: string;
  line: SignalLine;
  index: number;
  start: number;
  /** The metric of the column's head; embeddings have their own. */
  shown: Metric;
  sparkPx: number;
  overview: readonly OverviewMetric[];
  hasReference: boolean;
  isComplete: boolean;
  isCurrent: boolean;
  onCurrent: (line: SignalLine) => void;
  onOpen: (line: SignalLine) => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const format = useFormat();
  const { hrefOf } = useNavigation();
  const { name, type, dataType, metric, value, reference, difference, alerts, series } = line;
  const isKnown = isComplete || metric === null || METRIC_FACTS[metric].against === null;
  return (
    <div
      id={id}
      className="signal-line"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${start}px)` }}
      onMouseDown={() => onCurrent(line)}
      onClick={event => {
        // The link of the name goes by itself, also into another tab.
        if (!(event.target as Element).closest('a')) {
          onOpen(line);
        }
      }}
    >
      <span role="gridcell" className="signal-name">
        <TypeMark dataType={dataType} />
        <a
          href={hrefOf({ place: 'signals', dimension: name })}
          tabIndex={-1}
          title={name}
          onClick={event => {
            if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
              event.preventDefault();
              onOpen(line);
            }
          }}
        >
          {name}
        </a>
        <span className="muted signal-role">
          {t(type as 'feature')}
          {metric !== null && metric !== shown && ` · ${metricName(metric)}`}
        </span>
      </span>
      <span role="gridcell" className="signal-trend">
        {series && metric && series.values.length > 1 ? (
          <Sparkline
            values={series.values}
            band={series.band}
            alerts={series.alerts}
            fromZero={isFromZero(metric)}
            width={sparkPx}
            height={SPARK_PX}
          />
        ) : null}
      </span>
      <Number className="signal-value" isStrong>
        {metric ? formatMetric(metric, value, format, line.isTime) : '–'}
      </Number>
      {hasReference && (
        <>
          <Number className="signal-reference">
            {!isKnown ? '' : metric ? formatMetric(metric, reference, format, line.isTime) : '–'}
          </Number>
          <Number className="signal-difference">
            {!isKnown
              ? ''
              : metric
                ? formatDifference(metric, difference, format, line.isTime)
                : '–'}
          </Number>
        </>
      )}
      <span
        role="gridcell"
        className="signal-alerts"
        data-number
        title={alerts > 0 ? t('alertsOf', { count: alerts }) : undefined}
      >
        {alerts > 0 && <span className="signal-alert">◆ {format.number(alerts)}</span>}
      </span>
      {overview.map(column => (
        <Number key={column} className={`signal-${column}`}>
          {formatMetric(column, line.overview[column], format, line.isTime)}
        </Number>
      ))}
    </div>
  );
});

function Number({
  className,
  isStrong = false,
  children
}: {
  className: string;
  isStrong?: boolean;
  children: ReactNode;
}) {
  return (
    <span role="gridcell" className={className} data-number data-strong={isStrong}>
      {children}
    </span>
  );
}

/** A difference with its sign. */
export function formatDifference(
  metric: Metric,
  difference: number | null,
  format: Format,
  isTime = false
): string {
  const isDuration = isTime && METRIC_FACTS[metric].unit === 'value';
  if (difference === null || (isDuration && metric === 'sum')) {
    return '–';
  }
  const written = isDuration
    ? format.duration(Math.abs(difference))
    : formatMetric(metric, Math.abs(difference), format);
  // What is smaller than can be written has no sign worth a place.
  return difference === 0 || written.startsWith('<')
    ? isDuration
      ? written
      : formatMetric(metric, 0, format)
    : `${difference > 0 ? '+' : '−'}${written}`;
}
