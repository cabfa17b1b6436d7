import { expect, type Page, test } from '@playwright/test';
import {
  execute,
  LAUNCH_WITH_DATA,
  makeNotebook,
  runCell,
  waitForKernel
} from '../jupyter-page.ts';
import { findSurroundings } from '../surroundings.ts';

// A server as people have it: token, XSRF checks, and a base URL other than `/`.

const { token } = findSurroundings();
const authorization = { authorization: `token ${token}` };

async function openLab(page: Page, name: string, cells: string[]): Promise<void> {
  const response = await page.request.put(`api/contents/${name}`, {
    headers: authorization,
    data: { type: 'file', format: 'text', content: makeNotebook(cells) }
  });
  expect(response.ok()).toBe(true);
  await page.goto(`lab/tree/${name}?token=${token}&reset`);
  await page.waitForSelector('.jp-Notebook .jp-Cell');
  await waitForKernel(page);
}

async function closeSessions(page: Page): Promise<void> {
  const response = await page.request.get('phoenix/v1/servers', { headers: authorization });
  for (const { id } of (await response.json()) as { id: string }[]) {
    await page.request.delete(`phoenix/v1/servers/${id}`, { headers: authorization });
  }
}

test.afterEach(({ page }) => closeSessions(page));

test('launch, view and close work with token, XSRF and a base URL', async ({ page }) => {
  await openLab(page, 'secured.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const app = page.frameLocator('.phoenix-Output iframe');
  await expect(app.getByText('production').first()).toBeVisible();
  const source = await page.locator('.phoenix-Output iframe').getAttribute('src');
  expect(new URL(source ?? '').pathname).toMatch(/^\/user\/ada\/phoenix\/proxy\/[0-9a-f]{12}\/$/);
  expect(source).not.toContain('token');

  // POST and DELETE need the XSRF header that JupyterLab's own requests carry.
  await execute(page, 'phoenix:launch-session');
  await expect(page.locator('.jp-MainAreaWidget[data-phoenix-session] iframe')).toBeVisible();
  await execute(page, 'phoenix:close-session', { isConfirmed: true });
  await expect(page.locator('.phoenix-Output').getByRole('status')).toContainText('is closed');
});

test('the app writes through the proxy without a header of its own', async ({ page }) => {
  await openLab(page, 'writes.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const element = await page.locator('.phoenix-Output iframe').elementHandle();
  const frame = await element?.contentFrame();
  await frame?.waitForURL(/phoenix\/proxy/);
  const status = await frame?.evaluate(async () => {
    const response = await fetch('api/selection', { method: 'DELETE' });
    return response.status;
  });
  expect(status).toBe(200);
});

test('nobody anonymous reaches a route', async ({ page, playwright, baseURL }) => {
  await openLab(page, 'anonymous.ipynb', [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const listed = await page.request.get('phoenix/v1/servers', { headers: authorization });
  const [server] = (await listed.json()) as { id: string }[];
  const anonymous = await playwright.request.newContext({
    baseURL: baseURL ?? '',
    maxRedirects: 0,
    // A server may hang up on a request that it refuses before the body was read.
    extraHTTPHeaders: { connection: 'close' }
  });
  const requests = [
    ['GET', 'phoenix/v1/info'],
    ['GET', 'phoenix/v1/servers'],
    ['POST', 'phoenix/v1/servers'],
    ['DELETE', `phoenix/v1/servers/${server?.id}`],
    ['GET', `phoenix/proxy/${server?.id}/`],
    ['GET', `phoenix/proxy/${server?.id}/api/session`],
    ['GET', `phoenix/proxy/${server?.id}/api/events`],
    ['DELETE', `phoenix/proxy/${server?.id}/api/selection`],
    ['GET', `phoenix/proxy/${server?.id}/ws`]
  ] as const;
  for (const [method, path] of requests) {
    const response = await anonymous.fetch(path, { method });
    expect.soft([method, path, response.status()]).toEqual([method, path, 403]);
    expect.soft(await response.text()).not.toContain('production');
  }
  await anonymous.dispose();
});
