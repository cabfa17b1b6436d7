import { galata } from '@jupyterlab/galata';
import { execute, findAppFrame, listServers } from '../jupyter-page.ts';
import { expect, openNotebook, test } from './phoenix-test.ts';

const TAB = '.jp-MainAreaWidget[data-phoenix-session]';

test('a session opens beside its notebook, once', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  const tab = page.locator(TAB);
  await expect(tab).toBeVisible();
  await expect(page.locator('.jp-NotebookPanel')).toBeVisible();
  const iframe = tab.locator('iframe');
  await expect(iframe).toHaveAttribute('title', /^Phoenix session digits/);
  await expect(iframe).toHaveAttribute('referrerpolicy', 'same-origin');
  await expect(iframe).toHaveAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups'
  );

  await execute(page, 'phoenix:launch-session');
  await execute(page, 'phoenix:open-session', { id: (await listServers(page))[0]?.id });
  await expect(tab).toHaveCount(1);
  expect(await listServers(page)).toHaveLength(1);
});

test.describe('with a settings file of before that says not to open beside', () => {
  test.use({
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      'jupyterlab-phoenix:settings': { openBeside: false }
    }
  });

  test('a session opens as another tab', async ({ page, tmpPath }) => {
    await openNotebook(page, tmpPath, ['1']);
    await execute(page, 'phoenix:launch-session');
    await expect(page.locator(TAB)).toBeVisible();
    await expect(page.locator('.jp-NotebookPanel')).toBeHidden();
  });
});

test('a tab comes back with the layout, at the same place', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  const frame = await findAppFrame(page, TAB);
  await frame.evaluate(() => history.replaceState(null, '', '#/exports'));
  const saved = page.waitForRequest(
    request => request.method() === 'PUT' && (request.postData() ?? '').includes('#/exports')
  );
  await saved;
  // Galata would wait for a launcher in view, which its types do not tell.
  const reloading = { waitUntil: 'domcontentloaded' as const, waitForIsReady: false };
  await page.reload(reloading);
  await expect(page.locator(`${TAB} iframe`)).toBeVisible();
  const restored = await findAppFrame(page, TAB);
  expect(new URL(restored.url()).hash).toMatch(/^#\/exports/);
});

test('a tab keeps its place when it is moved', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  const before = await findAppFrame(page, TAB);
  await before.evaluate(() => history.replaceState(null, '', '#/exports'));
  const target = await page.getByRole('tab', { name: 'digits.ipynb' }).boundingBox();
  const source = await page.getByRole('tab', { name: 'digits', exact: true }).boundingBox();
  if (target === null || source === null) {
    throw new Error('The tabs are not in view');
  }
  await page.mouse.move(source.x + 20, source.y + 10);
  await page.mouse.down();
  await page.mouse.move(target.x + 60, target.y + 120, { steps: 10 });
  await page.mouse.move(target.x + 60, target.y + 10, { steps: 10 });
  await page.mouse.up();
  await expect(page.locator('.jp-NotebookPanel')).toBeHidden();
  const after = await findAppFrame(page, TAB);
  expect(new URL(after.url()).hash).toMatch(/^#\/exports/);
});

test('the tab of a closed session says so', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  await expect(page.locator(`${TAB} iframe`)).toBeVisible();
  await execute(page, 'phoenix:close-session', { isConfirmed: true });
  await execute(page, 'phoenix:refresh-sessions');
  await expect(page.locator(TAB).getByRole('status')).toContainText('Phoenix “digits” is closed');
  await expect(page.getByRole('tab', { name: 'digits', exact: true })).toBeVisible();
  await expect(page.locator(`${TAB} iframe`)).toHaveCount(0);
});
