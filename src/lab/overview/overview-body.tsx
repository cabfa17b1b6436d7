import { launchIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { IconButton } from '../panel/icon-button.tsx';
import type { Amounts } from './amounts.ts';
import { FilterLine } from './filter-line.tsx';
import { MapPicture } from './map-picture.tsx';
import { NumberButtons } from './number-buttons.tsx';
import type { OverviewActions } from './overview-actions.ts';
import { SelectionLine } from './selection-line.tsx';
import type { OverviewContent } from './session-overview.ts';
import { SignalList } from './signal-list.tsx';
import { TraceList } from './trace-list.tsx';

export interface OverviewProps {
  entry: ServerEntry;
  content: OverviewContent;
  amounts: Amounts;
  actions: OverviewActions;
  trans: TranslationBundle;
}

/** One session at a glance, for the width of a side bar: what has no data takes no room. */
export function OverviewBody(props: OverviewProps) {
  const { entry, content, actions, trans } = props;
  const { id, name } = entry;
  const { session, summary, isLive, failure } = content;
  const hasSpans = (summary?.total ?? 0) > 0;
  const hasData = session !== undefined && session.datasets.primary !== null;
  return (
    <section className="phoenix-Overview" aria-label={trans.__('Session “%1”', name)}>
      <header className="phoenix-Overview-head">
        <h3 title={name}>{name}</h3>
        <span className="phoenix-Overview-live" data-phoenix-live={isLive} role="status">
          {isLive ? trans.__('live') : trans.__('connecting…')}
        </span>
        <IconButton
          icon={launchIcon}
          label={trans.__('Open in a tab')}
          onClick={() => actions.openAt(id)}
        />
      </header>
      {failure !== undefined && (
        <p className="phoenix-Overview-failure" role="status">
          {failure}
        </p>
      )}
      {hasSpans && <FilterLine {...props} />}
      {hasSpans && <NumberButtons {...props} />}
      {hasData && <SignalList {...props} />}
      {hasSpans && <TraceList {...props} />}
      {hasData && <MapPicture {...props} />}
      {hasData && <SelectionLine {...props} />}
      {session !== undefined && summary !== undefined && !hasData && !hasSpans && (
        <div className="phoenix-PanelMessage">
          <p>
            {trans.__(
              'No data yet. Spans appear by themselves; a data set is loaded in the notebook:'
            )}
          </p>
          <pre>
            <code>{'px.launch_app(px.Dataset(df, schema))'}</code>
          </pre>
        </div>
      )}
    </section>
  );
}
