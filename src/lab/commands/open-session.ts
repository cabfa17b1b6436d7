import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IDisposable } from '@lumino/disposable';
import { phoenixIcon } from '../icon.ts';
import type { SessionTabs } from '../tabs/session-tabs.ts';
import type { SessionView } from '../frame/session-view.ts';
import type { CommandContext } from './command-context.ts';
import { findTarget, SESSION_ARGUMENTS } from './find-target.ts';

export const OPEN_SESSION = 'phoenix:open-session';

export function addOpenSession(context: CommandContext, tabs: SessionTabs): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(OPEN_SESSION, {
    label: trans.__('Open Phoenix in a Tab'),
    caption: trans.__('Show the Phoenix session beside the notebook'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: {
      args: {
        ...SESSION_ARGUMENTS,
        properties: {
          ...SESSION_ARGUMENTS.properties,
          place: {
            type: 'string',
            description: 'Where in the app to begin, relative to its address'
          },
          inLab: {
            type: 'boolean',
            description: 'Whether it must be a tab of JupyterLab, whatever the settings say'
          },
          isPalette: { type: 'boolean' }
        }
      }
    },
    isEnabled: args => typeof args['id'] === 'string' || findTarget(context, args) !== undefined,
    execute: (args): MainAreaWidget<SessionView> | undefined => {
      const id = typeof args['id'] === 'string' ? args['id'] : findTarget(context, args)?.id;
      const place = typeof args['place'] === 'string' ? args['place'] : '';
      return id === undefined ? undefined : tabs.open(id, place, args['inLab'] === true);
    }
  });
}
