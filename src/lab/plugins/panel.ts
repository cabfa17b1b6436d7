import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addShowPanel } from '../commands/show-panel.ts';
import { toLocale } from '../frame/theme-message.ts';
import { createAmounts } from '../overview/amounts.ts';
import { createPanelActions } from '../panel/panel-actions.ts';
import { PANEL_ID, SessionsPanel } from '../panel/sessions-panel.tsx';
import type { Preferences } from '../preferences.ts';
import { IPhoenixPreferences, IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

/** Below the panels of JupyterLab itself, above those that came later. */
const RANK = 650;

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:panel',
  description: 'Adds the panel that lists the Phoenix sessions.',
  autoStart: true,
  requires: [IPhoenixSessions, IPhoenixPreferences],
  optional: [ILayoutRestorer, INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    preferences: Preferences,
    restorer: ILayoutRestorer | null,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const actions = createPanelActions({ app, sessions, notebooks, trans });
    const amounts = createAmounts(toLocale(translator?.languageCode) ?? 'en');
    const panel = new SessionsPanel({ app, sessions, notebooks, actions, amounts, trans });
    addShowPanel({ app, sessions, preferences, notebooks, trans }, PANEL_ID);

    let side = preferences.panelSide;
    app.shell.add(panel, side, { rank: RANK, type: 'Phoenix' });
    restorer?.add(panel, PANEL_ID);
    preferences.changed.connect(() => {
      if (side !== preferences.panelSide) {
        side = preferences.panelSide;
        const wasVisible = panel.isVisible;
        app.shell.add(panel, side, { rank: RANK, type: 'Phoenix' });
        if (wasVisible) {
          app.shell.activateById(PANEL_ID);
        }
      }
    }, panel);
  }
};
