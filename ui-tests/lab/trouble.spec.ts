import { execute } from '../jupyter-page.ts';
import { expect, findPanel, openNotebook, test } from './phoenix-test.ts';

const SERVERS = '**/phoenix/v1/servers**';

test('without the server extension the panel says so calmly', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.route(SERVERS, route => route.fulfill({ status: 404, body: 'not found' }));
  await page.sidebar.openTab('phoenix-sessions-panel');
  await execute(page, 'phoenix:refresh-sessions');
  const status = findPanel(page).getByRole('status');
  await expect(status).toContainText('Phoenix needs its server extension');
  await expect(status).toContainText('jupyter server extension enable jupyterlab_phoenix');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(errors).toEqual([]);
  await page.unroute(SERVERS);
});

test('a reading that fails is told with its reason, and can be tried again', async ({ page }) => {
  await page.route(SERVERS, route =>
    route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'Disk is full' } } })
  );
  await page.sidebar.openTab('phoenix-sessions-panel');
  await execute(page, 'phoenix:refresh-sessions');
  const panel = findPanel(page);
  await expect(panel).toContainText('Cannot read the sessions: Disk is full');
  await page.unroute(SERVERS);
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expect(panel).toContainText('No session runs');
});

test('a launch that fails tells why in one notification', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await page.route(SERVERS, (route, request) =>
    request.method() === 'POST'
      ? route.fulfill({
          status: 409,
          json: {
            error: { code: 'port/in-use', message: 'Port 6006 is taken', hint: 'Choose another' }
          }
        })
      : route.continue()
  );
  await execute(page, 'phoenix:launch-session');
  await expect(page.getByRole('alert')).toContainText(
    'Cannot launch Phoenix: Port 6006 is taken. Choose another'
  );
  await page.unroute(SERVERS);
});
