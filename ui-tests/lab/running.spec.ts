import { execute, listServers } from '../jupyter-page.ts';
import { expect, openNotebook, test } from './phoenix-test.ts';

test('sessions are listed among what runs, and can be opened and closed there', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  await page
    .getByRole('tab', { name: 'digits', exact: true })
    .locator('.lm-TabBar-tabCloseIcon')
    .click();
  await page.sidebar.openTab('jp-running-sessions');
  const item = page
    .locator('.jp-RunningSessions-item', { hasText: 'digits' })
    .filter({ hasText: /\d+ MB/ });
  await item.getByText('digits').click();
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();

  await item.hover();
  await item.locator('.jp-RunningSessions-itemShutdown').click();
  await expect(item).toHaveCount(0);
  expect(await listServers(page)).toEqual([]);
});
