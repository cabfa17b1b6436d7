import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { execute, listServers, runCell } from '../jupyter-page.ts';
import { expect, openNotebook, test } from './phoenix-test.ts';

/** Rows in two blobs, as a data set. */
const DATA = `import { aq, Dataset } from "jupyterlab-phoenix/kernel";
const rows = Array.from({ length: 120 }, (_, i) => ({
  id: \`row-\${i}\`,
  label: i % 2 ? "ham" : "spam",
  vector: Array.from({ length: 4 }, (_, axis) => Math.sin(i * (axis + 1)) + (i % 2) * 9),
}));
let production = new Dataset(rows, {
  predictionIdColumnName: "id",
  predictionLabelColumnName: "label",
  embeddingFeatureColumnNames: { text: { vectorColumnName: "vector" } },
}, "production");`;

/** What the kernel of the notebook in front offers at the end of a line. */
function complete(page: IJupyterLabPageFixture, code: string): Promise<string[]> {
  return page.evaluate(async line => {
    const kernel = window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel;
    const reply = await kernel?.requestComplete({ code: line, cursor_pos: line.length });
    return reply?.content.matches ?? [];
  }, code);
}

const outputOf = (page: IJupyterLabPageFixture, index: number) =>
  page
    .locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell')
    .nth(index)
    .locator('.jp-OutputArea');

for (const kernel of ['deno', 'tslab']) {
  test(`%phoenix launches, shows and hands back in a notebook of ${kernel}`, async ({
    page,
    tmpPath
  }) => {
    await openNotebook(
      page,
      tmpPath,
      [
        DATA,
        '%phoenix launch production',
        '// %phoenix view 420',
        'session.exports.at(-1).groupby("label").count().objects()',
        '%phoenix lunch'
      ],
      `${kernel}.ipynb`,
      kernel
    );
    await runCell(page, 0);
    await runCell(page, 1);
    await expect(outputOf(page, 1)).toContainText(`<Session "${kernel}" at http://127.0.0.1:`);
    const [server] = await listServers(page);
    expect(server).toMatchObject({ name: kernel, healthy: true });
    expect(server?.kernel_id).toBe(
      await page.evaluate(
        () => window.jupyterapp.shell.currentWidget?.sessionContext.session?.kernel?.id
      )
    );

    await runCell(page, 2);
    const app = outputOf(page, 2).frameLocator('iframe');
    await expect(app.getByText('production').first()).toBeVisible();
    await app.locator('body').evaluate(async () => {
      const headers = { 'Content-Type': 'application/json' };
      const select = { mode: 'replace', parts: [{ by: 'rows', dataset: 'primary', runs: [0, 5] }] };
      await fetch('api/selection', { method: 'PUT', headers, body: JSON.stringify(select) });
      const source = { source: { kind: 'selection' }, name: 'mine' };
      await fetch('api/exports', { method: 'POST', headers, body: JSON.stringify(source) });
    });
    await runCell(page, 3);
    await expect(outputOf(page, 3)).toContainText(/spam"?'?,\s*"?count"?: 3/);
    await runCell(page, 4);
    await expect(outputOf(page, 4)).toContainText(
      "There is no command 'lunch': did you mean 'launch'?"
    );

    expect(await complete(page, '%phoenix s')).toEqual(['signals', 'spans', 'select', 'status']);
    expect(await complete(page, '%phoenix signals ps')).toEqual(['psi']);
    expect(await complete(page, '%phoenix launch produ')).toContain('production');

    await execute(page, 'notebook:create-console');
    await page.locator('.jp-CodeConsole-input .jp-InputArea-editor').click();
    await page.keyboard.type('%phoenix status');
    await page.keyboard.press('Shift+Enter');
    await expect(page.locator('.jp-CodeConsole-content')).toContainText(
      `Phoenix session "${kernel}" at`
    );
  });
}
