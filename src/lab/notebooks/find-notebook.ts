import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/** The open notebook that a node on the page belongs to. */
export function findNotebookAround(
  notebooks: INotebookTracker | null,
  node: Node
): NotebookPanel | undefined {
  return notebooks?.find(panel => panel.node.contains(node));
}

/** The open notebook whose kernel has this id. */
export function findNotebookByKernel(
  notebooks: INotebookTracker | null,
  kernelId: string
): NotebookPanel | undefined {
  return notebooks?.find(panel => panel.sessionContext.session?.kernel?.id === kernelId);
}
