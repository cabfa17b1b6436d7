import { PathExt } from '@jupyterlab/coreutils';
import type { ServiceManager } from '@jupyterlab/services';
import type { ServerEntry } from '../../contract/server-entry.ts';
import { findNotebookPath } from '../notebooks/notebook-path.ts';

/** A session as the panel shows it. */
export interface SessionRow {
  entry: ServerEntry;
  /** Undefined when the notebook cannot be opened from here. */
  notebookPath: string | undefined;
  /** File name of the notebook; empty when the session has none. */
  notebookName: string;
  /** What people call the kernel; undefined once it is gone. */
  kernelName: string | undefined;
  /** Whether the session belongs to the active notebook. */
  isCurrent: boolean;
}

/** The active notebook, as far as the panel needs to know it. */
export interface CurrentNotebook {
  path: string;
  name: string;
  kernelId: string | undefined;
}

export function toRows(
  entries: readonly ServerEntry[],
  services: ServiceManager.IManager,
  current: CurrentNotebook | undefined
): SessionRow[] {
  return entries.map(entry => {
    const notebookPath = findNotebookPath(services, entry);
    return {
      entry,
      notebookPath,
      notebookName: PathExt.basename(notebookPath ?? entry.notebook.replaceAll('\\', '/')),
      kernelName: findKernelName(services, entry.kernel_id),
      isCurrent:
        current !== undefined &&
        (entry.kernel_id === current.kernelId || notebookPath === current.path)
    };
  });
}

function findKernelName(services: ServiceManager.IManager, kernelId: string): string | undefined {
  for (const { id, name } of services.kernels.running()) {
    if (id === kernelId) {
      return services.kernelspecs.specs?.kernelspecs[name]?.display_name ?? name;
    }
  }
  return undefined;
}
