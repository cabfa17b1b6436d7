import { Clipboard, Notification } from '@jupyterlab/apputils';
import { copyIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const COPY_URL = 'phoenix:copy-url';

/** The address leads through Jupyter, so whoever opens it has to be signed in there: it holds no secret. */
export function addCopyUrl(context: CommandContext): IDisposable {
  const { app, sessions, trans } = context;
  return app.commands.addCommand(COPY_URL, {
    label: trans.__('Copy Phoenix URL'),
    caption: trans.__('Copy the address of the Phoenix session; it asks for your Jupyter login'),
    icon: args => (args['isPalette'] === true ? undefined : copyIcon),
    describedBy: { args: SESSION_ARGUMENTS },
    isEnabled: args => findTarget(context, args) !== undefined,
    execute: args => {
      const entry = findTarget(context, args);
      if (entry !== undefined) {
        Clipboard.copyToSystem(sessions.appUrl(entry.id));
        Notification.info(trans.__('Copied the address of “%1”', entry.name), { autoClose: 3000 });
      }
    }
  });
}
