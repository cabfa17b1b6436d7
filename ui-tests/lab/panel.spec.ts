import { execute, listServers } from '../jupyter-page.ts';
import { expect, findPanel, openNotebook, showNotebook, test } from './phoenix-test.ts';

const PANEL = 'phoenix-sessions-panel';

test('the panel says what to do when nothing runs', async ({ page }) => {
  await page.sidebar.openTab(PANEL);
  const panel = findPanel(page);
  await expect(panel.getByRole('status')).toContainText('No session runs');
  await expect(panel).toContainText('px.launch_app()');
});

test('the panel launches for the notebook in front and lists the session', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, ['1 + 1']);
  await page.sidebar.openTab(PANEL);
  const panel = findPanel(page);
  await expect(panel.getByRole('heading', { name: 'digits.ipynb' })).toBeVisible();
  await panel.getByRole('button', { name: 'Launch for this notebook' }).click();

  const session = panel.locator('.phoenix-Session').filter({ hasText: 'digits' });
  await expect(session).toHaveAttribute('aria-current', 'true');
  await expect(session).toContainText('Python 3 (ipykernel)');
  await expect(session).toContainText('just now');
  await expect(session).toContainText(/\d+ MB/);
  await expect(session).toContainText('No data loaded yet');
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();
});

test('the panel follows the notebook in front', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1'], 'first.ipynb');
  await execute(page, 'phoenix:launch-session');
  await openNotebook(page, tmpPath, ['2'], 'second.ipynb');
  await page.sidebar.openTab(PANEL);
  const panel = findPanel(page);
  await expect(panel.getByRole('heading', { name: 'second.ipynb' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Launch for this notebook' })).toBeEnabled();
  const sessions = panel.getByRole('list', { name: 'All sessions' });
  await expect(sessions.getByRole('button', { name: 'first', exact: true })).toBeVisible();

  await showNotebook(page, `${tmpPath}/first.ipynb`);
  await expect(panel.getByRole('heading', { name: 'first', exact: true })).toBeVisible();
  await expect(panel.locator('[aria-current="true"]')).toContainText('first');
});

test('the panel shows the notebook of a session', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1'], 'first.ipynb');
  await execute(page, 'phoenix:launch-session');
  await openNotebook(page, tmpPath, ['2'], 'second.ipynb');
  await page.sidebar.openTab(PANEL);
  await findPanel(page).getByRole('button', { name: 'Show the notebook' }).click();
  await expect(page.getByRole('tab', { name: 'first.ipynb' })).toHaveAttribute(
    'aria-selected',
    'true'
  );
});

test('the panel copies an address without a secret', async ({ page, tmpPath, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  await page.sidebar.openTab(PANEL);
  await findPanel(page).getByRole('button', { name: 'Copy URL' }).click();
  const [server] = await listServers(page);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(new URL(`/phoenix/proxy/${server?.id}/`, page.url()).href);
});

test('the panel asks before it closes a session, and Escape keeps it', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  await page.sidebar.openTab(PANEL);
  const panel = findPanel(page);
  const name = panel.getByRole('button', { name: 'digits', exact: true });
  await name.focus();
  await page.keyboard.press('Delete');
  const question = panel.getByRole('alertdialog', { name: 'Close “digits”?' });
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  expect(await listServers(page)).toHaveLength(1);

  await panel.getByRole('button', { name: 'Close session' }).click();
  await question.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Launch for this notebook' })).toBeVisible();
  expect(await listServers(page)).toEqual([]);
});

test('arrow keys go from session to session and Enter opens one', async ({ page, tmpPath }) => {
  for (const name of ['first.ipynb', 'second.ipynb']) {
    await openNotebook(page, tmpPath, ['1'], name);
    await page.evaluate(async () => {
      const kernel = window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel;
      await fetch('/phoenix/v1/servers', {
        method: 'POST',
        body: JSON.stringify({ kernel_id: kernel?.id, notebook: '', name: '' })
      });
    });
  }
  await page.sidebar.openTab(PANEL);
  await execute(page, 'phoenix:refresh-sessions');
  const names = findPanel(page).locator('.phoenix-Session-name');
  await expect(names).toHaveCount(2);
  await names.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(names.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.jp-MainAreaWidget[data-phoenix-session]')).toBeVisible();
});

test('the context menu of a session acts on that session', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1'], 'first.ipynb');
  await execute(page, 'phoenix:launch-session');
  await openNotebook(page, tmpPath, ['2'], 'second.ipynb');
  await execute(page, 'phoenix:launch-session');
  await page.sidebar.openTab(PANEL);
  const first = findPanel(page).locator('.phoenix-Session').filter({ hasText: 'first' });
  await first.click({ button: 'right', position: { x: 40, y: 40 } });
  await page.getByRole('menuitem', { name: 'Show the Notebook' }).click();
  await expect(page.getByRole('tab', { name: 'first.ipynb' })).toHaveAttribute(
    'aria-selected',
    'true'
  );
});
