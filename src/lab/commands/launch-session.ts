import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { phoenixIcon } from '../icon.ts';
import { notifyFailure } from '../notify-failure.ts';
import type { CommandContext } from './command-context.ts';
import { OPEN_SESSION } from './open-session.ts';

export const LAUNCH_SESSION = 'phoenix:launch-session';

export function addLaunchSession(context: CommandContext): IDisposable {
  const { app, notebooks, trans } = context;
  return app.commands.addCommand(LAUNCH_SESSION, {
    // A toolbar shows the icon and has no room for more.
    label: args => (args['toolbar'] === true ? '' : trans.__('Launch Phoenix for This Notebook')),
    caption: trans.__('Start Phoenix for the kernel of this notebook, or show it when it runs'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: { toolbar: { type: 'boolean' }, isPalette: { type: 'boolean' } }
      }
    },
    isEnabled: () => (notebooks?.currentWidget ?? null) !== null,
    execute: async () => {
      const panel = notebooks?.currentWidget;
      const entry = panel ? await launchFor(context, panel) : undefined;
      if (entry !== undefined) {
        await app.commands.execute(OPEN_SESSION, { id: entry.id });
      }
      return entry?.id;
    }
  });
}

/** Starts the session of a notebook's kernel, or finds the one that runs; tells the user why when it cannot. */
export async function launchFor(
  { app, sessions, trans }: CommandContext,
  panel: NotebookPanel
): Promise<ServerEntry | undefined> {
  await panel.sessionContext.ready;
  const kernelId = panel.sessionContext.session?.kernel?.id;
  if (kernelId === undefined) {
    Notification.warning(trans.__('Phoenix needs a kernel: start one for this notebook first'), {
      autoClose: 6000
    });
    return undefined;
  }
  const notebook = app.serviceManager.contents.localPath(panel.context.path);
  const name = PathExt.basename(notebook, PathExt.extname(notebook));
  try {
    return await sessions.launch({ kernel_id: kernelId, notebook, name });
  } catch (error) {
    notifyFailure(trans.__('Cannot launch Phoenix'), error);
    return undefined;
  }
}
