import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { findNotebookAround } from './find-notebook.ts';

export interface CellPlace {
  panel: NotebookPanel;
  index: number;
}

/** The cell that a node on the page belongs to; without a node the active cell of the notebook in front. */
export function findCell(
  notebooks: INotebookTracker | null,
  node: Node | undefined
): CellPlace | undefined {
  const panel = node === undefined ? notebooks?.currentWidget : findNotebookAround(notebooks, node);
  if (!panel) {
    return undefined;
  }
  const { content } = panel;
  const index =
    node === undefined
      ? content.activeCellIndex
      : content.widgets.findIndex(cell => cell.node.contains(node));
  return index < 0 ? undefined : { panel, index };
}
