import { useCallback, useMemo, useRef, useState } from 'react';
import { TRACE_LISTINGS } from '../../contract/view-state.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useProjects } from '../app/queries.ts';
import { useScopeCount } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { useWidth } from '../charts/use-width.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { pythonString } from '../parts/python-string.ts';
import { FailureState, Loading } from '../parts/states.tsx';
import { readColumnChoice, showColumns } from './column-choice.ts';
import { COLUMNS } from './columns.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { FilterField } from './filter-field.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import { withLatency } from './latency-filter.ts';
import { scopeOfAll, scopeOfLines, traceOf } from './list-scope.ts';
import { MapSpansDialog } from './map-spans-dialog.tsx';
import { NothingMatches } from './nothing-matches.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { type Line, readSort, toListScope } from '../span/span-questions.ts';
import { SpanTable } from './span-table.tsx';
import { SummaryLine } from './summary-line.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import { useCursor } from './use-cursor.ts';
import { useKept } from '../parts/use-kept.ts';
import { useListChips } from './use-list-chips.ts';
import { useListKeys } from './use-list-keys.ts';
import { useLiveLines } from './use-live-lines.ts';
import { useSpanSelection } from './use-span-selection.ts';
import { useSpansExport } from './use-spans-export.ts';
import { useLines, useSummary } from './use-spans.ts';

/** Below it a line has two rows, and the table no columns. */
const COMPACT_PX = 560;

/** The table of traces, spans or conversations with its filter and its numbers. */
export function TracesList() {
  const t = useTranslate(TRACES_MESSAGES);
  const { update, go, hrefOf } = useNavigation();
  const { listing, project, filter, sort, scope, openTrace } = useListState();
  const found = useLines(scope, listing, sort);
  const summary = useSummary(scope);
  const conditions = useListChips(scope, listing);
  const view = JSON.stringify([scope, listing, sort]);
  const { scroller, fresh, setAtTop, showFresh } = useLiveLines(summary.data?.spans, view);
  // While another listing is on its way the lines of the one before are not its own.
  const pages = found.data?.pages.filter(page => page.listing === listing);
  const lines = useMemo(() => pages?.flatMap(page => page.lines) ?? [], [pages]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = found;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const apply = (text: string) => update({ filter: text === '' ? undefined : text });

  const body = useRef<HTMLDivElement>(null);
  const width = useWidth(body);
  const [choice, setChoice] = useKept(`phoenix.columns.${listing}`, readColumnChoice);
  const columns = showColumns(COLUMNS[listing], choice, width);
  const cursor = useCursor(lines, view);
  const selection = useSpanSelection(listing, scope, lines);
  const actions = useSpansExport();
  const [isMapping, setMapping] = useState(false);
  const [isKeeping, setKeeping] = useState(false);
  const targetOf = (line: Line) =>
    line.kind === 'sessions'
      ? {
          place: 'traces' as const,
          project: line.session.project,
          filter: `session.id == ${pythonString(line.session.sessionId)}`
        }
      : {
          place: 'traces' as const,
          listing,
          project,
          filter: filter || undefined,
          sort,
          ...traceOf(line)
        };
  const open = (line: Line) => {
    const trace = traceOf(line);
    if (trace) {
      update({ span: undefined, zoom: undefined, ...trace });
    } else {
      go(targetOf(line));
    }
  };
  const { extendTo } = useListKeys({
    lines,
    cursor,
    selection,
    focusTable: () => scroller.current?.focus({ preventScroll: true }),
    onOpen: open,
    onExport: () => {
      const chosen = selection.scope ?? (cursor.line && scopeOfLines([cursor.line.id], listing));
      if (chosen) {
        void actions.toNotebook(chosen);
      }
    },
    onEscape: () => {
      if (selection.scope !== null) {
        selection.clear();
      } else if (filter !== '') {
        apply('');
      }
    }
  });
  const { data: numbers } = summary;
  useScopeCount(
    'traces',
    numbers && {
      shown: listing === 'spans' ? numbers.spans : numbers.traces,
      total: listing === 'spans' ? numbers.total : numbers.totalTraces,
      unit: listing === 'spans' ? 'spans' : 'traces'
    }
  );
  return (
    <div className="traces">
      <div className="trace-bar">
        <div className="trace-switch" role="group" aria-label={t('listing')}>
          {TRACE_LISTINGS.map(name => (
            <ActionButton
              key={name}
              label={t(name)}
              isPressed={name === listing}
              onPress={() =>
                go({ place: 'traces', listing: name, project, filter: filter || undefined })
              }
            />
          ))}
        </div>
        <ProjectChoice project={project} />
        <FilterField applied={filter} project={project} onApply={apply}>
          <ListCount summary={summary} isFetching={found.isFetching} />
        </FilterField>
        <ActionButton
          label={t('mapThese')}
          icon="map"
          isIconOnly
          kind="outline"
          onPress={() => setMapping(true)}
        />
        <MapSpansDialog
          scope={scopeOfAll(scope, listing)}
          isOpen={isMapping}
          onClose={() => setMapping(false)}
        />
        <ColumnsMenu
          columns={COLUMNS[listing]}
          shown={columns}
          choice={choice}
          onChoice={setChoice}
        />
        <ActionButton
          label={t('keepTitle')}
          icon="more"
          isIconOnly
          kind="outline"
          onPress={() => setKeeping(true)}
        />
        <KeepDialog isOpen={isKeeping} onClose={() => setKeeping(false)} />
      </div>
      {numbers && (
        <SummaryLine
          summary={numbers}
          onNarrow={(from, to) => apply(withLatency(filter, from, to))}
        />
      )}
      <SelectionBar
        listing={listing}
        selection={selection}
        listed={
          listing === 'spans' ? numbers?.spans : listing === 'traces' ? numbers?.traces : undefined
        }
        actions={actions}
      />
      <div ref={body} className="trace-body" aria-busy={found.isFetching}>
        {fresh > 0 && (
          <button type="button" className="trace-fresh" onClick={showFresh}>
            {t('fresh', { count: fresh })}
          </button>
        )}
        {found.isError && lines.length === 0 ? (
          <FailureState error={found.error} onRetry={() => void found.refetch()} />
        ) : pages === undefined || (lines.length === 0 && found.isPlaceholderData) ? (
          <Loading what={t('loading')} />
        ) : lines.length === 0 ? (
          <NothingMatches
            total={numbers?.total ?? 0}
            isSessions={listing === 'sessions'}
            conditions={conditions}
            onClear={() => update({ filter: undefined, project: undefined, range: undefined })}
          />
        ) : (
          <SpanTable
            lines={lines}
            listing={listing}
            columns={columns}
            choice={choice}
            isCompact={width > 0 && width < COMPACT_PX}
            longestUs={numbers?.latency?.max ?? 0}
            sort={sort}
            scroller={scroller}
            cursor={cursor}
            selection={selection}
            openTrace={openTrace}
            hrefOf={line => hrefOf(targetOf(line))}
            onOpen={open}
            onExtend={extendTo}
            onChoice={setChoice}
            onSort={next => update({ sort: next })}
            onEnd={readOn}
            onScroll={setAtTop}
          />
        )}
      </div>
    </div>
  );
}

/** What the address says of the list. */
function useListState() {
  const listing = useViewState('listing') ?? 'traces';
  const project = useViewState('project');
  const filter = useViewState('filter') ?? '';
  const range = useViewState('range');
  const wanted = useViewState('sort');
  const openTrace = useViewState('trace');
  const scope = useMemo(() => toListScope({ project, filter, range }), [project, filter, range]);
  const sort = readSort(listing, wanted);
  return { listing, project, filter, sort, scope, openTrace };
}

function ProjectChoice({ project }: { project: string | undefined }) {
  const t = useTranslate(TRACES_MESSAGES);
  const { update } = useNavigation();
  const { data: projects = [] } = useProjects();
  const names = new Set([
    ...projects.map(({ name }) => name),
    ...(project === undefined ? [] : [project])
  ]);
  return (
    <select
      className="field"
      aria-label={t('project')}
      value={project ?? ''}
      onChange={({ target: { value } }) => update({ project: value || undefined })}
    >
      <option value="">{t('allProjects')}</option>
      {[...names].map(name => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

/** How much of how much, and how long that took; a ring turns while the server counts. */
function ListCount({
  summary: { data, isFetching: isCounting },
  isFetching
}: {
  summary: ReturnType<typeof useSummary>;
  isFetching: boolean;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  return data ? (
    <span className="trace-count muted" role="status">
      {t('counted', {
        shown: data.spans,
        total: data.total,
        time: format.duration(data.tookMs)
      })}
      <span className="spinner" data-on={isCounting || isFetching} aria-hidden="true" />
    </span>
  ) : null;
}
