import { useCallback } from 'react';
import { SPAN_SORTS, TRACE_SORTS } from '../../contract/traces.ts';
import { TRACE_LISTINGS } from '../../contract/view-state.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState, FailureState, Loading } from '../parts/states.tsx';
import { FilterField } from './filter-field.tsx';
import { withLatency } from './latency-filter.ts';
import { SpanTable } from './span-table.tsx';
import { SummaryLine } from './summary-line.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';
import { useLiveLines } from './use-live-lines.ts';
import { useLines, useSummary } from './use-spans.ts';

const NEWEST = { column: 'start', descending: true };

/** The table of traces or spans with its filter and its numbers. */
export function TracesList({ projects }: { projects: readonly string[] }) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const { update, go, hrefOf } = useNavigation();
  const listing = useViewState('listing') ?? 'traces';
  const project = useViewState('project');
  const filter = useViewState('filter') ?? '';
  const wanted = useViewState('sort');
  const sorts: readonly string[] = listing === 'traces' ? TRACE_SORTS : SPAN_SORTS;
  const sort = wanted && sorts.includes(wanted.column) ? wanted : NEWEST;
  const scope = { project, filter };
  const found = useLines(scope, listing, sort);
  const summary = useSummary(scope);
  const { scroller, fresh, setAtTop, showFresh } = useLiveLines(
    summary.data?.spans,
    JSON.stringify([scope, listing, sort])
  );
  const lines = found.data?.pages.flatMap(page => page.lines) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = found;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const apply = (text: string) => update({ filter: text === '' ? undefined : text });
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
        <select
          className="field"
          aria-label={t('project')}
          value={project ?? ''}
          onChange={({ target: { value } }) => update({ project: value || undefined })}
        >
          <option value="">{t('allProjects')}</option>
          {[...new Set([...projects, ...(project === undefined ? [] : [project])])].map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <FilterField applied={filter} project={project} onApply={apply} />
        {summary.data && (
          <span className="trace-count muted" role="status">
            {t('counted', {
              shown: summary.data.spans,
              total: summary.data.total,
              time: format.duration(summary.data.tookMs)
            })}
          </span>
        )}
      </div>
      {summary.data && (
        <SummaryLine
          summary={summary.data}
          onNarrow={(from, to) => apply(withLatency(filter, from, to))}
        />
      )}
      <div className="trace-body" aria-busy={found.isFetching}>
        {fresh > 0 && (
          <button type="button" className="trace-fresh" onClick={showFresh}>
            {t('fresh', { count: fresh })}
          </button>
        )}
        {found.isError && lines.length === 0 ? (
          <FailureState error={found.error} onRetry={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Loading what={t('loading')} />
        ) : lines.length === 0 ? (
          <EmptyState
            title={t('nothingTitle')}
            reason={t('nothingReason', { total: summary.data?.total ?? 0 })}
          >
            <ActionButton label={t('clear')} kind="outline" onPress={() => apply('')} />
          </EmptyState>
        ) : (
          <SpanTable
            lines={lines}
            listing={listing}
            longestUs={summary.data?.latency?.max ?? 0}
            sort={sort}
            scroller={scroller}
            onSort={next => update({ sort: next })}
            onEnd={readOn}
            onScroll={setAtTop}
            hrefOfTrace={id =>
              hrefOf({
                place: 'traces',
                listing: 'spans',
                project,
                filter: `trace_id == '${id}'`,
                sort: { column: 'start', descending: false }
              })
            }
          />
        )}
      </div>
    </div>
  );
}
