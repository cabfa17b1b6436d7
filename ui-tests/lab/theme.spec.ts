import { galata } from '@jupyterlab/galata';
import { type Page } from '@playwright/test';
import { findAppFrame, LAUNCH_WITH_DATA, runCell } from '../jupyter-page.ts';
import { expect, openNotebook, test } from './phoenix-test.ts';

const OUTPUT = '.phoenix-Output';

/** Keeps what the host posts to the app, from the first message on. */
async function recordMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window.parent !== window) {
      const received: unknown[] = [];
      Object.assign(window, { received });
      window.addEventListener('message', event => received.push(event.data));
    }
  });
}

interface ThemeMessage {
  type: string;
  theme: string;
  variables: Record<string, string>;
  locale: string;
}

async function readThemes(page: Page): Promise<ThemeMessage[]> {
  const frame = await findAppFrame(page, OUTPUT);
  const received = await frame.evaluate(
    () => (window as unknown as { received: ThemeMessage[] }).received
  );
  return received.filter(({ type }) => type === 'phoenix:theme');
}

test('the app gets the colors of JupyterLab, and the new ones when the theme changes', async ({
  page,
  tmpPath
}) => {
  await recordMessages(page);
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  await expect.poll(async () => (await readThemes(page)).at(-1)?.theme).toBe('light');
  const light = (await readThemes(page)).at(-1);
  // JupyterLab 4.2 knows no language without its pack.
  expect(light?.locale ?? 'en').toBe('en');
  expect(light?.variables['--jp-layout-color1']).toBe('white');
  expect(Object.values(light?.variables ?? {}).filter(value => value.includes('var('))).toEqual([]);

  await page.theme.setDarkTheme();
  await expect.poll(async () => (await readThemes(page)).at(-1)?.theme).toBe('dark');
  const dark = (await readThemes(page)).at(-1);
  expect(dark?.variables['--jp-layout-color1']).not.toBe('white');
  const frame = await findAppFrame(page, OUTPUT);
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('with a theme of its own', () => {
  test.use({
    mockSettings: { ...galata.DEFAULT_SETTINGS, 'jupyterlab-phoenix:settings': { theme: 'dark' } }
  });

  test('the app is dark in a light JupyterLab, without its colors', async ({ page, tmpPath }) => {
    await recordMessages(page);
    await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
    await runCell(page, 0);
    await expect.poll(async () => (await readThemes(page)).at(-1)?.theme).toBe('dark');
    const frame = await findAppFrame(page, OUTPUT);
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(
      await frame.evaluate(() =>
        document.documentElement.style.getPropertyValue('--jp-layout-color1')
      )
    ).toBe('');
  });
});
