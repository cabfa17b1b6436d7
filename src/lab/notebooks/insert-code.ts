import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';

/** Puts `code` into a new cell below the active one and leaves the cursor in it. */
export function insertCode({ content }: NotebookPanel, code: string): void {
  NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(code);
  NotebookActions.focusActiveCell(content);
}
