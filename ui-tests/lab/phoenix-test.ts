import { expect, type IJupyterLabPageFixture, test as galataTest } from '@jupyterlab/galata';
import { closeAllSessions, makeNotebook, waitForKernel } from '../jupyter-page.ts';

export { expect };

/** Galata's test, ending with no session left over. */
export const test = galataTest.extend<{ closing: void }>({
  closing: [
    async ({ page }, use) => {
      await use();
      await closeAllSessions(page);
    },
    { auto: true }
  ]
});

/** Opens a new notebook with a running Python kernel; returns its path. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  folder: string,
  cells: string[],
  name = 'digits.ipynb'
): Promise<string> {
  const path = `${folder}/${name}`;
  await page.contents.uploadContent(makeNotebook(cells), 'text', path);
  await page.notebook.openByPath(path);
  await page.notebook.activate(name);
  await waitForKernel(page);
  return path;
}

export function findPanel(page: IJupyterLabPageFixture) {
  return page.getByRole('region', { name: 'Phoenix sessions' });
}
