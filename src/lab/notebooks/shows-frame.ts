import { CodeCell, type Cell } from '@jupyterlab/cells';

/** Whether a cell shows a table of pandas or polars, which mark their HTML by the same class. */
export function showsFrame(cell: Cell | undefined): cell is CodeCell {
  if (!(cell instanceof CodeCell)) {
    return false;
  }
  const { outputs } = cell.model;
  for (let i = 0; i < outputs.length; i++) {
    const html = outputs.get(i).data['text/html'];
    if (typeof html === 'string' && /<table[^>]*\bclass="[^"]*\bdataframe\b/.test(html)) {
      return true;
    }
  }
  return false;
}
