import { Notification } from '@jupyterlab/apputils';
import { stopIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { notifyFailure } from '../notify-failure.ts';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const CLOSE_SESSION = 'phoenix:close-session';

/** With `isConfirmed` it closes at once; otherwise a notification asks, and doing nothing keeps the session. */
export function addCloseSession(context: CommandContext): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(CLOSE_SESSION, {
    label: trans.__('Close Phoenix Session'),
    caption: trans.__('End the Phoenix session and remove its data; exports stay on disk'),
    icon: args => (args['isPalette'] === true ? undefined : stopIcon),
    describedBy: {
      args: {
        ...SESSION_ARGUMENTS,
        properties: {
          ...SESSION_ARGUMENTS.properties,
          isConfirmed: { type: 'boolean', description: 'Whether the user has been asked already' }
        }
      }
    },
    isEnabled: args => findTarget(context, args) !== undefined,
    execute: async args => {
      const entry = findTarget(context, args);
      if (entry === undefined) {
        return;
      }
      if (args['isConfirmed'] === true) {
        await close(context, entry);
      } else {
        ask(context, entry);
      }
    }
  });
}

function ask(context: CommandContext, entry: ServerEntry): void {
  const { trans } = context;
  Notification.warning(
    trans.__('Close “%1”? Its data leaves the memory; exports stay on disk.', entry.name),
    {
      autoClose: 15_000,
      actions: [
        {
          label: trans.__('Close session'),
          displayType: 'warn',
          callback: () => void close(context, entry)
        }
      ]
    }
  );
}

async function close({ sessions, trans }: CommandContext, entry: ServerEntry): Promise<void> {
  // The question may outlive the session.
  if (sessions.findById(entry.id) === undefined) {
    return;
  }
  try {
    await sessions.close(entry.id);
    Notification.info(trans.__('Closed “%1”. Its exports stay on disk.', entry.name), {
      autoClose: 4000
    });
  } catch (error) {
    notifyFailure(trans.__('Cannot close “%1”', entry.name), error);
  }
}
