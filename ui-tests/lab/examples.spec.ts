import { readFileSync } from 'node:fs';
import type { FrameLocator } from '@playwright/test';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { runCell, waitForKernel } from '../jupyter-page.ts';
import { expect, showNotebook, test } from './phoenix-test.ts';

/** The cells before the one with the app, and that one. */
const LAUNCH = [1, 2];

interface Example {
  name: string;
  /** What its last cell says. */
  end: RegExp;
  /** What it exports, and how many rows that has. */
  exported: string;
  column: string;
}

const EXAMPLES: Example[] = [
  { name: 'drift', end: /mean_radius.*0\.5/s, exported: 'west', column: 'mean_radius' },
  {
    name: 'regression',
    end: /pressures are smaller by/,
    exported: 'low-pressure',
    column: 'clinic'
  },
  {
    name: 'retrieval',
    end: /alert: the week up to/,
    exported: 'not-in-the-handbook',
    column: 'similarity'
  }
];

interface Cell {
  id?: string;
  cell_type?: string;
  source?: string | string[];
}

/** Opens an example with one more cell, which tells the rows of every export; returns its code cells. */
async function openExample(page: IJupyterLabPageFixture, folder: string, name: string) {
  const file = new URL(`../../examples/${name}.ipynb`, import.meta.url);
  const notebook = JSON.parse(readFileSync(file, 'utf8')) as { cells: Cell[] };
  const source = 'print("rows:", *(len(frame) for frame in session.exports))';
  notebook.cells.push({ ...structuredClone(notebook.cells[1]), id: 'told', source });
  const path = `${folder}/${name}.ipynb`;
  await page.contents.uploadContent(JSON.stringify(notebook), 'text', path);
  await showNotebook(page, path);
  await waitForKernel(page);
  return notebook.cells.flatMap(({ cell_type }, i) => (cell_type === 'code' ? [i] : []));
}

/** The rows behind the first bin of a column, exported from the page. */
async function exportSegment(app: FrameLocator, column: string): Promise<void> {
  await app.getByRole('link', { name: 'Signals' }).first().click();
  await app.getByRole('link', { name: column, exact: true }).click();
  await app.locator('.segments-scroll .segment').first().getByRole('button').click();
  await expect(app.locator('.where-panel .rows-count')).toHaveText(/[\d,]+ rows?/);
  await app.locator('.where-panel').press('x');
  // The dialog may lie below the part of the cell that is in view.
  await app.getByRole('dialog').getByRole('textbox').press('Enter');
  await expect(app.getByText(/rows? exported/).first()).toBeVisible();
}

for (const { name, end, exported, column } of EXAMPLES) {
  test(`${name} runs from its launch to an exported segment`, async ({ page, tmpPath }) => {
    const cells = await openExample(page, tmpPath, name);
    for (const cell of LAUNCH) {
      await runCell(page, cell);
    }
    const app = page.frameLocator('.phoenix-Output iframe');
    await exportSegment(app, column);
    for (const cell of cells.slice(LAUNCH.length)) {
      await runCell(page, cell);
    }
    const outputs = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output');
    await expect(outputs.filter({ hasText: end }).first()).toBeVisible();
    await expect(outputs.filter({ hasText: /^rows: \d+ \d+/ })).toBeVisible();
    await expect(page.locator('[data-mime-type="application/vnd.jupyter.error"]')).toHaveCount(0);
    await page.evaluate(
      at => window.jupyterapp.shell.currentWidget?.content.scrollToItem(at),
      LAUNCH[1] ?? 0
    );
    await app.getByRole('link', { name: 'Exports' }).first().click();
    await expect(app.getByText(exported, { exact: true }).first()).toBeVisible();
  });
}
