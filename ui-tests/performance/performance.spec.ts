import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { ExportEntry } from '../../src/contract/export.ts';
import type {
  ClassificationReport,
  PerformanceAnswer,
  RegressionReport,
  WorstSegmentsAnswer
} from '../../src/contract/metrics.ts';
import type { RowsPage, RowSource } from '../../src/contract/rows.ts';
import type { SelectionState } from '../../src/contract/selection.ts';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { churn, prices, tickets, unchecked } from './data.ts';

const PAGE = '#/signals?page=performance';

let server: TestServer;
watchErrors();

test.beforeAll(async () => {
  server = await startServer('churn');
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function open(page: Page, hash = PAGE): Promise<void> {
  await page.goto((await server.open()) + hash);
}

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const answer = await server.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  });
  return (await answer.json()) as Answer;
}

const readSelection = async () =>
  (await (await server.ask('api/selection')).json()) as SelectionState;
const countRows = async (source: RowSource) =>
  (await post<RowsPage>('api/rows', { source, limit: 1 })).total;
const percent = (share: number | null | undefined) => `${((share ?? NaN) * 100).toFixed(1)}%`;
const panel = (page: Page) => page.locator('.where-panel');
const tile = (page: Page, metric: string) => page.locator(`.tile[data-metric="${metric}"]`);

async function hasNoFaults(
  browser: import('@playwright/test').Browser,
  colorScheme: 'light' | 'dark',
  hash: string,
  ready: string
): Promise<void> {
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  await open(page, hash);
  await expect(page.locator(ready).first()).toBeVisible();
  for (const width of [560, 1000, 1400]) {
    await page.setViewportSize({ width, height: 1000 });
    expect(await findFaults(page), `${width} px`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
  await context.close();
}

test.describe('a classifier', () => {
  let answer: PerformanceAnswer;
  let report: ClassificationReport;

  test.beforeAll(async () => {
    await server.load(churn());
    answer = await post('api/performance', {});
    report = answer.primary as ClassificationReport;
  });

  test('is told by tiles that say what the server measures, and what changed', async ({ page }) => {
    await open(page);
    for (const metric of ['accuracy', 'f1', 'auc'] as const) {
      const shown = percent(report.metrics[metric]).replace('.0%', '%');
      await expect(tile(page, metric).locator('.tile-value')).toHaveText(
        new RegExp(`^${shown.replace('%', '')}(\\.0)?%$`)
      );
    }
    const change = (report.metrics.auc ?? 0) - (answer.reference?.metrics.auc ?? 0);
    await expect(tile(page, 'auc')).toContainText(change < 0 ? 'worse' : 'better');
    await tile(page, 'log_loss').click();
    await expect(page.getByRole('slider', { name: /Log loss.*over time/ })).toBeVisible();
    expect(page.url()).toContain('metric=log_loss');
  });

  test('a cell of the matrix leads to exactly its rows: to read, select and export', async ({
    page
  }) => {
    await open(page);
    const [kept = '', left = ''] = report.classes.map(({ label }) => label);
    const [, , wrong = 0] = report.confusion;
    await page.locator('[data-at="1/0"]').click();
    await expect(panel(page)).toContainText(`actual = ${left} and predicted = ${kept}`);
    await expect(panel(page).locator('.rows-count')).toHaveText(`${wrong} rows`);
    await panel(page).getByRole('button', { name: 'Select' }).click();
    await expect.poll(async () => (await readSelection()).count).toBe(wrong);
    await server.ask('api/selection', { method: 'DELETE' });
    await page.keyboard.press('x');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('missed ones');
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    await expect(page.getByText('session.exports[-1]')).toBeVisible();
    const exports = (await (await server.ask('api/exports')).json()) as ExportEntry[];
    expect(exports.at(-1)).toMatchObject({ name: 'missed ones', rows: wrong });
    await page.reload();
    await expect(panel(page).locator('.rows-count')).toHaveText(`${wrong} rows`);
    await page.locator('[data-at="1/0"]').focus();
    await page.keyboard.press('Escape');
    await expect(panel(page)).toHaveCount(0);
  });

  test('the matrix of the reference leads to rows of the reference', async ({ page }) => {
    await open(page);
    const reference = answer.reference as ClassificationReport;
    await page.getByRole('combobox', { name: 'Data set' }).selectOption('training');
    await expect(page.locator('[data-at="0/0"]')).toHaveText(
      (reference.confusion[0] ?? 0).toLocaleString('en')
    );
    await page.locator('[data-at="0/1"]').click();
    await expect(panel(page).locator('.rows-count')).toHaveText(`${reference.confusion[1]} rows`);
  });

  test('a class narrows the tiles and the series; the address keeps it', async ({ page }) => {
    await open(page);
    const [, second] = report.classes;
    await page.getByRole('combobox', { name: 'Class' }).selectOption(second?.label ?? '');
    await expect(tile(page, 'precision').locator('.tile-value')).toHaveText(
      percent(second?.precision)
    );
    expect(page.url()).toContain(`class=${second?.label ?? ''}`);
    await page.goBack();
    await open(page, `${PAGE}&class=${second?.label ?? ''}`);
    await expect(tile(page, 'recall').locator('.tile-value')).toHaveText(percent(second?.recall));
  });

  test('the worst segment comes first, and gives its rows', async ({ page }) => {
    await open(page);
    const { segments } = await post<WorstSegmentsAnswer>('api/worst-segments', {});
    const [worst] = segments;
    const line = page.locator('.worst-line').nth(1);
    await expect(line).toContainText('plan = basic');
    await expect(line).toContainText(percent(worst?.value).replace('.0%', '%'));
    await line.getByRole('button').focus();
    await page.keyboard.press('Enter');
    const rows = await countRows({
      kind: 'where',
      dataset: 'primary',
      conditions: (worst?.where ?? []).map(({ dimension, bin }) => ({
        kind: 'bin' as const,
        dimension,
        bin
      }))
    });
    expect(rows).toBe(worst?.count);
    await expect(panel(page).locator('.rows-count')).toHaveText(`${rows} rows`);
    await page.keyboard.press('x');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('worst');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => {
        const exports = (await (await server.ask('api/exports')).json()) as ExportEntry[];
        return exports.find(({ name }) => name === 'worst')?.rows;
      })
      .toBe(rows);
  });

  test('a range narrows all of it, the rows too', async ({ page }) => {
    const range = { start: '2025-04-20T00:00:00.000Z', end: '2025-04-27T00:00:00.000Z' };
    const narrowed = await post<PerformanceAnswer>('api/performance', range);
    const { confusion, count } = narrowed.primary as ClassificationReport;
    await open(page, `${PAGE}&from=${range.start}&to=${range.end}`);
    await expect(page.locator('.performance-notes')).toContainText(`${count} rows`);
    await page.locator('[data-at="0/1"]').click();
    await expect(panel(page).locator('.rows-count')).toHaveText(`${confusion[1]} rows`);
  });

  test('pictures go along as SVG, Python and tables', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page);
    await expect(page.locator('.worst-line').nth(1)).toBeVisible();
    const take = async (picture: string, what: string) => {
      await page.getByRole('button', { name: `Picture of ${picture}` }).click();
      await page.getByRole('menuitem', { name: what }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    for (const picture of ['Confusion matrix', 'Calibration', 'ROC', 'Worst segments']) {
      const svg = await take(picture, 'Copy as SVG');
      expect(svg, picture).toMatch(/^<svg[^]*<\/svg>$/);
      expect(svg).not.toContain('var(');
      const isDrawn = await page.evaluate(
        text =>
          new Promise<boolean>(resolve => {
            const image = new Image();
            image.onload = () => resolve(image.naturalWidth > 100);
            image.onerror = () => resolve(false);
            image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
          }),
        svg
      );
      expect(isDrawn, picture).toBe(true);
    }
    expect(await take('Confusion matrix', 'Copy as Python')).toBe(
      'session.performance().primary.confusion'
    );
    expect(await take('Worst segments', 'Copy as Python')).toBe(
      'session.worst_segments("accuracy")'
    );
    await page.getByRole('button', { name: 'Picture of Confusion matrix' }).click();
    await page.getByRole('menuitem', { name: 'Show as table' }).click();
    await expect(page.getByRole('table', { name: /Confusion matrix as a table/ })).toContainText(
      (report.confusion[0] ?? 0).toLocaleString('en')
    );
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has nothing seriously inaccessible in ${colorScheme}, from 560 px up`, async ({
      browser
    }) => {
      // Six pages are looked through, cell by cell.
      test.slow();
      await hasNoFaults(browser, colorScheme, PAGE, '.worst-line:not(.worst-head)');
      const rows = encodeURIComponent(
        JSON.stringify({ conditions: [{ kind: 'correctness', is: 'incorrect' }] })
      );
      await hasNoFaults(browser, colorScheme, `${PAGE}&rows=${rows}`, '.where-panel .grid-row');
    });
  }
});

test.describe('many classes', () => {
  test.beforeAll(async () => {
    await server.load(tickets(60));
  });

  test('fifty are listed, the others stand together, and names stay in view', async ({ page }) => {
    await open(page);
    await expect(page.locator('.confusion tbody tr')).toHaveCount(51);
    await expect(page.locator('.confusion tbody tr').last()).toContainText('(other)');
    await page.locator('[data-at="0/0"]').focus();
    await page.keyboard.press('Control+End');
    await expect(page.locator('[data-at="51/51"]')).toBeFocused();
    const box = await page.locator('.confusion').boundingBox();
    const name = await page.locator('.confusion tbody tr').nth(45).locator('th').boundingBox();
    expect(Math.abs((name?.x ?? 0) - (box?.x ?? 0))).toBeLessThan(2);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(panel(page)).toHaveCount(0);
    await expect(page.getByText('They need the probability of a class')).toBeVisible();
  });
});

test.describe('a regressor', () => {
  let report: RegressionReport;

  test.beforeAll(async () => {
    await server.load(prices());
    report = (await post<PerformanceAnswer>('api/performance', {})).primary as RegressionReport;
  });

  test('is told by its errors; a bar of residuals leads to its rows', async ({ page }) => {
    await open(page);
    await expect(tile(page, 'mae').locator('.tile-value')).toHaveText(
      String(Number((report.metrics.mae ?? 0).toPrecision(3)))
    );
    await page.locator('.bar-pair').last().press('Enter');
    await expect(panel(page)).toContainText('residual ≥');
    await expect(panel(page).locator('.rows-count')).toHaveText(
      `${report.residuals.at(-1)?.count} rows`
    );
    await expect(page.locator('.worst-line').nth(1)).toContainText('area ≥');
  });

  test('has nothing seriously inaccessible', async ({ browser }) => {
    await hasNoFaults(browser, 'light', PAGE, '.bar-pair');
  });
});

test.describe('predictions without actuals', () => {
  test('give the reason, and the code with the columns that are known', async ({ page }) => {
    await server.load(unchecked());
    await open(page);
    await expect(page.locator('.empty')).toContainText('no actual labels');
    await expect(page.locator('.empty pre')).toContainText(
      'prediction_label_column_name="predicted"'
    );
  });
});
