import type { TraceRow } from '../../contract/traces.ts';
import { placeOfTrace, placeOfTraces } from './app-place.ts';
import type { OverviewProps } from './overview-body.tsx';
import { RowList } from './row-list.tsx';
import { SectionHead } from './section-head.tsx';
import { PANEL_SORTS, type PanelSort } from './session-overview.ts';

/** The traces that the filter leaves, two lines each: what ran and how long, and what it was asked. */
export function TraceList({ entry, content, amounts, actions, trans }: OverviewProps) {
  const { traces = [], filter, sort, summary } = content;
  const nameOf: Record<PanelSort, string> = {
    start: trans.__('newest'),
    latency: trans.__('slowest'),
    cost: trans.__('dearest'),
    errors: trans.__('most errors')
  };
  return (
    <section className="phoenix-Overview-part">
      <SectionHead
        title={trans.__('Traces')}
        openLabel={trans.__('Open all traces')}
        onOpen={() => actions.openAt(entry.id, placeOfTraces(filter))}
      >
        <select
          aria-label={trans.__('Which traces come first')}
          value={sort}
          onChange={({ target }) => actions.setSort(target.value as PanelSort)}
        >
          {PANEL_SORTS.map(each => (
            <option key={each} value={each}>
              {nameOf[each]}
            </option>
          ))}
        </select>
      </SectionHead>
      {traces.length === 0 && summary !== undefined ? (
        <p className="phoenix-Overview-note">
          {trans._n(
            'Nothing matches: without the filter there is %1 span.',
            'Nothing matches: without the filter there are %1 spans.',
            summary.total
          )}
        </p>
      ) : (
        <RowList
          label={trans.__('Traces')}
          className="phoenix-Traces"
          openLabel={trans.__('Open this trace')}
          rows={traces.map(trace => ({
            key: trace.traceId,
            tooltip: trans.__('%1: Enter or a double click opens it', trace.root.name),
            content: (
              <TraceContent
                trace={trace}
                state={describeState(trace, trans)}
                latency={
                  trace.endUs === null
                    ? trans.__('running')
                    : amounts.latency(trace.endUs - trace.startUs)
                }
              />
            ),
            open: () => actions.openAt(entry.id, placeOfTrace(trace.traceId))
          }))}
        />
      )}
    </section>
  );
}

interface TraceState {
  mark: string;
  name: string;
  isBad: boolean;
}

function describeState({ errors, endUs }: TraceRow, trans: OverviewProps['trans']): TraceState {
  if (errors > 0) {
    return { mark: '✗', name: trans._n('%1 error', '%1 errors', errors), isBad: true };
  }
  return endUs === null
    ? { mark: '…', name: trans.__('running'), isBad: false }
    : { mark: '✓', name: trans.__('no errors'), isBad: false };
}

function TraceContent({
  trace: { root },
  state: { mark, name, isBad },
  latency
}: {
  trace: TraceRow;
  state: TraceState;
  latency: string;
}) {
  return (
    <>
      <span className="phoenix-Row-mark" role="img" aria-label={name} data-phoenix-bad={isBad}>
        {mark}
      </span>
      <span className="phoenix-Row-name">{root.name}</span>
      <span className="phoenix-Row-number">{latency}</span>
      <span className="phoenix-Row-text">{firstLine(root.input ?? root.statusMessage)}</span>
    </>
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
