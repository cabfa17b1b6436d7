import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { type INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { findNotebookByKernel } from './find-notebook.ts';
import { insertCode } from './insert-code.ts';
import { readLanguage } from './read-language.ts';

interface Surroundings {
  app: JupyterFrontEnd;
  notebooks: INotebookTracker | null;
  trans: TranslationBundle;
}

const CODE = `import jupyterlab_phoenix as px

sel = px.active_session().selection
sel`;

/** Adds a cell to the notebook of a kernel that puts the selected rows into `sel`, and runs it. */
export async function takeSelection(
  kernelId: string,
  { app, notebooks, trans }: Surroundings
): Promise<void> {
  const panel = findNotebookByKernel(notebooks, kernelId);
  if (panel === undefined) {
    Notification.info(trans.__('Open the notebook of this session first'), { autoClose: 5000 });
    return;
  }
  if ((await readLanguage(panel)) !== 'python') {
    Notification.info(
      trans.__('This kernel does not speak Python: read `session.selection` in a cell'),
      { autoClose: 6000 }
    );
    return;
  }
  app.shell.activateById(panel.id);
  await insertCode(panel, CODE);
  await NotebookActions.run(panel.content, panel.sessionContext);
}
