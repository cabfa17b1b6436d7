import { PageConfig } from '@jupyterlab/coreutils';
import type { ServiceManager } from '@jupyterlab/services';
import type { ServerEntry } from '../../contract/server-entry.ts';

/**
 * The path under which the front end opens the notebook of a session: that of the running kernel's session, which
 * follows renames, or else the recorded one. Undefined when there is none, or when it lies outside Jupyter's folder.
 */
export function findNotebookPath(
  services: ServiceManager.IManager,
  entry: ServerEntry
): string | undefined {
  for (const session of services.sessions.running()) {
    if (session.kernel?.id === entry.kernel_id && session.type === 'notebook') {
      return session.path;
    }
  }
  return toContentsPath(entry.notebook, PageConfig.getOption('serverRoot'));
}

/** A kernel knows its notebook by the path on disk; the contents API by the path below the server's folder. */
export function toContentsPath(notebook: string, serverRoot: string): string | undefined {
  const path = notebook.replaceAll('\\', '/');
  const root = serverRoot.replaceAll('\\', '/').replace(/\/+$/, '');
  if (path === '') {
    return undefined;
  }
  if (root !== '' && path.startsWith(`${root}/`)) {
    return path.slice(root.length + 1);
  }
  return /^(?:[A-Za-z]:|~)?\//.test(path) ? undefined : path;
}
