import { refreshIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type KeyboardEvent, useState } from 'react';
import type { ListState } from '../tokens.ts';
import { PanelMessage } from './panel-message.tsx';
import { type SessionActions, SessionItem } from './session-item.tsx';
import type { CurrentNotebook, SessionRow } from './session-rows.ts';

export interface PanelActions extends SessionActions {
  launch(): Promise<void>;
  refresh(): Promise<void>;
}

export interface PanelBodyProps {
  state: ListState;
  failure: string;
  rows: readonly SessionRow[];
  current: CurrentNotebook | undefined;
  /** Unix seconds. */
  now: number;
  actions: PanelActions;
  trans: TranslationBundle;
}

export function PanelBody(props: PanelBodyProps) {
  const { state, actions, trans } = props;
  return (
    <>
      <header className="phoenix-Panel-header">
        <h2>{trans.__('Phoenix')}</h2>
        <button
          className="phoenix-IconButton"
          title={trans.__('Refresh')}
          aria-label={trans.__('Refresh')}
          onClick={() => void actions.refresh()}
        >
          <refreshIcon.react tag="span" aria-hidden="true" />
        </button>
      </header>
      <div className="phoenix-Panel-content" aria-busy={state === 'loading'}>
        <Content {...props} />
      </div>
    </>
  );
}

function Content(props: PanelBodyProps) {
  const { state, failure, rows, current, actions, trans } = props;
  if (state === 'loading') {
    return <PanelMessage text={trans.__('Looking for sessions…')} />;
  }
  if (state === 'missing') {
    return (
      <PanelMessage
        text={trans.__(
          'Phoenix needs its server extension, which is not enabled on this Jupyter server. Enable it, then restart Jupyter:'
        )}
        code="jupyter server extension enable jupyterlab_phoenix"
      />
    );
  }
  const ours = rows.filter(row => row.isCurrent);
  const others = rows.filter(row => !row.isCurrent);
  return (
    <>
      {state === 'failed' && (
        <PanelMessage text={trans.__('Cannot read the sessions: %1', failure)}>
          <button className="jp-mod-styled" onClick={() => void actions.refresh()}>
            {trans.__('Try again')}
          </button>
        </PanelMessage>
      )}
      {current !== undefined && (
        <section className="phoenix-Panel-section">
          <h3 title={current.path}>{current.name}</h3>
          {ours.length === 0 ? (
            <Launch current={current} launch={() => actions.launch()} trans={trans} />
          ) : (
            <SessionGroup {...props} rows={ours} label={current.name} />
          )}
        </section>
      )}
      {others.length > 0 && (
        <section className="phoenix-Panel-section">
          {current !== undefined && <h3>{trans.__('Other sessions')}</h3>}
          <SessionGroup {...props} rows={others} label={trans.__('Other sessions')} />
        </section>
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

function SessionGroup({
  rows,
  label,
  now,
  actions,
  trans
}: Pick<PanelBodyProps, 'rows' | 'now' | 'actions' | 'trans'> & { label: string }) {
  return (
    <ul className="phoenix-Sessions" aria-label={label} onKeyDown={moveFocus}>
      {rows.map(row => (
        <SessionItem key={row.entry.id} row={row} now={now} actions={actions} trans={trans} />
      ))}
    </ul>
  );
}

/** Up and down go from session to session, through all groups of the panel. */
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
