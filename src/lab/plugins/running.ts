import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRunningSessionManagers, type IRunningSessions } from '@jupyterlab/running';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { stopIcon } from '@jupyterlab/ui-components';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { CLOSE_ALL_SESSIONS } from '../commands/close-all-sessions.ts';
import { CLOSE_SESSION } from '../commands/close-session.ts';
import { OPEN_SESSION } from '../commands/open-session.ts';
import { phoenixIcon } from '../icon.ts';
import { describeMemory } from '../panel/describe-amounts.ts';
import { IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const runningPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:running',
  description: 'Lists the Phoenix sessions among what runs.',
  autoStart: true,
  requires: [IPhoenixSessions],
  // Notebook 7 has no such panel on the pages of notebooks.
  optional: [IRunningSessionManagers, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    managers: IRunningSessionManagers | null,
    translator: ITranslator | null
  ) => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    managers?.add({
      name: trans.__('Phoenix Sessions'),
      running: () => sessions.entries.map(entry => toItem(entry, commands, trans)),
      runningChanged: sessions.changed,
      refreshRunning: () => void sessions.refresh(),
      shutdownAll: () => void commands.execute(CLOSE_ALL_SESSIONS, { isConfirmed: true }),
      shutdownItemIcon: stopIcon,
      shutdownLabel: trans.__('Close session'),
      shutdownAllLabel: trans.__('Close All'),
      shutdownAllConfirmationText: trans.__(
        'Close all Phoenix sessions? Their data leaves the memory; exports stay on disk.'
      )
    });
  }
};

function toItem(
  { id, name, healthy, memory_bytes, notebook }: ServerEntry,
  commands: JupyterFrontEnd['commands'],
  trans: TranslationBundle
): IRunningSessions.IRunningItem {
  return {
    icon: () => phoenixIcon,
    label: () => name,
    labelTitle: () => (notebook === '' ? name : trans.__('%1\nNotebook: %2', name, notebook)),
    detail: () => (healthy ? describeMemory(memory_bytes, trans) : trans.__('stopped')),
    open: () => void commands.execute(OPEN_SESSION, { id }),
    shutdown: () => void commands.execute(CLOSE_SESSION, { id, isConfirmed: true })
  };
}
