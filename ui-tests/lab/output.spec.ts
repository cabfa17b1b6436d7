import {
  execute,
  findAppFrame,
  killServer,
  LAUNCH_WITH_DATA,
  listServers,
  makeNotebook,
  postFromApp,
  runCell,
  waitForKernel
} from '../jupyter-page.ts';
import { expect, openNotebook, showNotebook, test } from './phoenix-test.ts';

const OUTPUT = '.phoenix-Output';
const MIME = 'application/vnd.phoenix.session+json';

/** A notebook whose only cell has these outputs already. */
function makeNotebookWith(...outputs: unknown[]): string {
  const notebook = JSON.parse(makeNotebook(['session.view()'])) as {
    cells: { outputs: object[] }[];
  };
  for (const output of outputs) {
    notebook.cells[0]?.outputs.push({
      output_type: 'display_data',
      metadata: {},
      data: { [MIME]: output, 'text/plain': 'a session' }
    });
  }
  return JSON.stringify(notebook);
}

test('a cell shows its session, again after save and reload, and untrusted', async ({
  page,
  tmpPath
}) => {
  const path = await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const app = page.frameLocator(`${OUTPUT} iframe`);
  await expect(app.getByText('production').first()).toBeVisible();
  await execute(page, 'docmanager:save');

  const saved = await page.evaluate(async at => {
    const response = await fetch(`/api/contents/${at}?content=1`);
    return JSON.stringify(await response.json());
  }, path);
  const [server] = await listServers(page);
  expect(saved).toContain(server?.id ?? 'no session');
  expect(saved).not.toMatch(/ticket=|[Bb]earer|token/);

  // A copy was not made here, so Jupyter does not trust it and drops its HTML.
  await page.evaluate(
    async ([from, to]) => {
      const response = await fetch(`/api/contents/${from}?content=1`);
      const { content } = (await response.json()) as {
        content: { metadata: object; cells: { metadata: { trusted?: boolean }; source: string }[] };
      };
      content.cells.forEach(cell => delete cell.metadata.trusted);
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
  await expect(app.getByText('production').first()).toBeVisible();
  const isTrusted = await page.evaluate(
    () => window.jupyterapp.shell.currentWidget?.content.widgets[0]?.model.trusted
  );
  expect(isTrusted).toBe(false);
});

test('many views at once leave JupyterLab its connections', async ({ page, tmpPath }) => {
  const views = Array.from({ length: 8 }, () => 'session.view(height=200)');
  await openNotebook(page, tmpPath, [
    LAUNCH_WITH_DATA.replace('height=420', 'height=200'),
    ...views
  ]);
  for (let i = 0; i <= views.length; i++) {
    await runCell(page, i);
  }
  const frames = page.locator(`${OUTPUT} iframe`);
  await expect(frames).toHaveCount(views.length + 1);
  for (let i = 0; i <= views.length; i++) {
    // By keyboard users get there; the frames below the fold are rendered all the same.
    await frames.nth(i).scrollIntoViewIfNeeded();
    await expect(frames.nth(i).contentFrame().getByText('Connected')).toBeVisible();
  }
  expect(await listServers(page)).toHaveLength(1);
});

test('a view has the height that was asked for, within limits', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, ['1']);
  await execute(page, 'phoenix:launch-session');
  const [server] = await listServers(page);
  await page.contents.uploadContent(
    makeNotebookWith({ version: 1, id: server?.id, name: 'x', height: 1e9 }),
    'text',
    `${tmpPath}/tall.ipynb`
  );
  await showNotebook(page, `${tmpPath}/tall.ipynb`);
  await expect(page.locator(`${OUTPUT} .phoenix-SessionFrame`)).toHaveCSS('height', '4000px');
});

test('an output that is strange loads nothing, and its name is text', async ({ page, tmpPath }) => {
  const name = '<img src=x onerror=alert(1)>';
  const path = `${tmpPath}/strange.ipynb`;
  const notebook = makeNotebookWith(
    { version: 1, id: '../../../lab', name: 'x', height: 300 },
    { version: 1, id: '"><img src=x onerror=alert(1)>', name: 'x' },
    { version: 7, id: '0123456789ab', name: 'x', height: 300 },
    { version: 1, id: '0123456789ab', name, height: 300 }
  );
  await page.contents.uploadContent(notebook, 'text', path);
  await showNotebook(page, path);
  await expect(page.locator(OUTPUT)).toHaveText([
    'This output names no Phoenix session.',
    'This output names no Phoenix session.',
    'This output names no Phoenix session.',
    `Phoenix “${name}” is closed. Its exports are still on disk.Run the cell again`
  ]);
  await expect(page.locator(`${OUTPUT} iframe, ${OUTPUT} img`)).toHaveCount(0);
});

test('the output of a closed session says so, and its cell launches it again', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  await expect(page.locator(`${OUTPUT} iframe`)).toBeVisible();
  const [before] = await listServers(page);
  await execute(page, 'phoenix:close-session', { id: before?.id, isConfirmed: true });
  const notice = page.locator(OUTPUT).getByRole('status');
  await expect(notice).toContainText('Phoenix “digits” is closed. Its exports are still on disk.');
  await expect(page.locator(`${OUTPUT} iframe`)).toHaveCount(0);

  await notice.getByRole('button', { name: 'Run the cell again' }).click();
  const app = page.frameLocator(`${OUTPUT} iframe`);
  await expect(app.getByText('production').first()).toBeVisible();
  const [after] = await listServers(page);
  expect(after?.id).not.toBe(before?.id);
});

test('after a crash one sentence tells, and launching again brings the data back', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const app = page.frameLocator(`${OUTPUT} iframe`);
  await expect(app.getByText('production').first()).toBeVisible();
  const [before] = await listServers(page);
  killServer(before);
  const notice = page.locator(`${OUTPUT} .phoenix-Notice`);
  await expect(notice).toContainText('Phoenix “digits” has stopped. Its data is still on disk.');

  await notice.getByRole('button', { name: 'Launch again' }).click();
  await expect(notice).toHaveCount(0);
  await expect(app.getByText('production').first()).toBeVisible();
  const [after] = await listServers(page);
  expect(after).toMatchObject({ id: before?.id, healthy: true });
  expect(after?.pid).not.toBe(before?.pid);
});

test('the app puts code into a cell below the active one', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA, 'last = 1']);
  await runCell(page, 0);
  const frame = await findAppFrame(page, OUTPUT);
  await postFromApp(frame, { type: 'phoenix:insert-code', code: 'session.exports[-1]' });
  await expect(page.locator('.jp-CodeCell')).toHaveCount(3);
  await expect(page.locator('.jp-CodeCell').nth(1)).toContainText('session.exports[-1]');
  await expect(page.locator('.jp-CodeCell').nth(2)).toContainText('last = 1');
});

test('only the app in the frame may ask for something', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const frame = await findAppFrame(page, OUTPUT);
  await page.evaluate(() => {
    window.postMessage({ type: 'phoenix:insert-code', code: 'evil()' }, window.location.origin);
  });
  await postFromApp(frame, { type: 'phoenix:insert-code', code: { toString: 'evil()' } });
  await postFromApp(frame, { type: 'phoenix:insert-code', code: 'good()' });
  await expect(page.locator('.jp-CodeCell')).toHaveCount(2);
  await expect(page.locator('.jp-CodeCell').nth(1)).toContainText('good()');
});

test('the app opens itself in a tab, at the same place', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA]);
  await runCell(page, 0);
  const frame = await findAppFrame(page, OUTPUT);
  await frame.evaluate(() => history.replaceState(null, '', '#/exports'));
  await postFromApp(frame, { type: 'phoenix:open-tab' });
  const tab = await findAppFrame(page, '.jp-MainAreaWidget[data-phoenix-session]');
  expect(new URL(tab.url()).hash).toMatch(/^#\/exports/);
});

test('moving a cell does not lose the place of the app in it', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA, '1']);
  await runCell(page, 0);
  const app = page.frameLocator(`${OUTPUT} iframe`);
  await app.getByRole('link', { name: 'Exports' }).click();
  await expect(app.getByRole('link', { name: 'Exports' })).toHaveAttribute('aria-current', 'page');
  await execute(page, 'notebook:move-cell-down');
  await expect(page.locator('.jp-CodeCell').nth(1).locator(OUTPUT)).toBeVisible();
  await expect(app.getByRole('link', { name: 'Exports' })).toHaveAttribute('aria-current', 'page');
});

test('a view can be added from the menu and says how to get it', async ({ page, tmpPath }) => {
  await openNotebook(page, tmpPath, [LAUNCH_WITH_DATA.replace('session.view(height=420)', '')]);
  await runCell(page, 0);
  await waitForKernel(page);
  await execute(page, 'phoenix:insert-view');
  await expect(page.locator('.jp-CodeCell').nth(1)).toContainText('%phoenix view 1000');
});
