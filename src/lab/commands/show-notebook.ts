import { notebookIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import { findNotebookPath } from '../notebooks/notebook-path.ts';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const SHOW_NOTEBOOK = 'phoenix:show-notebook';

export function addShowNotebook(context: CommandContext): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(SHOW_NOTEBOOK, {
    label: trans.__('Show the Notebook of the Phoenix Session'),
    caption: trans.__('Open or activate the notebook that launched the Phoenix session'),
    icon: args => (args['isPalette'] === true ? undefined : notebookIcon),
    describedBy: { args: SESSION_ARGUMENTS },
    isEnabled: args => {
      const entry = findTarget(context, args);
      return entry !== undefined && findNotebookPath(app.serviceManager, entry) !== undefined;
    },
    execute: async args => {
      const entry = findTarget(context, args);
      const path = entry && findNotebookPath(app.serviceManager, entry);
      if (path !== undefined) {
        await app.commands.execute('docmanager:open', { path });
      }
    }
  });
}
