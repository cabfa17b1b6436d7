import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CLOSE_SESSION } from '../commands/close-session.ts';
import { COPY_URL } from '../commands/copy-url.ts';
import { LAUNCH_SESSION } from '../commands/launch-session.ts';
import { OPEN_SESSION } from '../commands/open-session.ts';
import { SHOW_NOTEBOOK } from '../commands/show-notebook.ts';
import { takeSelection } from '../notebooks/take-selection.ts';
import { launchAgain } from '../sessions/launch-again.ts';
import type { PhoenixSessions } from '../tokens.ts';
import type { PanelActions } from './panel-body.tsx';

interface ActionDependencies {
  app: JupyterFrontEnd;
  sessions: PhoenixSessions;
  notebooks: INotebookTracker | null;
  trans: TranslationBundle;
}

/** The buttons of the panel run the same commands as the palette and the menus. */
export function createPanelActions({
  app,
  sessions,
  notebooks,
  trans
}: ActionDependencies): PanelActions {
  const { commands } = app;
  return {
    openAt: (id, place = '') => void commands.execute(OPEN_SESSION, { id, place }),
    takeSelection: id =>
      takeSelection(sessions.findById(id)?.kernel_id ?? '', { app, notebooks, trans }),
    open: id => void commands.execute(OPEN_SESSION, { id }),
    showNotebook: id => void commands.execute(SHOW_NOTEBOOK, { id }),
    copyUrl: id => void commands.execute(COPY_URL, { id }),
    launchAgain: id => launchAgain(sessions, id, trans),
    close: id => commands.execute(CLOSE_SESSION, { id, isConfirmed: true }),
    launch: () => commands.execute(LAUNCH_SESSION),
    refresh: () => sessions.refresh()
  };
}
