import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { AppMessage } from '../../contract/host-messages.ts';
import { OPEN_SESSION } from '../commands/open-session.ts';
import { findNotebookAround, findNotebookByKernel } from '../notebooks/find-notebook.ts';
import { insertCode } from '../notebooks/insert-code.ts';
import type { Preferences } from '../preferences.ts';
import type { PhoenixSessions, PhoenixViews, ViewRequest } from '../tokens.ts';
import { HostTheme } from './host-theme.ts';
import { SessionView } from './session-view.ts';
import { toThemeMessage } from './theme-message.ts';

export interface ViewDependencies {
  app: JupyterFrontEnd;
  sessions: PhoenixSessions;
  preferences: Preferences;
  notebooks: INotebookTracker | null;
  trans: TranslationBundle;
  languageCode: string;
}

/** Makes views that all follow one theme, and does what the apps in them ask for. */
export function createViews(dependencies: ViewDependencies): PhoenixViews {
  const { sessions, preferences, trans, languageCode } = dependencies;
  const hostTheme = new HostTheme();
  const theme = {
    readTheme: () => toThemeMessage(hostTheme, preferences.theme, languageCode),
    themeSources: [hostTheme.changed, preferences.changed]
  };

  function create({ id, name = id, host, place = '', rerun }: ViewRequest): SessionView {
    const view = new SessionView({
      sessionId: id,
      name,
      host,
      place,
      sessions,
      trans,
      theme,
      rerun
    });
    view.received.connect((_, message) => answer(view, message, dependencies), view);
    return view;
  }

  return { create };
}

function answer(view: SessionView, message: AppMessage, dependencies: ViewDependencies): void {
  switch (message.type) {
    case 'phoenix:hello':
      break;
    case 'phoenix:open-tab':
      void dependencies.app.commands.execute(OPEN_SESSION, {
        id: view.sessionId,
        place: view.place
      });
      break;
    case 'phoenix:insert-code':
      offerCode(view, message.code, dependencies);
      break;
  }
}

/** The notebook around the view comes first, then the one of the session's kernel, then the active one. */
function offerCode(
  view: SessionView,
  code: string,
  { app, sessions, notebooks, trans }: ViewDependencies
): void {
  const entry = sessions.findById(view.sessionId);
  const panel: NotebookPanel | null | undefined =
    findNotebookAround(notebooks, view.node) ??
    (entry && findNotebookByKernel(notebooks, entry.kernel_id)) ??
    notebooks?.currentWidget;
  if (panel === null || panel === undefined) {
    Clipboard.copyToSystem(code);
    Notification.info(trans.__('No notebook is open: the code is in the clipboard'));
    return;
  }
  app.shell.activateById(panel.id);
  insertCode(panel, code);
}
