import { expect, type IJupyterLabPageFixture, test as galataTest } from '@jupyterlab/galata';
import { closeAllSessions, execute, makeNotebook, waitForKernel } from '../jupyter-page.ts';

export { expect };

/** Galata's test, ending with no session left over. */
export const test = galataTest.extend<{ closing: undefined }>({
  closing: [
    async ({ page }, use) => {
      await use(undefined);
      await closeAllSessions(page);
    },
    { auto: true }
  ]
});

/** Opens a new notebook with a running kernel; returns its path. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  folder: string,
  cells: string[],
  name = 'digits.ipynb',
  kernel = 'python3'
): Promise<string> {
  const path = `${folder}/${name}`;
  await page.contents.uploadContent(makeNotebook(cells, kernel), 'text', path);
  await showNotebook(page, path);
  await waitForKernel(page);
  return path;
}

/** Opens a notebook, or brings it to the front: by command, which every JupyterLab has in the same words. */
export async function showNotebook(page: IJupyterLabPageFixture, path: string): Promise<void> {
  await execute(page, 'docmanager:open', { path });
  await page.waitForFunction(
    at => window.jupyterapp.shell.currentWidget?.context?.path === at,
    path
  );
  await page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').first().waitFor();
}

export function findPanel(page: IJupyterLabPageFixture) {
  return page.getByRole('region', { name: 'Phoenix sessions' });
}
