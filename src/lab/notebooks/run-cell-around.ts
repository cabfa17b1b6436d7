import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { type INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { findCell } from './find-cell.ts';

interface Surroundings {
  app: JupyterFrontEnd;
  notebooks: INotebookTracker | null;
  trans: TranslationBundle;
}

/** Runs the code cell that shows `node` again, or tells why that cannot be done from here. */
export async function runCellAround(
  node: Node,
  { app, notebooks, trans }: Surroundings
): Promise<void> {
  const found = findCell(notebooks, node);
  if (found === undefined) {
    Notification.info(trans.__('Run the cell in its notebook'), { autoClose: 5000 });
    return;
  }
  const { panel, index } = found;
  await panel.sessionContext.ready;
  if (!panel.sessionContext.session?.kernel) {
    Notification.warning(trans.__('Start a kernel for this notebook first'), { autoClose: 5000 });
    return;
  }
  app.shell.activateById(panel.id);
  panel.content.activeCellIndex = index;
  await NotebookActions.run(panel.content, panel.sessionContext);
}
