import { refreshIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type KeyboardEvent, useState } from 'react';
import type { Amounts } from '../overview/amounts.ts';
import { OverviewBody } from '../overview/overview-body.tsx';
import type { OverviewActions } from '../overview/overview-actions.ts';
import type { OverviewContent } from '../overview/session-overview.ts';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { describeMissing } from '../sessions/describe-missing.ts';
import type { ListState } from '../tokens.ts';
import { Fold } from './fold.tsx';
import { IconButton } from './icon-button.tsx';
import { PanelMessage } from './panel-message.tsx';
import { type SessionActions, SessionItem } from './session-item.tsx';
import type { CurrentNotebook, SessionRow } from './session-rows.ts';

export interface PanelActions extends SessionActions {
  openAt: OverviewActions['openAt'];
  takeSelection: OverviewActions['takeSelection'];
  launch(): Promise<void>;
  refresh(): Promise<void>;
}

export interface PanelBodyProps {
  state: ListState;
  failure: string;
  /** What disagrees about the version of the product, in a sentence. */
  mismatch: string | undefined;
  rows: readonly SessionRow[];
  current: CurrentNotebook | undefined;
  /** The session that is followed, and what was read of it. */
  shown: { entry: ServerEntry; content: OverviewContent } | undefined;
  /** Unix seconds. */
  now: number;
  amounts: Amounts;
  actions: PanelActions & OverviewActions;
  trans: TranslationBundle;
}

export function PanelBody(props: PanelBodyProps) {
  const { state, actions, trans } = props;
  return (
    <>
      <header className="phoenix-Panel-header">
        <h2>{trans.__('Phoenix')}</h2>
        <IconButton
          icon={refreshIcon}
          label={trans.__('Refresh')}
          onClick={() => void actions.refresh()}
        />
      </header>
      <div className="phoenix-Panel-content" aria-busy={state === 'loading'}>
        <Content {...props} />
      </div>
    </>
  );
}

function Content(props: PanelBodyProps) {
  const { state, failure, mismatch, rows, current, shown, amounts, actions, trans } = props;
  if (state === 'loading') {
    return <PanelMessage text={trans.__('Looking for sessions…')} />;
  }
  if (state === 'missing') {
    const { text, command } = describeMissing(trans);
    return <PanelMessage text={text} {...(command !== undefined && { code: command })} />;
  }
  const hasOwn = rows.some(row => row.isCurrent);
  return (
    <>
      {state === 'failed' && (
        <PanelMessage text={trans.__('Cannot read the sessions: %1', failure)}>
          <button className="jp-mod-styled" onClick={() => void actions.refresh()}>
            {trans.__('Try again')}
          </button>
        </PanelMessage>
      )}
      {mismatch !== undefined && <PanelMessage text={mismatch} />}
      {shown !== undefined && (
        <OverviewBody
          key={shown.entry.id}
          {...shown}
          amounts={amounts}
          actions={actions}
          trans={trans}
        />
      )}
      {current !== undefined && !hasOwn && (
        <section className="phoenix-Panel-section">
          <h3 title={current.path}>{current.name}</h3>
          <Launch current={current} launch={() => actions.launch()} trans={trans} />
        </section>
      )}
      {rows.length > 0 && (
        <Fold name="sessions" title={trans.__('All sessions')} note={amounts.whole(rows.length)}>
          <SessionGroup {...props} />
        </Fold>
      )}
      {rows.length === 0 && current === undefined && state === 'ready' && (
        <PanelMessage
          text={trans.__('No session runs. Open a notebook and launch one there:')}
          code={EXAMPLE}
        />
      )}
    </>
  );
}

const EXAMPLE = 'import jupyterlab_phoenix as px\nsession = px.launch_app()';

function Launch({
  current,
  launch,
  trans
}: {
  current: CurrentNotebook;
  launch: () => Promise<void>;
  trans: TranslationBundle;
}) {
  const [isBusy, setBusy] = useState(false);
  const hasKernel = current.kernelId !== undefined;
  return (
    <div className="phoenix-Launch">
      <p>
        {hasKernel
          ? trans.__('No session yet.')
          : trans.__('No session yet. Start a kernel for this notebook first.')}
      </p>
      <button
        className="jp-mod-styled jp-mod-accept"
        disabled={!hasKernel || isBusy}
        onClick={() => {
          setBusy(true);
          void launch().finally(() => setBusy(false));
        }}
      >
        {isBusy ? trans.__('Launching…') : trans.__('Launch for this notebook')}
      </button>
    </div>
  );
}

/** The session of the active notebook first. */
function SessionGroup({ rows, now, actions, trans }: PanelBodyProps) {
  const sorted = [...rows].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
  return (
    <ul className="phoenix-Sessions" aria-label={trans.__('All sessions')} onKeyDown={moveFocus}>
      {sorted.map(row => (
        <SessionItem key={row.entry.id} row={row} now={now} actions={actions} trans={trans} />
      ))}
    </ul>
  );
}

/** Up and down go from session to session. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const panel = event.currentTarget.closest('.phoenix-Panel');
  if (step === 0 || panel === null) {
    return;
  }
  const names = [...panel.querySelectorAll<HTMLElement>('.phoenix-Session-name')];
  const session = document.activeElement?.closest('.phoenix-Session') ?? null;
  const at = names.findIndex(name => session?.contains(name) === true);
  const next = names[at + step];
  if (next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}
