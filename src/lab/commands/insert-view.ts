import { NotebookActions } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { phoenixIcon } from '../icon.ts';
import { insertCode } from '../notebooks/insert-code.ts';
import type { CommandContext } from './command-context.ts';

export const INSERT_VIEW = 'phoenix:insert-view';

/** Adds a cell that shows the session in the notebook and runs it, so that the notebook says what it shows. */
export function addInsertView({ app, notebooks, preferences, trans }: CommandContext): IDisposable {
  return app.commands.addCommand(INSERT_VIEW, {
    label: trans.__('Show Phoenix Below the Active Cell'),
    caption: trans.__('Add a cell that shows Phoenix in the notebook'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: {
      args: { type: 'object', properties: { isPalette: { type: 'boolean' } } }
    },
    isEnabled: () => (notebooks?.currentWidget?.sessionContext.session?.kernel ?? null) !== null,
    execute: async () => {
      const panel = notebooks?.currentWidget;
      if (panel) {
        await insertCode(panel, `%phoenix view ${preferences.viewHeight}`);
        await NotebookActions.run(panel.content, panel.sessionContext);
      }
    }
  });
}
