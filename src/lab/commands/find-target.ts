import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ServerEntry } from '../../contract/server-entry.ts';
import type { CommandContext } from './command-context.ts';

/** Marks nodes that stand for a session, so that the context menu knows which one was meant. */
export const SESSION_ID_ATTRIBUTE = 'data-phoenix-session';

/** The schema of commands that act on one session. */
export const SESSION_ARGUMENTS = {
  type: 'object',
  properties: {
    id: {
      type: 'string',
      description:
        'The session, 12 hexadecimal digits; without it the one of the active tab, of the active notebook, or the only one'
    },
    isContextMenu: {
      type: 'boolean',
      description: 'Whether the session under the context menu is meant'
    }
  }
} as const;

/** The session a command is meant for: named, pointed at, looked at, or the only one there is. */
export function findTarget(
  context: CommandContext,
  args: ReadonlyPartialJSONObject
): ServerEntry | undefined {
  const { app, sessions, notebooks } = context;
  const { id, isContextMenu } = args;
  if (typeof id === 'string') {
    return sessions.findById(id);
  }
  const kernelId = notebooks?.currentWidget?.sessionContext.session?.kernel?.id;
  return (
    (isContextMenu === true ? findMarked(context, app.contextMenuHitTest(isMarked)) : undefined) ??
    findMarked(context, app.shell.currentWidget?.node) ??
    (kernelId === undefined ? undefined : sessions.findByKernel(kernelId)) ??
    (sessions.entries.length === 1 ? sessions.entries[0] : undefined)
  );
}

function findMarked(
  { sessions }: CommandContext,
  node: HTMLElement | undefined
): ServerEntry | undefined {
  const id = node?.getAttribute(SESSION_ID_ATTRIBUTE);
  return typeof id === 'string' ? sessions.findById(id) : undefined;
}

function isMarked(node: HTMLElement): boolean {
  return node.hasAttribute(SESSION_ID_ATTRIBUTE);
}
