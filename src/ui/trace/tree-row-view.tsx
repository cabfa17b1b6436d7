import { memo } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import type { Format } from '../app/format.ts';
import { Icon } from '../parts/icon.tsx';
import { formatLatency } from '../parts/format-span.ts';
import type { PathStretch } from './critical-path.ts';
import { Doubt } from './doubt.tsx';
import { KindIcon } from './kind-icon.tsx';
import { canFold, type RunRow, type TreeRow } from './list-rows.ts';
import type { SpanNode } from './span-tree.ts';
import { barOf, listGaps, placeOf, type TraceClock } from './trace-clock.ts';
import { TRACE_MESSAGES } from './trace-messages.ts';

/** A gap that is narrower can be neither seen nor hit. */
const MIN_GAP = 0.012;
/** Bars of a folded run beyond these would only cover each other. */
const MAX_MEMBERS = 400;

export interface TreeRowProps {
  id: string;
  row: TreeRow;
  top: number;
  clock: TraceClock;
  /** The part of the clock that is looked at. */
  view: TraceClock;
  stretches: readonly PathStretch[] | undefined;
  isPathShown: boolean;
  isCursor: boolean;
  isChosen: boolean;
  isFound: boolean;
  onChoose: (row: TreeRow) => void;
  onFold: (row: TreeRow, isFolded: boolean) => void;
}

/** One row of the tree: who, when on the clock of the trace, and how long. */
export const TreeRowView = memo(function TreeRowView(props: TreeRowProps) {
  const t = useTranslate(TRACE_MESSAGES);
  const { id, row, top, isCursor, isChosen, isFound, isPathShown, stretches } = props;
  const isFoldable = canFold(row);
  const className = [
    'tree-row',
    `tree-row-${row.kind}`,
    isCursor && 'is-cursor',
    isChosen && 'is-chosen',
    isFound && 'is-found',
    (row.kind === 'span' && row.isFaint) || (isPathShown && !stretches) ? 'is-faint' : ''
  ];
  return (
    <div
      id={id}
      className={className.filter(Boolean).join(' ')}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isChosen}
      {...(isFoldable && { 'aria-expanded': !row.isFolded })}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => props.onChoose(row)}
      onDoubleClick={() => isFoldable && props.onFold(row, !row.isFolded)}
    >
      <div
        className="tree-name"
        style={{ paddingInlineStart: `min(${4 + 13 * row.depth}px, 45%)` }}
      >
        {isFoldable ? (
          <button
            type="button"
            className="tree-fold"
            tabIndex={-1}
            aria-label={t(row.isFolded ? 'unfold' : 'fold')}
            onClick={event => {
              event.stopPropagation();
              props.onFold(row, !row.isFolded);
            }}
          >
            <Icon name={row.isFolded ? 'next' : 'down'} size={12} />
          </button>
        ) : (
          <span className="tree-fold" />
        )}
        <RowName row={row} />
      </div>
      <RowBar {...props} />
    </div>
  );
});

function RowName({ row }: { row: TreeRow }) {
  const t = useTranslate(TRACE_MESSAGES);
  switch (row.kind) {
    case 'missing':
      return (
        <span className="tree-label" title={t('missingHow', { id: row.parentId })}>
          {t('missing')} <code>{row.parentId}</code>
        </span>
      );
    case 'run': {
      const [first] = row.run.nodes;
      return (
        <>
          {first && <KindIcon kind={first.span.kind} />}
          <span className="tree-run">{t('runCount', { count: row.run.nodes.length })}</span>
          <span className="tree-label">{first?.span.name}</span>
          {row.errors > 0 && row.isFolded && <ErrorsBelow count={row.errors} />}
        </>
      );
    }
    case 'span': {
      const { span, errorsBelow, below, isCut } = row.node;
      const marks = [
        isCut && t('cut'),
        span.marks.includes('own-parent') && t('ownParent'),
        span.marks.includes('text-replaced') && t('replaced')
      ].filter(mark => mark !== false);
      return (
        <>
          <KindIcon kind={span.kind} />
          <span className="tree-label" title={span.name}>
            {span.name}
          </span>
          {marks.length > 0 && <Doubt text={marks.join('. ')} />}
          {span.statusCode === 'ERROR' && (
            <span className="tree-error" title={t('ownErrors', { message: span.statusMessage })}>
              <Icon name="warning" size={13} />
              <span className="visually-hidden">{t('error')}</span>
            </span>
          )}
          {row.isFolded && errorsBelow > 0 && <ErrorsBelow count={errorsBelow} />}
          {row.isFolded && <span className="tree-below">{below}</span>}
        </>
      );
    }
  }
}

function ErrorsBelow({ count }: { count: number }) {
  const t = useTranslate(TRACE_MESSAGES);
  return (
    <span className="tree-errors-below" title={t('errorsBelow', { count })}>
      ▾{count}
    </span>
  );
}

function RowBar({ row, clock, view, stretches }: TreeRowProps) {
  const t = useTranslate(TRACE_MESSAGES);
  const format = useFormat();
  if (row.kind === 'missing') {
    return <div className="tree-time tree-time-missing" />;
  }
  if (row.kind === 'run') {
    return <RunBars row={row} clock={clock} view={view} />;
  }
  const { node } = row;
  const { from, to, isOpen, fault } = barOf(node, clock, view);
  const isSeen =
    view === clock || placeOf(node.span.startUs, node.span.endUs ?? clock.openEndUs, view);
  const latency = node.span.latencyUs;
  const runs = clock.openEndUs - node.span.startUs;
  // What ends before it starts has no latency; the mark beside it tells both numbers.
  const time =
    fault === 'ends-before-start' || (latency !== null && latency < 0)
      ? '–'
      : latency === null
        ? clock.isLeft
          ? t('running')
          : t('runningFor', { time: formatLatency(format, Math.max(0, runs)) })
        : formatLatency(format, latency);
  return (
    <>
      <div className="tree-time">
        {isSeen && (
          <div
            className="tree-bar-of"
            data-kind={node.span.kind}
            data-status={node.span.statusCode}
            data-open={isOpen || undefined}
            data-fault={fault}
            style={{ left: `${100 * from}%`, width: `${100 * (to - from)}%` }}
            title={t('bar', {
              name: node.span.name,
              from: formatLatency(format, node.span.startUs - clock.startUs),
              latency: time
            })}
          />
        )}
        {listWideGaps(node, clock, view).map(({ fromUs, toUs, place }) => (
          <div
            key={fromUs}
            className="tree-gap"
            style={place}
            title={t('gap', { time: formatLatency(format, toUs - fromUs) })}
          />
        ))}
        {stretches?.map(({ fromUs, toUs }) => {
          const place = placeOf(fromUs, toUs, view);
          return (
            place && (
              <div
                key={fromUs}
                className="tree-path"
                style={place}
                title={t('criticalFor', { time: formatLatency(format, toUs - fromUs) })}
              />
            )
          );
        })}
      </div>
      <div className="tree-latency">
        {fault !== undefined && <Doubt text={explainFault(fault, node, format, t)} />}
        {latency === null ? (
          <em>{clock.isLeft ? t('running') : formatLatency(format, Math.max(0, runs))}</em>
        ) : (
          time
        )}
      </div>
    </>
  );
}

function listWideGaps(node: SpanNode, clock: TraceClock, view: TraceClock) {
  const minUs = MIN_GAP * (view.endUs - view.startUs);
  return listGaps(node, clock.openEndUs).flatMap(([from, to]) => {
    const [fromUs, toUs] = [Math.max(from, clock.startUs), Math.min(to, clock.endUs)];
    const place = toUs - fromUs >= minUs ? placeOf(fromUs, toUs, view) : undefined;
    return place ? [{ fromUs, toUs, place }] : [];
  });
}

function explainFault(
  fault: NonNullable<ReturnType<typeof barOf>['fault']>,
  { span, parent }: SpanNode,
  format: Format,
  t: ReturnType<typeof useTranslate<typeof TRACE_MESSAGES>>
): string {
  const raw = `start ${span.startUs} µs, end ${span.endUs ?? '–'} µs`;
  switch (fault) {
    case 'ends-before-start': {
      const time = formatLatency(format, span.startUs - (span.endUs ?? span.startUs));
      return `${t('endsBeforeStart', { time })} (${raw})`;
    }
    case 'starts-before-parent': {
      const time = formatLatency(format, (parent?.span.startUs ?? span.startUs) - span.startUs);
      return `${t('startsBeforeParent', { time })} (${raw})`;
    }
    case 'outside':
      return `${t('outside')} (${raw})`;
  }
}

/** Each span of a run where it ran, on one line. */
function RunBars({ row, clock, view }: { row: RunRow; clock: TraceClock; view: TraceClock }) {
  const t = useTranslate(TRACE_MESSAGES);
  const format = useFormat();
  const { nodes } = row.run;
  const step = Math.max(1, Math.ceil(nodes.length / MAX_MEMBERS));
  const sum = nodes.reduce((total, { span }) => total + Math.max(0, span.latencyUs ?? 0), 0);
  return (
    <>
      <div className="tree-time">
        <svg className="tree-run-bars" viewBox="0 0 1000 10" preserveAspectRatio="none">
          {nodes
            .filter((_, i) => i % step === 0)
            .map(node => {
              const { from, to } = barOf(node, clock, view);
              const isSeen = placeOf(node.span.startUs, node.span.endUs ?? clock.openEndUs, view);
              return (
                isSeen && (
                  <rect
                    key={node.span.spanId}
                    data-kind={node.span.kind}
                    data-status={node.span.statusCode}
                    x={1000 * from}
                    width={Math.max(2, 1000 * (to - from))}
                    height="10"
                  />
                )
              );
            })}
        </svg>
      </div>
      <div className="tree-latency" title={t('together', { time: formatLatency(format, sum) })}>
        Σ {formatLatency(format, sum)}
      </div>
    </>
  );
}
