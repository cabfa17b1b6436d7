import { execute, findAppFrame, LAUNCH_AND_TRACE, listServers, runCell } from '../jupyter-page.ts';
import { expect, openNotebook, showNotebook, test } from './phoenix-test.ts';

const CARD = '.phoenix-TraceCard';
/** What JupyterLab shows of an output before it scrolls, less its own edges. */
const MAX_HEIGHT = 280;

test('a cell shows the traces it made, which open in a tab, and stay when the session is closed', async ({
  page,
  tmpPath
}) => {
  const path = await openNotebook(page, tmpPath, [
    LAUNCH_AND_TRACE,
    `ask("Why was I charged twice?")
try:
    ask("<img src=x onerror=alert(1)>", fails=True)
except RuntimeError:
    pass`,
    'for i in range(40):\n    ask(f"question {i}")'
  ]);
  await runCell(page, 0);
  await runCell(page, 1);
  const card = page.locator(CARD).first();
  await expect(card).toContainText('trace 1 of 2');
  await expect(card).not.toContainText('still arriving');
  await expect(card.locator('.phoenix-TraceCard-facts')).toContainText('4 spans · 1,204 tok');
  await expect(card.locator('.phoenix-TraceCard-name')).toHaveText([
    'ask',
    'look up ×2',
    'call the model'
  ]);
  await expect(card.locator('.phoenix-TraceCard-said')).toHaveText(
    '“I am sorry: it was a mistake”'
  );
  expect((await card.boundingBox())?.height).toBeLessThanOrEqual(MAX_HEIGHT);

  await test.step('the keyboard walks through the traces, and no key reaches the notebook', async () => {
    await card.getByRole('button', { name: 'Next trace' }).focus();
    await page.keyboard.press('Enter');
    await expect(card).toContainText('trace 2 of 2');
    await expect(card.locator('.phoenix-TraceCard-note').last()).toHaveText(
      'RuntimeError: too many requests'
    );
    await page.keyboard.press('x');
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await expect(page.locator('.jp-CodeCell')).toHaveCount(3);
    await expect(card.locator('img')).toHaveCount(0);
  });

  await test.step('many traces are one card', async () => {
    await runCell(page, 2);
    const many = page.locator(CARD).nth(1);
    await expect(many).toContainText('40 traces');
    await expect(many).not.toContainText('still arriving');
    await expect(many.locator('.phoenix-TraceCard-named')).toHaveCount(3);
    expect((await many.boundingBox())?.height).toBeLessThanOrEqual(MAX_HEIGHT);
  });

  await test.step('the card follows the theme', async () => {
    const background = () => card.evaluate(node => getComputedStyle(node).backgroundColor);
    const light = await background();
    await page.theme.setDarkTheme();
    await expect.poll(background).not.toBe(light);
  });

  await test.step('a trace opens in the tab of its session', async () => {
    await card.getByRole('button', { name: 'Open trace' }).click();
    const tab = await findAppFrame(page, '.jp-MainAreaWidget[data-phoenix-session]');
    await expect.poll(() => new URL(tab.url()).hash).toMatch(/^#\/traces\/[0-9a-f]{32}/);
    // The tab is there already: it goes to the span.
    await card.locator('.phoenix-TraceCard-row').last().click();
    await expect.poll(() => new URL(tab.url()).hash).toContain('span=');
  });

  await test.step('saved, closed and not trusted, it says the same', async () => {
    await showNotebook(page, path);
    await execute(page, 'docmanager:save');
    const [server] = await listServers(page);
    await execute(page, 'phoenix:close-session', { id: server?.id, isConfirmed: true });
    await expect(card).toContainText('Session closed');
    await page.evaluate(
      async ([from, to]) => {
        const response = await fetch(`/api/contents/${from}?content=1`);
        const { content } = (await response.json()) as { content: { cells: { source: string }[] } };
        // Jupyter signs what its user has run; one character more, and the signature does not fit.
        content.cells.forEach(cell => (cell.source += ' '));
        await fetch(`/api/contents/${to}`, {
          method: 'PUT',
          body: JSON.stringify({ type: 'file', format: 'text', content: JSON.stringify(content) })
        });
      },
      [path, `${tmpPath}/copy.ipynb`] as const
    );
    await page.notebook.close(true);
    await showNotebook(page, `${tmpPath}/copy.ipynb`);
    const saved = page.locator(CARD).first();
    await expect(saved).toContainText('4 spans · 1,204 tok');
    await expect(saved).toContainText('Session closed');
    await expect(saved.getByRole('button', { name: 'Open trace' })).toBeDisabled();
    await expect(page.locator(CARD).nth(1)).toContainText('40 traces');
  });
});
