import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';

/** Puts `code` into a new cell below the active one and leaves the cursor in it. */
export async function insertCode({ content }: NotebookPanel, code: string): Promise<void> {
  NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(code);
  await NotebookActions.focusActiveCell(content);
}
