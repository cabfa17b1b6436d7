import type { IDisposable } from '@lumino/disposable';
import type { CommandContext } from './command-context.ts';

export const SHOW_PANEL = 'phoenix:show-panel';

export function addShowPanel({ app, trans }: CommandContext, panelId: string): IDisposable {
  return app.commands.addCommand(SHOW_PANEL, {
    label: trans.__('Phoenix Sessions'),
    caption: trans.__('Show the panel of Phoenix sessions'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => app.shell.activateById(panelId)
  });
}
