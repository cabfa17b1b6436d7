import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IDisposable } from '@lumino/disposable';
import type { SessionView } from '../frame/session-view.ts';
import { phoenixIcon } from '../icon.ts';
import type { SessionTabs } from '../tabs/session-tabs.ts';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const OPEN_BESIDE = 'phoenix:open-beside';

/** Notebook 7 has no beside: there the command is not to be seen. */
export function addOpenBeside(context: CommandContext, tabs: SessionTabs): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(OPEN_BESIDE, {
    label: trans.__('Open Phoenix Beside the Notebook'),
    caption: trans.__('Show the Phoenix session to the right of its notebook'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: { args: SESSION_ARGUMENTS },
    isVisible: () => tabs.hasRoom,
    isEnabled: args => tabs.hasRoom && findTarget(context, args) !== undefined,
    execute: (args): MainAreaWidget<SessionView> | undefined => {
      const entry = findTarget(context, args);
      return entry && tabs.openBeside(entry.id);
    }
  });
}
