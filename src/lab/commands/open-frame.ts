import { Notification } from '@jupyterlab/apputils';
import { NotebookActions } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { phoenixIcon } from '../icon.ts';
import { type CellPlace, findCell } from '../notebooks/find-cell.ts';
import { insertCode } from '../notebooks/insert-code.ts';
import { readLanguage } from '../notebooks/read-language.ts';
import { showsFrame } from '../notebooks/shows-frame.ts';
import type { CommandContext } from './command-context.ts';
import { OPEN_SESSION } from './open-session.ts';

export const OPEN_FRAME = 'phoenix:open-frame';

/**
 * Adds a cell below the one that shows a DataFrame, with the code that opens it, and runs it; so the notebook says what it did.
 * Data that is loaded already is not replaced without another look: the cell is then only written.
 */
export function addOpenFrame(context: CommandContext): IDisposable {
  const { app, trans } = context;
  return app.commands.addCommand(OPEN_FRAME, {
    label: trans.__('Open in Phoenix'),
    caption: trans.__('Launch Phoenix with the DataFrame that this cell shows'),
    icon: args => (args['isPalette'] === true ? undefined : phoenixIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          isContextMenu: {
            type: 'boolean',
            description: 'Whether the cell under the context menu is meant, not the active one'
          },
          isPalette: { type: 'boolean' }
        }
      }
    },
    isVisible: args => findFrameCell(context, args) !== undefined,
    isEnabled: args => findFrameCell(context, args) !== undefined,
    execute: async args => {
      const found = findFrameCell(context, args);
      if (found !== undefined) {
        await openFrame(context, found);
      }
    }
  });
}

function findFrameCell(
  { app, notebooks }: CommandContext,
  args: ReadonlyPartialJSONObject
): CellPlace | undefined {
  const node =
    args['isContextMenu'] === true
      ? app.contextMenuHitTest(({ classList }) => classList.contains('jp-CodeCell'))
      : undefined;
  const found = findCell(notebooks, node);
  return found && showsFrame(found.panel.content.widgets[found.index]) ? found : undefined;
}

async function openFrame(context: CommandContext, { panel, index }: CellPlace): Promise<void> {
  const { app, sessions, trans } = context;
  const { content, sessionContext } = panel;
  // The parser is needed by this click only.
  const { findFrameExpression } = await import('../notebooks/find-frame-expression.ts');
  const source = content.widgets[index]?.model.sharedModel.getSource() ?? '';
  const expression =
    (await readLanguage(panel)) === 'python' ? findFrameExpression(source) : undefined;
  if (expression === undefined) {
    Notification.info(
      trans.__(
        'Cannot tell which variable this table is: give it a name, show that name at the end of the cell and try again'
      ),
      { autoClose: 8000 }
    );
    return;
  }
  content.activeCellIndex = index;
  await insertCode(panel, toCode(expression));
  const kernelId = sessionContext.session?.kernel?.id ?? '';
  const before = sessions.findByKernel(kernelId);
  const loaded = before?.datasets.primary;
  if (loaded) {
    Notification.info(
      trans.__('“%1” shows %2 already: run the new cell to replace it', before.name, loaded.name),
      { autoClose: 8000 }
    );
    return;
  }
  if (await NotebookActions.run(content, sessionContext)) {
    await sessions.refresh();
    const entry = sessions.findByKernel(kernelId);
    if (entry !== undefined) {
      await app.commands.execute(OPEN_SESSION, { id: entry.id });
    }
  }
}

function toCode(expression: string): string {
  return `import jupyterlab_phoenix as px

session = px.launch_app(px.Dataset(${expression}, name=${JSON.stringify(expression)}))`;
}
