import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addOpenBeside } from '../commands/open-beside.ts';
import { addOpenSession, OPEN_SESSION } from '../commands/open-session.ts';
import type { Preferences } from '../preferences.ts';
import { SessionTabs } from '../tabs/session-tabs.ts';
import {
  IPhoenixPreferences,
  IPhoenixSessions,
  IPhoenixViews,
  type PhoenixSessions,
  type PhoenixViews
} from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

export const tabsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:tabs',
  description: 'Shows Phoenix sessions in the main area and restores them with the layout.',
  autoStart: true,
  requires: [IPhoenixSessions, IPhoenixPreferences, IPhoenixViews],
  optional: [ILabShell, ILayoutRestorer, INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    preferences: Preferences,
    views: PhoenixViews,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const tabs = new SessionTabs({ app, labShell, sessions, views, preferences, notebooks });
    const context = { app, sessions, preferences, notebooks, trans };
    addOpenSession(context, tabs);
    addOpenBeside(context, tabs);
    if (restorer !== null) {
      void restorer.restore(tabs.tracker, {
        command: OPEN_SESSION,
        name: ({ content }) => content.sessionId,
        args: ({ content }) => ({ id: content.sessionId, place: content.place, inLab: true })
      });
    }
  }
};
