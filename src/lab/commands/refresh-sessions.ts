import { refreshIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { CommandContext } from './command-context.ts';

export const REFRESH_SESSIONS = 'phoenix:refresh-sessions';

export function addRefreshSessions({ app, sessions, trans }: CommandContext): IDisposable {
  return app.commands.addCommand(REFRESH_SESSIONS, {
    label: trans.__('Refresh Phoenix Sessions'),
    caption: trans.__('Look for Phoenix sessions now'),
    icon: args => (args['isPalette'] === true ? undefined : refreshIcon),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => sessions.refresh()
  });
}
