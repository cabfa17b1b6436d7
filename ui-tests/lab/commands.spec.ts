import { execute, listServers, waitForKernel } from '../jupyter-page.ts';
import { expect, openNotebook, showNotebook, test } from './phoenix-test.ts';

test('every command describes its arguments', async ({ page }) => {
  const described = await page.evaluate(async () => {
    const { commands } = window.jupyterapp;
    const ids = commands.listCommands().filter(id => id.startsWith('phoenix:'));
    return Promise.all(ids.map(async id => [id, (await commands.describedBy(id)).args] as const));
  });
  expect(described).toHaveLength(11);
  expect(described.filter(([, args]) => args === null)).toEqual([]);
});

test('the palette finds the commands', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  await page.keyboard.press('Control+Shift+C');
  await page.getByPlaceholder('SEARCH', { exact: true }).fill('phoenix');
  for (const label of [
    'Launch Phoenix for This Notebook',
    'Open Phoenix in a Tab',
    'Copy Phoenix URL',
    'Close All Phoenix Sessions'
  ]) {
    await expect(page.locator('.lm-CommandPalette-item', { hasText: label })).toBeVisible();
  }
});

test('commands about a session are off without one', async ({ page }) => {
  const enabled = await page.evaluate(() =>
    window.jupyterapp.commands
      .listCommands()
      .filter(id => id.startsWith('phoenix:') && window.jupyterapp.commands.isEnabled(id))
  );
  expect(enabled.sort()).toEqual([
    'phoenix:create-notebook',
    'phoenix:refresh-sessions',
    'phoenix:show-panel'
  ]);
});

test('the button of a notebook launches and opens', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await page
    .locator('.jp-NotebookPanel-toolbar')
    .getByRole('button', { name: 'Start Phoenix for the kernel of this notebook' })
    .click();
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();
  expect(await listServers(page)).toHaveLength(1);
});

test('the menus launch, and closing asks first', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await page.menu.clickMenuItem('Kernel>Launch Phoenix for This Notebook');
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();
  await showNotebook(page, `${tmpPath}/digits.ipynb`);

  await page.menu.clickMenuItem('Kernel>Close Phoenix Session');
  const question = page.getByRole('alert').filter({ hasText: 'Close “digits”?' });
  await expect(question).toBeVisible();
  expect(await listServers(page)).toHaveLength(1);
  await question.getByRole('button', { name: 'Close session' }).click();
  await expect.poll(() => listServers(page)).toEqual([]);
});

test('the context menu of a notebook launches', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await page.locator('.jp-Notebook .jp-CodeCell').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Launch Phoenix for This Notebook' }).click();
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();
});

test('the launcher makes a notebook with Phoenix beside it', async ({ page }) => {
  await page.locator('.jp-LauncherCard[title^="Create a notebook with Phoenix"]').click();
  await expect(page.locator('.jp-NotebookPanel .jp-CodeCell').first()).toContainText(
    'import jupyterlab_phoenix as px'
  );
  await expect(page.locator('.jp-MainAreaWidget[data-phoenix-session] iframe')).toBeVisible();
  const [server] = await listServers(page);
  expect(server?.notebook).toMatch(/Untitled.*\.ipynb$/);
});

test('launching twice at once gives one session', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await waitForKernel(page);
  await Promise.all([
    execute(page, 'phoenix:launch-session'),
    execute(page, 'phoenix:launch-session'),
    execute(page, 'phoenix:launch-session')
  ]);
  expect(await listServers(page)).toHaveLength(1);
  await expect(page.locator('.jp-MainAreaWidget[data-phoenix-session]')).toHaveCount(1);
});

test('close all asks, then closes each', async ({ page, tmpPath }) => {
  for (const name of ['first.ipynb', 'second.ipynb']) {
    await openNotebook(page, tmpPath, ['1'], name);
    await execute(page, 'phoenix:launch-session');
  }
  await execute(page, 'phoenix:close-all-sessions');
  const question = page.getByRole('alert').filter({ hasText: 'Close all 2 Phoenix sessions?' });
  await question.getByRole('button', { name: 'Close 2 sessions' }).click();
  await expect.poll(() => listServers(page)).toEqual([]);
});
