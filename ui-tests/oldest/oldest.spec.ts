import { expect, test } from '@playwright/test';
import {
  closeAllSessions,
  execute,
  LAUNCH_WITH_DATA,
  makeNotebook,
  runCell,
  waitForKernel
} from '../jupyter-page.ts';

test.afterEach(async ({ page }) => {
  await closeAllSessions(page);
});

test('the oldest JupyterLab has the panel, launches, and shows the session in a tab and under a cell', async ({
  page
}) => {
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' && message.text().includes('phoenix')) {
      complaints.push(message.text());
    }
  });
  const response = await page.request.put('/api/contents/oldest.ipynb', {
    data: { type: 'file', format: 'text', content: makeNotebook([LAUNCH_WITH_DATA]) }
  });
  expect(response.ok()).toBe(true);
  await page.goto('/lab/tree/oldest.ipynb');
  await waitForKernel(page);
  const version = await page.evaluate(
    () => document.getElementById('jupyter-config-data')?.textContent
  );
  expect(JSON.parse(version ?? '{}')).toMatchObject({
    appVersion: expect.stringMatching(/^4\.2\./) as string
  });

  await execute(page, 'phoenix:show-panel');
  const panel = page.getByRole('region', { name: 'Phoenix sessions' });
  await panel.getByRole('button', { name: 'Launch for this notebook' }).click();
  await expect(page.locator('.jp-MainAreaWidget[data-phoenix-session] iframe')).toBeVisible();
  await expect(panel.getByRole('region', { name: 'Session “oldest”' })).toContainText('live');
  await expect(page.locator('.phoenix-StatusItem')).toContainText('1 session');

  await execute(page, 'docmanager:open', { path: 'oldest.ipynb' });
  await runCell(page, 0);
  const app = page.frameLocator('.phoenix-Output iframe');
  await expect(app.getByText('production').first()).toBeVisible();
  await expect(panel.getByRole('list', { name: 'Signals' })).toContainText('text');
  expect(complaints).toEqual([]);
});
