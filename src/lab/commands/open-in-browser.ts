import type { IDisposable } from '@lumino/disposable';
import { launchIcon } from '@jupyterlab/ui-components';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const OPEN_IN_BROWSER = 'phoenix:open-in-browser';

export function addOpenInBrowser(context: CommandContext): IDisposable {
  const { app, sessions, trans } = context;
  return app.commands.addCommand(OPEN_IN_BROWSER, {
    label: trans.__('Open Phoenix in a Browser Tab'),
    caption: trans.__('Show the Phoenix session in a browser tab of its own'),
    icon: args => (args['isPalette'] === true ? undefined : launchIcon),
    describedBy: { args: SESSION_ARGUMENTS },
    isEnabled: args => findTarget(context, args)?.healthy === true,
    execute: args => {
      const entry = findTarget(context, args);
      if (entry !== undefined) {
        window.open(sessions.appUrl(entry.id), '_blank', 'noopener');
      }
    }
  });
}
