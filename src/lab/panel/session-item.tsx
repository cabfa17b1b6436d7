import { closeIcon, copyIcon, launchIcon, notebookIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { SESSION_ID_ATTRIBUTE } from '../commands/find-target.ts';
import { describeAge, describeMemory } from './describe-amounts.ts';
import { DatasetLines } from './dataset-lines.tsx';
import { ConfirmClose } from './confirm-close.tsx';
import { IconButton } from './icon-button.tsx';
import type { SessionRow } from './session-rows.ts';

export interface SessionActions {
  open(id: string): void;
  showNotebook(id: string): void;
  copyUrl(id: string): void;
  launchAgain(id: string): Promise<void>;
  close(id: string): Promise<void>;
}

interface SessionItemProps {
  row: SessionRow;
  /** Unix seconds. */
  now: number;
  actions: SessionActions;
  trans: TranslationBundle;
}

export function SessionItem({ row, now, actions, trans }: SessionItemProps) {
  const [isAsking, setAsking] = useState(false);
  const { entry, notebookPath, isCurrent } = row;
  const { id, name, healthy } = entry;
  return (
    <li
      className="phoenix-Session"
      aria-current={isCurrent ? 'true' : undefined}
      data-phoenix-healthy={healthy}
      {...{ [SESSION_ID_ATTRIBUTE]: id }}
    >
      <div className="phoenix-Session-head">
        <button
          className="phoenix-Session-name"
          title={trans.__('Open “%1” in a tab', name)}
          onClick={() => actions.open(id)}
          onKeyDown={event => {
            if (event.key === 'Delete') {
              setAsking(true);
            }
          }}
        >
          {name}
        </button>
        <div className="phoenix-Session-actions" role="group" aria-label={trans.__('Actions')}>
          <IconButton
            icon={launchIcon}
            label={trans.__('Open in a tab')}
            onClick={() => actions.open(id)}
          />
          {notebookPath !== undefined && (
            <IconButton
              icon={notebookIcon}
              label={trans.__('Show the notebook')}
              onClick={() => actions.showNotebook(id)}
            />
          )}
          <IconButton
            icon={copyIcon}
            label={trans.__('Copy URL')}
            onClick={() => actions.copyUrl(id)}
          />
          <IconButton
            icon={closeIcon}
            label={trans.__('Close session')}
            isExpanded={isAsking}
            onClick={() => setAsking(!isAsking)}
          />
        </div>
      </div>
      <div className="phoenix-Session-clip">
        <Facts row={row} now={now} trans={trans} />
      </div>
      {healthy ? (
        <DatasetLines entry={entry} trans={trans} />
      ) : (
        <Stopped launchAgain={() => actions.launchAgain(id)} trans={trans} />
      )}
      {isAsking && (
        <ConfirmClose
          name={name}
          trans={trans}
          onKeep={() => setAsking(false)}
          onClose={() => actions.close(id).finally(() => setAsking(false))}
        />
      )}
    </li>
  );
}

function Facts({ row, now, trans }: Pick<SessionItemProps, 'row' | 'now' | 'trans'>) {
  const { entry, notebookName, notebookPath, kernelName, isCurrent } = row;
  const started = new Date(entry.started * 1000).toLocaleString();
  return (
    <dl className="phoenix-Session-facts">
      {notebookName !== '' && notebookName !== `${entry.name}.ipynb` && !isCurrent && (
        <>
          <dt>{trans.__('Notebook')}</dt>
          <dd title={notebookPath ?? entry.notebook}>{notebookName}</dd>
        </>
      )}
      <dt>{trans.__('Kernel')}</dt>
      <dd data-phoenix-gone={kernelName === undefined ? '' : undefined}>
        {kernelName ?? trans.__('no kernel: a new one takes the session over')}
      </dd>
      <dt>{trans.__('Age')}</dt>
      <dd title={trans.__('Started %1', started)}>{describeAge(now - entry.started, trans)}</dd>
      {entry.healthy && entry.memory_bytes !== null && (
        <>
          <dt>{trans.__('Memory')}</dt>
          <dd title={trans.__('Process %1, port %2', entry.pid, entry.port)}>
            {describeMemory(entry.memory_bytes, trans)}
          </dd>
        </>
      )}
    </dl>
  );
}

function Stopped({
  launchAgain,
  trans
}: {
  launchAgain: () => Promise<void>;
  trans: TranslationBundle;
}) {
  const [isBusy, setBusy] = useState(false);
  return (
    <div className="phoenix-Session-stopped" role="status">
      <p>{trans.__('Stopped unexpectedly. Its data is still on disk.')}</p>
      <button
        className="jp-mod-styled"
        disabled={isBusy}
        onClick={() => {
          setBusy(true);
          void launchAgain().finally(() => setBusy(false));
        }}
      >
        {trans.__('Launch again')}
      </button>
    </div>
  );
}
