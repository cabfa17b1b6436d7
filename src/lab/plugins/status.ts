import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { SHOW_PANEL } from '../commands/show-panel.ts';
import { toLocale } from '../frame/theme-message.ts';
import { createAmounts } from '../overview/amounts.ts';
import { StatusItem } from '../status/status-item.tsx';
import { IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:status',
  description: 'Tells in the status bar how many sessions run and what they take.',
  autoStart: true,
  requires: [IPhoenixSessions],
  // Notebook 7 has no status bar.
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    if (statusBar === null) {
      return;
    }
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const item = new StatusItem({
      sessions,
      amounts: createAmounts(toLocale(translator?.languageCode) ?? 'en'),
      trans,
      showPanel: () => void app.commands.execute(SHOW_PANEL)
    });
    statusBar.registerStatusItem('jupyterlab-phoenix:status', {
      item,
      align: 'left',
      rank: 20,
      isActive: () => sessions.entries.length > 0,
      activeStateChanged: sessions.changed as ISignal<unknown, void>
    });
  }
};
