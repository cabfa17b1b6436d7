import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { phoenixIcon } from '../icon.ts';
import type { PhoenixSessions } from '../tokens.ts';
import { type PanelActions, PanelBody } from './panel-body.tsx';
import { type CurrentNotebook, toRows } from './session-rows.ts';

export const PANEL_ID = 'phoenix-sessions-panel';

/** Ages are told in minutes. */
const AGE_INTERVAL_MS = 30_000;

export interface PanelDependencies {
  app: JupyterFrontEnd;
  sessions: PhoenixSessions;
  notebooks: INotebookTracker | null;
  actions: PanelActions;
  trans: TranslationBundle;
}

/** The sessions of this Jupyter server, those of the active notebook first. */
export class SessionsPanel extends ReactWidget {
  readonly #dependencies: PanelDependencies;
  #watched: NotebookPanel | null = null;
  #timer: number | undefined;

  constructor(dependencies: PanelDependencies) {
    super();
    this.#dependencies = dependencies;
    const { app, sessions, notebooks, trans } = dependencies;
    this.id = PANEL_ID;
    this.addClass('phoenix-Panel');
    this.title.icon = phoenixIcon;
    this.title.caption = trans.__('Phoenix sessions');
    this.node.tabIndex = -1;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Phoenix sessions'));

    const { kernels, sessions: kernelSessions, kernelspecs } = app.serviceManager;
    sessions.changed.connect(this.#refresh, this);
    kernels.runningChanged.connect(this.#refresh, this);
    kernelSessions.runningChanged.connect(this.#refresh, this);
    kernelspecs.specsChanged.connect(this.#refresh, this);
    notebooks?.currentChanged.connect(this.#watchCurrent, this);
    this.#watchCurrent();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearInterval(this.#timer);
    Signal.clearData(this);
    super.dispose();
  }

  override render() {
    const { app, sessions, actions, trans } = this.#dependencies;
    const current = this.#readCurrent();
    return (
      <PanelBody
        state={sessions.state}
        failure={sessions.failure}
        rows={toRows(sessions.entries, app.serviceManager, current)}
        current={current}
        now={Date.now() / 1000}
        actions={actions}
        trans={trans}
      />
    );
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.#dependencies.sessions.refresh();
    this.update();
    this.#timer = window.setInterval(() => this.update(), AGE_INTERVAL_MS);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    window.clearInterval(this.#timer);
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    const session = this.node.querySelector<HTMLElement>('.phoenix-Session-name');
    const button = this.node.querySelector<HTMLElement>('.phoenix-Panel-content button');
    (session ?? button ?? this.node).focus();
  }

  #refresh(): void {
    this.update();
  }

  #watchCurrent(): void {
    const next = this.#dependencies.notebooks?.currentWidget ?? null;
    if (next !== this.#watched) {
      // A notebook that was closed has dropped its connections by itself.
      this.#watched?.context.pathChanged.disconnect(this.#refresh, this);
      this.#watched?.sessionContext.kernelChanged.disconnect(this.#refresh, this);
      this.#watched = next;
      next?.context.pathChanged.connect(this.#refresh, this);
      next?.sessionContext.kernelChanged.connect(this.#refresh, this);
    }
    this.update();
  }

  #readCurrent(): CurrentNotebook | undefined {
    const panel = this.#dependencies.notebooks?.currentWidget;
    if (!panel || panel.isDisposed) {
      return undefined;
    }
    const { path } = panel.context;
    return {
      path,
      name: PathExt.basename(path),
      kernelId: panel.sessionContext.session?.kernel?.id
    };
  }
}
