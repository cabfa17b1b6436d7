import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
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
  /** The language of the interface, which may be known only after the extension is active. */
  readLanguage: () => string | undefined;
}

/** Makes views that all follow one theme, and does what the apps in them ask for. */
export class ViewFactory implements PhoenixViews, IDisposable {
  readonly #dependencies: ViewDependencies;
  readonly #hostTheme = new HostTheme();

  constructor(dependencies: ViewDependencies) {
    this.#dependencies = dependencies;
  }

  get isDisposed(): boolean {
    return this.#hostTheme.isDisposed;
  }

  create({ id, name = id, host, place = '', rerun }: ViewRequest): SessionView {
    const { sessions, preferences, trans, readLanguage } = this.#dependencies;
    const theme = {
      readTheme: () => toThemeMessage(this.#hostTheme, preferences.theme, readLanguage()),
      themeSources: [this.#hostTheme.changed, preferences.changed]
    };
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
    view.received.connect(this.#onReceived, this);
    return view;
  }

  dispose(): void {
    this.#hostTheme.dispose();
    Signal.clearData(this);
  }

  #onReceived(view: SessionView, message: AppMessage): void {
    const { app } = this.#dependencies;
    switch (message.type) {
      case 'phoenix:hello':
        break;
      case 'phoenix:open-tab':
        void app.commands.execute(OPEN_SESSION, { id: view.sessionId, place: view.place });
        break;
      case 'phoenix:insert-code':
        offerCode(view, message.code, this.#dependencies);
        break;
    }
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
  void insertCode(panel, code);
}
