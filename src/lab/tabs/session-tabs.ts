import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { SESSION_ID_ATTRIBUTE } from '../commands/find-target.ts';
import type { SessionView } from '../frame/session-view.ts';
import { phoenixIcon } from '../icon.ts';
import { findNotebookByKernel } from '../notebooks/find-notebook.ts';
import type { Preferences } from '../preferences.ts';
import type { PhoenixSessions, PhoenixViews } from '../tokens.ts';

export type SessionTab = MainAreaWidget<SessionView>;

export interface TabDependencies {
  app: JupyterFrontEnd;
  /** Null in Notebook 7, whose main area has room for one document. */
  labShell: ILabShell | null;
  sessions: PhoenixSessions;
  views: PhoenixViews;
  preferences: Preferences;
  notebooks: INotebookTracker | null;
}

/** The sessions that are open in the main area, one tab each. */
export class SessionTabs {
  readonly tracker = new WidgetTracker<SessionTab>({ namespace: 'phoenix-sessions' });
  readonly #dependencies: TabDependencies;

  constructor(dependencies: TabDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Shows the tab of a session, at `place` unless that is empty; where the main area cannot take one, or the user prefers it, a tab of
   * the browser. `inLab` is for who must have a tab of JupyterLab, as its layout has.
   */
  open(id: string, place: string, inLab = false): SessionTab | undefined {
    const { app, labShell, sessions, preferences } = this.#dependencies;
    const tab = this.tracker.find(({ content }) => content.sessionId === id);
    if (tab !== undefined) {
      tab.content.go(place);
      app.shell.activateById(tab.id);
      return tab;
    }
    if (labShell === null || (preferences.openIn === 'browser' && !inLab)) {
      window.open(new URL(place, sessions.appUrl(id)).href, '_blank', 'noopener');
      return undefined;
    }
    return this.#add(id, place, labShell);
  }

  /** Whether the main area can show more than one thing. */
  get hasRoom(): boolean {
    return this.#dependencies.labShell !== null;
  }

  /** Shows the tab of a session to the right of its notebook, wherever the tab was before. */
  openBeside(id: string): SessionTab | undefined {
    const { labShell } = this.#dependencies;
    const notebook = this.#findNotebook(id);
    const tab = this.open(id, '', true);
    if (tab !== undefined && notebook?.isAttached === true) {
      labShell?.add(tab, 'main', { mode: 'split-right', ref: notebook.id, type: 'Phoenix' });
      labShell?.activateById(tab.id);
    }
    return tab;
  }

  #findNotebook(id: string): NotebookPanel | null | undefined {
    const { sessions, notebooks } = this.#dependencies;
    const entry = sessions.findById(id);
    return (entry && findNotebookByKernel(notebooks, entry.kernel_id)) ?? notebooks?.currentWidget;
  }

  #add(id: string, place: string, labShell: ILabShell): SessionTab {
    const { views, sessions } = this.#dependencies;
    const content = views.create({ id, host: 'tab', place });
    const tab = new MainAreaWidget({ content });
    tab.id = `phoenix-session-${id}`;
    tab.node.setAttribute(SESSION_ID_ATTRIBUTE, id);
    tab.title.icon = phoenixIcon;
    tab.title.closable = true;
    tab.toolbar.hide();
    const setTitle = () => (tab.title.label = content.sessionName);
    setTitle();
    sessions.changed.connect(setTitle, content);
    content.placeChanged.connect(() => void this.tracker.save(tab), content);
    void this.tracker.add(tab);
    labShell.add(tab, 'main', { ...this.#choosePosition(id), type: 'Phoenix' });
    labShell.activateById(tab.id);
    return tab;
  }

  /** A second session joins the first; the first goes beside its notebook. */
  #choosePosition(id: string): { mode?: 'split-right' | 'tab-after'; ref?: string } {
    const { preferences } = this.#dependencies;
    const neighbor = this.tracker.find(other => other.content.sessionId !== id && other.isAttached);
    if (neighbor !== undefined) {
      return { mode: 'tab-after', ref: neighbor.id };
    }
    if (preferences.openIn !== 'beside') {
      return {};
    }
    const notebook = this.#findNotebook(id);
    return notebook?.isAttached === true ? { mode: 'split-right', ref: notebook.id } : {};
  }
}
