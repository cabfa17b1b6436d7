import { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { phoenixIcon } from '../icon.ts';
import type { CommandContext } from './command-context.ts';
import { launchFor } from './launch-session.ts';
import { OPEN_SESSION } from './open-session.ts';

export const CREATE_NOTEBOOK = 'phoenix:create-notebook';

const FIRST_CELL = `import jupyterlab_phoenix as px

# schema = px.Schema(...)
# session = px.launch_app(primary=px.Dataset(df, schema))
session = px.launch_app()`;

/** A notebook with the first lines written and its session open beside it: from the launcher to the app in one step. */
export function addCreateNotebook(context: CommandContext): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(CREATE_NOTEBOOK, {
    label: args =>
      args['isLauncher'] === true ? trans.__('Phoenix') : trans.__('Phoenix Notebook'),
    caption: trans.__('Create a notebook with Phoenix beside it'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          cwd: { type: 'string', description: 'The folder of the new notebook' },
          isLauncher: { type: 'boolean' },
          isPalette: { type: 'boolean' }
        }
      }
    },
    isEnabled: () => findPythonKernel(context) !== undefined,
    execute: async args => {
      const created: unknown = await app.commands.execute('notebook:create-new', {
        cwd: typeof args['cwd'] === 'string' ? args['cwd'] : '',
        kernelName: findPythonKernel(context) ?? ''
      });
      // Notebook 7 opens another page instead of giving a widget.
      if (!(created instanceof NotebookPanel)) {
        return;
      }
      await created.context.ready;
      created.content.activeCell?.model.sharedModel.setSource(FIRST_CELL);
      const entry = await launchFor(context, created);
      if (entry !== undefined) {
        await app.commands.execute(OPEN_SESSION, { id: entry.id });
      }
    }
  });
}

/** The default kernel when it speaks Python, or else the first one that does. */
function findPythonKernel({ app }: CommandContext): string | undefined {
  const specs = app.serviceManager.kernelspecs.specs;
  const names = specs === null ? [] : [specs.default, ...Object.keys(specs.kernelspecs)];
  return names.find(name => specs?.kernelspecs[name]?.language === 'python');
}
