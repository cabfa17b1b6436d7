import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { phoenixIcon } from '../icon.ts';
import { SESSION_ID_ATTRIBUTE } from '../commands/find-target.ts';
import type { Amounts } from '../overview/amounts.ts';
import { connectSession } from '../overview/connect-session.ts';
import { comparePage, compareSession } from '../sessions/compare-versions.ts';
import { VERSION } from '../version.ts';
import { SessionOverview } from '../overview/session-overview.ts';
import type { ServerEntry } from '../../contract/server-entry.ts';
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
  amounts: Amounts;
  trans: TranslationBundle;
}

/** The session of what is in front, at a glance, and all sessions of this Jupyter server below. */
export class SessionsPanel extends ReactWidget {
  readonly #dependencies: PanelDependencies;
  #watched: NotebookPanel | null = null;
  #timer: number | undefined;
  readonly #closed = new AbortController();
  #overview: SessionOverview | undefined;

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
    app.shell.currentChanged?.connect(this.#refresh, this);
    document.addEventListener('visibilitychange', () => this.#follow(), {
      signal: this.#closed.signal
    });
    this.#watchCurrent();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearInterval(this.#timer);
    this.#closed.abort();
    this.#overview?.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  override render() {
    const { app, sessions, actions, amounts, trans } = this.#dependencies;
    const current = this.#readCurrent();
    const overview = this.#overview;
    const entry = overview && sessions.findById(overview.id);
    return (
      <PanelBody
        state={sessions.state}
        failure={sessions.failure}
        mismatch={
          comparePage(VERSION, sessions.serverVersion, trans) ??
          (entry && compareSession(entry.version, sessions.serverVersion, trans))
        }
        rows={toRows(sessions.entries, app.serviceManager, current)}
        current={current}
        shown={entry && { entry, content: overview.content }}
        now={Date.now() / 1000}
        amounts={amounts}
        actions={{
          ...actions,
          setFilter: filter => this.#overview?.setFilter(filter),
          setSort: sort => this.#overview?.setSort(sort)
        }}
        trans={trans}
      />
    );
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.#dependencies.sessions.refresh();
    this.#refresh();
    this.#timer = window.setInterval(() => this.update(), AGE_INTERVAL_MS);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    window.clearInterval(this.#timer);
    this.#follow();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    const session = this.node.querySelector<HTMLElement>('.phoenix-Session-name');
    const button = this.node.querySelector<HTMLElement>('.phoenix-Panel-content button');
    (session ?? button ?? this.node).focus();
  }

  #refresh(): void {
    this.#follow();
    this.update();
  }

  /** Follows the session of what is in front, while the panel can be seen. */
  #follow(): void {
    const entry = this.#findShown();
    if (entry?.id !== this.#overview?.id) {
      this.#overview?.dispose();
      this.#overview = entry && this.#open(entry.id);
      this.update();
    }
    this.#overview?.setActive(this.isVisible && !document.hidden && entry?.healthy === true);
  }

  #open(id: string): SessionOverview {
    const { app, sessions } = this.#dependencies;
    const connection = connectSession(app.serviceManager.serverSettings, sessions.appUrl(id));
    const overview = new SessionOverview(id, connection);
    overview.changed.connect(() => this.update(), this);
    return overview;
  }

  /** The session of the tab in front, or of the active notebook; without a notebook the only one there is. */
  #findShown(): ServerEntry | undefined {
    const { app, sessions } = this.#dependencies;
    const marked = app.shell.currentWidget?.node.getAttribute(SESSION_ID_ATTRIBUTE);
    const inFront = typeof marked === 'string' ? sessions.findById(marked) : undefined;
    const current = this.#readCurrent();
    if (inFront?.healthy === true) {
      return inFront;
    }
    if (current !== undefined) {
      return toRows(sessions.entries, app.serviceManager, current).find(
        ({ isCurrent, entry }) => isCurrent && entry.healthy
      )?.entry;
    }
    const healthy = sessions.entries.filter(entry => entry.healthy);
    return healthy.length === 1 ? healthy[0] : undefined;
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
    this.#refresh();
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
