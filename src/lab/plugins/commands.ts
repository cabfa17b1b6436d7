import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addCloseAllSessions, CLOSE_ALL_SESSIONS } from '../commands/close-all-sessions.ts';
import { addCloseSession, CLOSE_SESSION } from '../commands/close-session.ts';
import { addCopyUrl, COPY_URL } from '../commands/copy-url.ts';
import { addCreateNotebook, CREATE_NOTEBOOK } from '../commands/create-notebook.ts';
import { addInsertView, INSERT_VIEW } from '../commands/insert-view.ts';
import { addLaunchSession, LAUNCH_SESSION } from '../commands/launch-session.ts';
import { addOpenFrame, OPEN_FRAME } from '../commands/open-frame.ts';
import { addOpenInBrowser, OPEN_IN_BROWSER } from '../commands/open-in-browser.ts';
import { OPEN_BESIDE } from '../commands/open-beside.ts';
import { OPEN_SESSION } from '../commands/open-session.ts';
import { addRefreshSessions, REFRESH_SESSIONS } from '../commands/refresh-sessions.ts';
import { addShowNotebook, SHOW_NOTEBOOK } from '../commands/show-notebook.ts';
import { SHOW_PANEL } from '../commands/show-panel.ts';
import type { Preferences } from '../preferences.ts';
import { IPhoenixPreferences, IPhoenixSessions, type PhoenixSessions } from '../tokens.ts';
import { TRANSLATION_DOMAIN } from '../translation-domain.ts';

const PALETTE = [
  LAUNCH_SESSION,
  OPEN_SESSION,
  OPEN_BESIDE,
  OPEN_FRAME,
  OPEN_IN_BROWSER,
  INSERT_VIEW,
  SHOW_NOTEBOOK,
  COPY_URL,
  CREATE_NOTEBOOK,
  SHOW_PANEL,
  REFRESH_SESSIONS,
  CLOSE_SESSION,
  CLOSE_ALL_SESSIONS
];

export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-phoenix:commands',
  description: 'Adds the commands of Phoenix and lists them in the palette.',
  autoStart: true,
  requires: [IPhoenixSessions, IPhoenixPreferences],
  optional: [INotebookTracker, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sessions: PhoenixSessions,
    preferences: Preferences,
    notebooks: INotebookTracker | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const context = { app, sessions, preferences, notebooks, trans };
    addLaunchSession(context);
    addOpenFrame(context);
    addOpenInBrowser(context);
    addInsertView(context);
    addShowNotebook(context);
    addCopyUrl(context);
    addCreateNotebook(context);
    addRefreshSessions(context);
    addCloseSession(context);
    addCloseAllSessions(context);

    const category = trans.__('Phoenix');
    for (const command of PALETTE) {
      palette?.addItem({ command, category, args: { isPalette: true } });
    }
    // Whether a command is enabled depends on these.
    sessions.changed.connect(() => app.commands.notifyCommandChanged());
    notebooks?.currentChanged.connect(() => app.commands.notifyCommandChanged());
  }
};
