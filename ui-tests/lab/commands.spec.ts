import { execute, listServers, runCell, waitForKernel } from '../jupyter-page.ts';
import { expect, openNotebook, showNotebook, test } from './phoenix-test.ts';

test('every command describes its arguments', async ({ page }) => {
  const described = await page.evaluate(async () => {
    const { commands } = window.jupyterapp;
    const ids = commands.listCommands().filter(id => id.startsWith('phoenix:'));
    return Promise.all(ids.map(async id => [id, (await commands.describedBy(id)).args] as const));
  });
  expect(described).toHaveLength(13);
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

test('the table of a cell opens in Phoenix, and is not replaced without another look', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, [
    'import pandas as pd\ndf = pd.DataFrame({"amount": range(20)})\ndf.head()'
  ]);
  const cells = page.locator('.jp-Notebook .jp-CodeCell');
  const open = async () => {
    await cells.first().locator('table').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in Phoenix', exact: true }).click();
  };
  await cells.first().click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Launch Phoenix/ })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Open in Phoenix', exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await runCell(page, 0);
  await open();
  await expect(cells.nth(1)).toContainText('px.launch_app(px.Dataset(df, name="df"))');
  const tab = page.locator('.jp-MainAreaWidget[data-phoenix-session]');
  await expect(tab).toBeVisible();
  const [server] = await listServers(page);
  expect(server).toMatchObject({ datasets: { primary: { name: 'df', rows: 20 } } });

  await open();
  await expect(page.getByRole('alert')).toContainText('shows df already: run the new cell');
  await expect(cells).toHaveCount(3);

  // As another tab over the notebook, from where it is brought beside it again.
  await page
    .getByRole('tab', { name: 'digits', exact: true })
    .locator('.lm-TabBar-tabCloseIcon')
    .click();
  await execute(page, 'phoenix:open-beside');
  await expect(tab).toBeVisible();
  await expect(page.locator('.jp-NotebookPanel')).toBeVisible();
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
