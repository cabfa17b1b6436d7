import { Notification } from '@jupyterlab/apputils';
import type { IDisposable } from '@lumino/disposable';
import { notifyFailure } from '../notify-failure.ts';
import type { CommandContext } from './command-context.ts';

export const CLOSE_ALL_SESSIONS = 'phoenix:close-all-sessions';

/** With `isConfirmed` it closes at once; otherwise a notification asks, and doing nothing keeps the sessions. */
export function addCloseAllSessions(context: CommandContext): IDisposable {
  const { app, sessions, trans } = context;
  return app.commands.addCommand(CLOSE_ALL_SESSIONS, {
    label: trans.__('Close All Phoenix Sessions'),
    caption: trans.__('End every Phoenix session of this Jupyter server; exports stay on disk'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          isConfirmed: { type: 'boolean', description: 'Whether the user has been asked already' }
        }
      }
    },
    isEnabled: () => sessions.entries.length > 0,
    execute: async args => {
      if (args['isConfirmed'] === true) {
        await closeAll(context);
      } else {
        ask(context);
      }
    }
  });
}

function ask(context: CommandContext): void {
  const { sessions, trans } = context;
  const count = sessions.entries.length;
  Notification.warning(
    trans._n(
      'Close the Phoenix session? Exports stay on disk.',
      'Close all %1 Phoenix sessions? Exports stay on disk.',
      count
    ),
    {
      autoClose: 15_000,
      actions: [
        {
          label: trans._n('Close session', 'Close %1 sessions', count),
          displayType: 'warn',
          callback: () => void closeAll(context)
        }
      ]
    }
  );
}

async function closeAll({ sessions, trans }: CommandContext): Promise<void> {
  const closing = sessions.entries.map(async ({ id, name }) => {
    try {
      await sessions.close(id);
    } catch (error) {
      notifyFailure(trans.__('Cannot close “%1”', name), error);
    }
  });
  await Promise.all(closing);
}
