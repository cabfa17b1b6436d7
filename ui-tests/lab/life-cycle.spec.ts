import {
  execute,
  killServer,
  LAUNCH_WITH_DATA,
  listServers,
  runCell,
  waitForKernel
} from '../jupyter-page.ts';
import { expect, findPanel, openNotebook, test } from './phoenix-test.ts';

// Galata's own answers for these leave a kernel that was restarted in "starting".
test.use({ kernels: null, sessions: null });

test('the session outlives its kernel, and the next one takes it over', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, [
    LAUNCH_WITH_DATA,
    'session = px.launch_app()',
    'import jupyterlab_phoenix as px'
  ]);
  await runCell(page, 0);
  const [first] = await listServers(page);

  await page.evaluate(() => window.jupyterapp.shell.currentWidget?.sessionContext.restartKernel());
  await waitForKernel(page);
  expect(await listServers(page)).toMatchObject([{ id: first?.id, healthy: true }]);

  await page.sidebar.openTab('phoenix-sessions-panel');
  await page.evaluate(() => window.jupyterapp.shell.currentWidget?.sessionContext.shutdown());
  const panel = findPanel(page);
  await expect(panel.locator('.phoenix-Session')).toContainText('no kernel');
  expect(await listServers(page)).toMatchObject([{ id: first?.id, healthy: true }]);

  await page.evaluate(() => window.jupyterapp.shell.currentWidget?.sessionContext.startKernel());
  await waitForKernel(page);
  await runCell(page, 2);
  await runCell(page, 1);
  const [adopted] = await listServers(page);
  expect(adopted?.id).toBe(first?.id);
  expect(adopted?.kernel_id).not.toBe(first?.kernel_id);
  await execute(page, 'phoenix:refresh-sessions');
  await expect(panel.locator('.phoenix-Session')).toContainText('Python 3');

  const closing = Date.now();
  await execute(page, 'phoenix:close-session', { id: first?.id, isConfirmed: true });
  expect(await listServers(page)).toEqual([]);
  expect(Date.now() - closing).toBeLessThan(4000);
});

test('a session that was killed is shown as stopped and launched again from the panel', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  await page.sidebar.openTab('phoenix-sessions-panel');
  const session = findPanel(page).locator('.phoenix-Session');
  await expect(session).toContainText('120 rows');
  const [before] = await listServers(page);
  killServer(before);
  await execute(page, 'phoenix:refresh-sessions');
  await expect(session).toContainText('Stopped unexpectedly. Its data is still on disk.');
  await expect(session.getByRole('button', { name: 'Launch again' })).toBeEnabled();
  const told = page.getByRole('alert').filter({ hasText: 'Phoenix “digits” has stopped' });
  await told.getByRole('button', { name: 'Launch again' }).click();
  await expect(session).toContainText('120 rows');
  await expect(told).toHaveCount(0);
  const [after] = await listServers(page);
  expect(after?.id).toBe(before?.id);
});
