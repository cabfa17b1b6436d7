import { expect, type Page, test } from '@playwright/test';
import {
  closeAllSessions,
  execute,
  LAUNCH_AND_TRACE,
  LAUNCH_WITH_DATA,
  listServers,
  makeNotebook,
  runCell,
  waitForKernel
} from '../jupyter-page.ts';

async function openNotebook(page: Page, name: string, cells: string[]): Promise<void> {
  const response = await page.request.put(`/api/contents/${name}`, {
    data: { type: 'file', format: 'text', content: makeNotebook(cells) }
  });
  expect(response.ok()).toBe(true);
  await page.goto(`/notebooks/${name}`);
  await page.waitForSelector('.jp-Notebook .jp-Cell');
  await waitForKernel(page);
}

test.afterEach(async ({ page }) => {
  await closeAllSessions(page);
});

test('Notebook 7 shows the session of a cell', async ({ page }) => {
  await openNotebook(page, 'output.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const app = page.frameLocator('.phoenix-Output iframe');
  await expect(app.getByText('production').first()).toBeVisible();
});

test('a view in Notebook 7 is live again after save and reload, and says when its session is closed', async ({
  page
}) => {
  await openNotebook(page, 'again.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const view = page.locator('.phoenix-Output');
  const app = page.frameLocator('.phoenix-Output iframe');
  await expect(app.getByText('production').first()).toBeVisible();
  await expect(view.locator('.phoenix-SessionFrame')).toHaveCSS('height', '420px');
  await execute(page, 'docmanager:save');
  await page.reload();
  await expect(app.getByText('production').first()).toBeVisible();

  const [server] = await listServers(page);
  await execute(page, 'phoenix:close-session', { id: server?.id, isConfirmed: true });
  await expect(view.getByRole('status')).toContainText('is closed. Its exports are still on disk.');
  await expect(view.locator('iframe')).toHaveCount(0);
});

test('Notebook 7 shows the traces of a cell, and opens one in a tab of the browser', async ({
  page,
  context
}) => {
  await openNotebook(page, 'card.ipynb', [
    LAUNCH_AND_TRACE,
    'ask("Why was I charged twice?")\nask("And now?")'
  ]);
  await runCell(page, 0);
  await runCell(page, 1);
  const card = page.locator('.phoenix-TraceCard');
  await expect(card).toContainText('trace 1 of 2');
  await expect(card).not.toContainText('still arriving');
  await expect(card.locator('.phoenix-TraceCard-name')).toHaveText([
    'ask',
    'look up ×2',
    'call the model'
  ]);
  await card.getByRole('button', { name: 'Next trace' }).click();
  await expect(card).toContainText('trace 2 of 2');
  const opening = context.waitForEvent('page');
  await card.getByRole('button', { name: 'Open trace' }).click();
  const opened = await opening;
  await expect.poll(() => new URL(opened.url()).hash).toMatch(/^#\/traces\/[0-9a-f]{32}/);
  await expect(opened.getByText('call the model').first()).toBeVisible();
});

test('Notebook 7 has the panel', async ({ page }) => {
  await openNotebook(page, 'panel.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  await execute(page, 'phoenix:show-panel');
  const panel = page.getByRole('region', { name: 'Phoenix sessions' });
  await expect(panel).toBeVisible();
  await expect(panel.locator('[aria-current="true"]')).toContainText('120 rows');
});

test('Notebook 7 opens a session in a browser tab', async ({ page, context }) => {
  await openNotebook(page, 'tab.ipynb', ['1']);
  const opening = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Start Phoenix for the kernel of this notebook' }).click();
  const opened = await opening;
  const [server] = await listServers(page);
  expect(new URL(opened.url()).pathname).toBe(`/phoenix/proxy/${server?.id}/`);
  await expect(opened.getByText('Home').first()).toBeVisible();
});

test('no plugin of ours complains in Notebook 7', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' && message.text().includes('phoenix')) {
      complaints.push(message.text());
    }
  });
  await openNotebook(page, 'quiet.ipynb', ['1']);
  await execute(page, 'phoenix:refresh-sessions');
  expect(complaints).toEqual([]);
});
