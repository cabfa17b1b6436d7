import { galata } from '@jupyterlab/galata';
import { expect, findPanel, test } from './phoenix-test.ts';

test('the panel is on the left', async ({ page }) => {
  await expect(
    page.locator('.jp-SideBar.jp-mod-left [data-id="phoenix-sessions-panel"]')
  ).toBeVisible();
});

test.describe('with the panel on the right', () => {
  test.use({
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      'jupyterlab-phoenix:settings': { panelSide: 'right' }
    }
  });

  test('it is there, and can be shown', async ({ page }) => {
    const button = page.locator('.jp-SideBar.jp-mod-right [data-id="phoenix-sessions-panel"]');
    await expect(button).toBeVisible();
    await page.evaluate(() => window.jupyterapp.commands.execute('phoenix:show-panel'));
    await expect(findPanel(page)).toBeVisible();
  });
});

test('the panel moves when the setting changes', async ({ page }) => {
  await page.evaluate(() => window.jupyterapp.commands.execute('phoenix:show-panel'));
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('settingeditor:open', { query: 'Phoenix' })
  );
  const form = page.getByRole('group', { name: 'Phoenix' });
  await expect(form.getByRole('heading', { name: 'Panel side' })).toBeVisible();
  await form.getByRole('combobox').first().selectOption({ label: 'Right' });
  await expect(
    page.locator('.jp-SideBar.jp-mod-right [data-id="phoenix-sessions-panel"]')
  ).toBeVisible();
  await expect(findPanel(page)).toBeVisible();
});
