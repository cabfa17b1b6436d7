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
  const section = page.locator('.jp-RunningSessions-section', { hasText: 'Phoenix Sessions' });
  const item = section.locator('.jp-RunningSessions-item', { hasText: 'digits' });
  await item.locator('.jp-RunningSessions-itemLabel').click();
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();

  await item.hover();
  await item.getByRole('button', { name: 'Close session' }).click();
  await expect(item).toHaveCount(0);
  expect(await listServers(page)).toEqual([]);
});
