import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { signalsCall } from '../charts/python-calls.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { useSettled } from '../rows/use-settled.ts';
import { metricsFor } from '../strip/metric-choices.ts';
import { MetricChooser } from '../strip/metric-chooser.tsx';
import { SignalStrip } from '../strip/signal-strip.tsx';
import { BaselineNote } from './baseline-note.tsx';
import { NoTimeStrip } from './no-time-strip.tsx';
import type { SignalLine } from './signal-lines.ts';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { SignalsTable } from './signals-table.tsx';
import { SignalsTabs } from './signals-tabs.tsx';
import { findLines, isSortColumn, type LineSort, sortLines } from './sort-lines.ts';
import { ThresholdPopover } from './threshold-popover.tsx';
import { useSignalLines } from './use-signal-lines.ts';
import { useScopeRows } from './use-scope-rows.ts';
import { useSignalScope } from './use-signal-scope.ts';

/** A strip that is walked through shows the column the reader stays at. */
const SETTLE_MS = 120;

/** All columns: what moved is on top. The strip shows the column under the cursor. */
export function SignalsList({ session }: { session: SessionState }) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const format = useFormat();
  const copy = useCopy();
  const { update, go } = useNavigation();
  const find = useViewState('find');
  const written = useViewState('sort');
  const granularity = useViewState('granularity');
  const moment = useViewState('moment');
  const asked = useViewState('metric');
  const scope = useSignalScope(session);
  const { metric } = scope.measured;
  const { lines, isComplete, isStale, error, retry } = useSignalLines(session, scope);
  useScopeRows(session, scope);
  const sort = useMemo(
    (): LineSort | undefined =>
      written && isSortColumn(written.column)
        ? { column: written.column, descending: written.descending }
        : undefined,
    [written]
  );
  const ranked = useMemo(
    () => sortLines(lines ?? [], sort, format.locale),
    [lines, sort, format.locale]
  );
  // Until another metric is measured lines stay where they are, and so does the strip.
  const known = useLast(isComplete && !sort ? ranked : undefined);
  const shown = useMemo(
    () => findLines(known && !isComplete && !sort ? inOrderOf(known, ranked) : ranked, find),
    [known, isComplete, ranked, sort, find]
  );
  const [cursor, setCursor] = useState<string>();
  const at = Math.max(
    0,
    shown.findIndex(line => keyOf(line) === cursor)
  );
  const current = shown[at];
  const field = useRef<HTMLInputElement>(null);
  const choices = useMemo(
    () => metricsFor({ kind: 'all' }, scope.facts).map(each => ({ metric: each })),
    [scope.facts]
  );
  const open = (line: SignalLine | undefined) => {
    if (line) {
      go({ place: 'signals', dimension: line.name, metric: asked, granularity, moment });
    }
  };
  const move = (step: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
    setCursor(next && keyOf(next));
  };
  useKeys([
    { keys: 'j', label: t('nextLine'), run: () => move(1) },
    { keys: 'k', label: t('previousLine'), run: () => move(-1) },
    { keys: 'ArrowDown', label: t('nextLine'), run: () => move(1) },
    { keys: 'ArrowUp', label: t('previousLine'), run: () => move(-1) },
    { keys: 'Enter', label: t('openLine'), run: () => open(current) },
    { keys: '/', label: t('focusFind'), run: () => field.current?.focus() },
    {
      keys: 'y',
      label: t('copyScope'),
      run: () => void copy(signalsCall([metric], scope.range))
    }
  ]);
  useCountNotice(find, shown.length);

  // The strip stays at a column until the reader stays at another.
  const settledKey = useSettled(current ? keyOf(current) : '', SETTLE_MS);
  const followed = lines?.find(line => keyOf(line) === settledKey) ?? current;
  // A column the metric says nothing of has no series: the strip then shows the first that has one.
  const measured = followed?.metric ? followed : shown.find(line => line.metric !== null);
  // Which column moved most is told by the series.
  const settled = isComplete || known ? measured : undefined;
  const stripMetric = settled?.metric ?? metric;
  const chooser = (
    <MetricChooser
      choices={choices}
      current={{ metric }}
      onChoose={({ metric: next }) => update({ metric: next })}
    />
  );
  return (
    <div className="signals">
      <SignalsTabs>
        <span className="muted signals-count">
          {find
            ? t('foundColumns', { shown: shown.length, total: lines?.length ?? 0 })
            : t('columns', { count: session.dimensions.length + session.embeddings.length })}
        </span>
        {sort ? (
          <ActionButton
            label={t('backToAlert')}
            icon="close"
            className="signals-sorted"
            onPress={() => update({ sort: undefined })}
          />
        ) : (
          <span className="muted signals-sorted">{t('sortedBy')}</span>
        )}
        <span className="bar-space" />
        <input
          ref={field}
          className="field signals-find"
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          value={find ?? ''}
          onChange={event => update({ find: event.target.value || undefined })}
          onKeyDown={event => {
            if (event.key === 'Escape') {
              update({ find: undefined });
              event.currentTarget.blur();
            } else if (event.key === 'Enter') {
              open(current);
            }
          }}
        />
      </SignalsTabs>
      {scope.extent ? (
        settled ? (
          <SignalStrip
            session={session}
            extent={scope.extent}
            subject={settled.name}
            name={settled.name}
            choices={choices}
            current={{ metric: stripMetric }}
            onChoose={({ metric: next }) => update({ metric: next })}
            actions={<ThresholdPopover metric={stripMetric} dimension={settled.name} />}
          />
        ) : (
          <div className="signal-strip signal-strip-blank" />
        )
      ) : (
        <NoTimeStrip
          lines={shown}
          metric={metric}
          current={current?.name}
          chooser={chooser}
          onOpen={open}
        />
      )}
      <BaselineNote session={session} />
      {lines === undefined ? (
        error ? (
          <FailureState error={error} onRetry={retry} />
        ) : (
          <Loading what={t('loading')} rows={10} />
        )
      ) : shown.length === 0 ? (
        <EmptyState title={t('nothingFound', { find: find ?? '' })}>
          <ActionButton
            label={t('clearFind')}
            kind="outline"
            onPress={() => update({ find: undefined })}
          />
        </EmptyState>
      ) : (
        <SignalsTable
          lines={shown}
          metric={metric}
          at={at}
          sort={sort}
          isComplete={isComplete}
          isStale={isStale}
          hasReference={scope.facts.hasReference}
          onSort={column => update({ sort: nextSort(sort, column) })}
          onCurrent={line => setCursor(keyOf(line))}
          onOpen={open}
        />
      )}
    </div>
  );
}

/** A dimension and an embedding may have the same name. */
export function keyOf({ dataType, name }: SignalLine): string {
  return `${dataType === 'embedding' ? 'embedding' : 'dimension'}/${name}`;
}

function inOrderOf(known: readonly SignalLine[], lines: readonly SignalLine[]): SignalLine[] {
  const place = new Map(known.map((line, i) => [keyOf(line), i]));
  const placeOf = (line: SignalLine) => place.get(keyOf(line)) ?? known.length;
  return [...lines].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The value, or the latest that there was. */
function useLast<Value>(value: Value | undefined): Value | undefined {
  const last = useRef(value);
  last.current = value ?? last.current;
  return last.current;
}

/** Numbers start with the greatest, names with the first; a second press turns, a third gives up. */
function nextSort(sort: LineSort | undefined, column: LineSort['column']): LineSort | undefined {
  const first = column !== 'name' && column !== 'type';
  if (sort?.column !== column) {
    return { column, descending: first };
  }
  return sort.descending === first ? { column, descending: !first } : undefined;
}

function useCountNotice(find: string | undefined, count: number): void {
  const t = useTranslate(SIGNALS_MESSAGES);
  const announce = useAnnounce();
  const settled = useSettled(find === undefined ? -1 : count, 400);
  useEffect(() => {
    if (settled >= 0) {
      announce(t('columns', { count: settled }));
    }
  }, [settled, announce, t]);
}
