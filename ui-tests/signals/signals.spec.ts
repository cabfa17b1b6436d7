import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { ExportEntry } from '../../src/contract/export.ts';
import type { Baseline, Thresholds } from '../../src/contract/metrics.ts';
import type { SelectionState } from '../../src/contract/selection.ts';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { manyColumns, payments } from './server.ts';

let server: TestServer;
watchErrors();

test.beforeAll(async () => {
  server = await startServer('payments');
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function open(page: Page, hash = '#/signals', query = ''): Promise<void> {
  await page.goto((await server.open()) + query + hash);
}

const read = async <Answer>(path: string) => (await (await server.ask(path)).json()) as Answer;
const lines = (page: Page) => page.locator('.signals-scroll .signal-line');
const line = (page: Page, name: string): Locator =>
  lines(page).filter({ has: page.getByRole('link', { name, exact: true }) });
const strip = (page: Page) => page.getByRole('slider', { name: /over time/ }).first();
const rowsBehind = (page: Page) => page.locator('.where-panel');

/** Drags over a share of the chart's width. */
async function brush(page: Page, from: number, to: number): Promise<void> {
  const over = page.locator('.signal-strip .u-over');
  await expect(over).toBeVisible();
  const box = await over.boundingBox();
  const x = (share: number) => (box?.x ?? 0) + share * (box?.width ?? 0);
  const y = (box?.y ?? 0) + (box?.height ?? 0) / 2;
  await page.mouse.move(x(from), y);
  await page.mouse.down();
  await page.mouse.move(x((from + to) / 2), y, { steps: 3 });
  await page.mouse.move(x(to), y, { steps: 3 });
  await page.mouse.up();
}

test.describe('payments', () => {
  test.beforeAll(async () => {
    await server.load(payments());
  });

  test('the list has what moved on top, with its alerts', async ({ page }) => {
    await open(page);
    await expect(lines(page)).toHaveCount(9);
    const names = await lines(page).getByRole('link').allTextContents();
    expect(new Set(names.slice(0, 4))).toEqual(
      new Set(['description', 'amount', 'age', 'country'])
    );
    for (const name of ['amount', 'age', 'country', 'description']) {
      await expect(line(page, name).locator('.signal-alert')).toContainText('◆');
    }
    await expect(line(page, 'device').locator('.signal-alert')).toHaveCount(0);
    await expect(strip(page)).toBeVisible();
  });

  test('any column sorts, a third press goes back; the address keeps it', async ({ page }) => {
    await open(page);
    await expect(lines(page)).toHaveCount(9);
    const sort = page.getByRole('button', { name: 'Sort by % empty' });
    await sort.click();
    await expect(lines(page).first()).toContainText('age');
    expect(page.url()).toContain('desc=percent_empty');
    await sort.click();
    await expect(page.locator('[aria-sort="ascending"]')).toHaveCount(1);
    await sort.click();
    await expect(page.locator('[aria-sort="ascending"]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Sort by Column' }).click();
    await expect(lines(page).first()).toContainText('actual');
  });

  test('a part of a name finds columns', async ({ page }) => {
    await open(page);
    await expect(lines(page)).toHaveCount(9);
    await page.keyboard.press('/');
    await page.keyboard.type('cou');
    await expect(lines(page)).toHaveCount(1);
    await expect(page.getByText('1 of 9 columns')).toBeVisible();
    await page.keyboard.type('zz');
    await expect(page.getByText('No column is called like "couzz"')).toBeVisible();
    await page.getByRole('button', { name: 'Show all columns' }).click();
    await expect(lines(page)).toHaveCount(9);
  });

  test('the brush is the range: values and rows change with it', async ({ page }) => {
    await open(page);
    const value = line(page, 'amount').locator('.signal-value');
    await expect(value).toHaveText('0.063');
    await brush(page, 0.85, 0.998);
    await expect(page.locator('.chip')).toHaveCount(1);
    await expect(value).not.toHaveText('0.063');
    await expect(page.locator('.scope-count')).toContainText(/→ [\d,]+ of 4,200 rows/);
    expect(page.url()).toContain('from=');
    await page.keyboard.press('[');
    await expect(value).not.toHaveText(/^0\.[2-9]/);
    await page.getByRole('button', { name: /^Remove/ }).click();
    await expect(value).toHaveText('0.063');
  });

  test('presets choose ranges, and know one again', async ({ page }) => {
    await open(page);
    const presets = page.getByRole('combobox', { name: 'Range' });
    await presets.selectOption('Last week');
    await expect(page.locator('.scope-count')).toContainText('1,050 of 4,200 rows');
    await expect(presets).toHaveValue('lastWeek');
    await presets.selectOption('All');
    await expect(page.locator('.chip')).toHaveCount(0);
  });

  test('j, k and Enter walk the list; the strip follows; n and p go on; Escape comes back', async ({
    page
  }) => {
    await open(page);
    await expect(lines(page)).toHaveCount(9);
    // Before the strip is there lines stand by their values alone.
    await expect(page.locator('.signal-strip h3')).toBeVisible();
    await page.keyboard.press('j');
    await expect(lines(page).nth(1)).toHaveAttribute('aria-selected', 'true');
    const second = (await lines(page).nth(1).getByRole('link').textContent()) ?? '';
    await expect(page.locator('.signal-strip h3')).toHaveText(second);
    await page.keyboard.press('Enter');
    await expect(page.locator('.page-head h2')).toHaveText(second);
    await page.keyboard.press('n');
    await expect(page.locator('.page-head h2')).not.toHaveText(second);
    await page.keyboard.press('p');
    await expect(page.locator('.page-head h2')).toHaveText(second);
    await page.keyboard.press('Escape');
    await expect(lines(page)).toHaveCount(9);
  });

  test('the strip comes when the order is final, however late the series of vectors is', async ({
    page
  }) => {
    let send = (): void => undefined;
    const late = new Promise<void>(resolve => (send = resolve));
    await page.route('**/api/timeseries', async route => {
      if (route.request().postData()?.includes('euclidean_distance')) {
        await late;
      }
      await route.continue();
    });
    await open(page);
    // Small series are drawn as they come.
    await expect(line(page, 'amount').locator('.signal-trend svg')).toBeVisible();
    await expect(page.locator('.signal-alert')).toHaveCount(0);
    await expect(page.locator('.signal-strip h3')).toHaveCount(0);
    send();
    await expect(page.locator('.signal-strip h3')).toHaveText('description');
    await expect(lines(page).first()).toContainText('description');
  });

  test('another metric moves no line before it is measured', async ({ page }) => {
    let send = (): void => undefined;
    const late = new Promise<void>(resolve => (send = resolve));
    await page.route('**/api/timeseries', async route => {
      if (route.request().postData()?.includes('percent_empty')) {
        await late;
      }
      await route.continue();
    });
    await open(page);
    const heading = page.locator('.signal-strip h3');
    await expect(heading).toHaveText('description');
    const names = () => lines(page).getByRole('link').allTextContents();
    const before = await names();
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('PSI');
    await page.keyboard.press('j');
    await expect(heading).toHaveText('amount');
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('% empty');
    await expect(line(page, 'age').locator('.signal-value')).toHaveText('6.1%');
    expect(await names()).toEqual(before);
    await expect(heading).toHaveText('amount');
    send();
    await expect(lines(page).first()).toContainText('age');
  });

  test('a bar shows its rows; they are exported and selected', async ({ page }) => {
    await open(page, '#/signals/country');
    await page.getByRole('button', { name: /^Portugal, / }).click();
    await expect(rowsBehind(page)).toContainText('country = Portugal');
    await expect(rowsBehind(page).locator('.rows-count')).toHaveText(/[\d,]+ rows/);
    await page.keyboard.press('x');
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    await expect(page.getByText(/rows exported/)).toBeVisible();
    const exports = await read<ExportEntry[]>('api/exports');
    expect(exports.at(-1)?.rows).toBeGreaterThan(300);
    await rowsBehind(page).getByRole('button', { name: 'Select' }).click();
    await expect
      .poll(async () => (await read<SelectionState>('api/selection')).count)
      .toBe(exports.at(-1)?.rows);
    await page.keyboard.press('Escape');
    await expect(rowsBehind(page)).toHaveCount(0);
    await server.ask('api/selection', { method: 'DELETE' });
  });

  test('a segment shows its rows, and opens the map colored by the column', async ({ page }) => {
    await open(page, '#/signals/amount');
    const first = page.locator('.segments-scroll .segment').first();
    await expect(first).toContainText('58.6');
    await first.getByRole('button').click();
    await expect(rowsBehind(page).locator('.rows-count')).toHaveText(/[\d,]+ rows/);
    await rowsBehind(page).getByRole('button', { name: 'Map' }).click();
    await expect(page).toHaveURL(/#\/map\/description\?.*color=dimension%3Aamount/);
    await server.ask('api/selection', { method: 'DELETE' });
  });

  test('a window shows its distribution and its rows; arrows move it', async ({ page }) => {
    await open(page, '#/signals/age');
    await expect(page.locator('.signal-strip .u-over')).toBeVisible();
    await strip(page).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByText('Distribution in the window')).toBeVisible();
    await expect(page.locator('.chip')).toContainText('window');
    await expect(rowsBehind(page).locator('.rows-count')).toHaveText('300 rows');
    const before = await strip(page).getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    await expect(strip(page)).not.toHaveAttribute('aria-valuetext', before ?? '');
    await page.keyboard.press('Escape');
    await expect(page.locator('.chip')).toHaveCount(0);
  });

  test('a press on a chart chooses the window under it', async ({ page }) => {
    await open(page, '#/signals/amount');
    const over = page.locator('.signal-strip .u-over');
    await expect(over).toBeVisible();
    const box = await over.boundingBox();
    await page.mouse.click(
      (box?.x ?? 0) + 0.97 * (box?.width ?? 0),
      (box?.y ?? 0) + (box?.height ?? 0) / 2
    );
    await expect(page.locator('.chip')).toContainText('window');
    await expect(page.locator('.distribution .chart-aside')).toContainText(/PSI [1-9]/);
  });

  test('the pointer is shared by all charts of the page', async ({ page }) => {
    await open(page, '#/signals/amount');
    await expect(page.locator('.page-grid .u-over')).toHaveCount(3);
    const box = await page.locator('.signal-strip .u-over').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 0.7 * (box?.width ?? 0), (box?.y ?? 0) + 20);
    await expect(page.locator('.page-grid .series-readout strong')).toHaveCount(3);
  });

  test('limits are set for one column, taken back, and refused when they make no sense', async ({
    page
  }) => {
    await open(page, '#/signals/device');
    await page.getByRole('button', { name: 'Limits of PSI' }).click();
    const form = page.locator('.threshold-form');
    await form.getByLabel('Constant').check();
    await form.getByRole('button', { name: 'Apply' }).click();
    await expect(form.getByRole('alert')).toHaveText('Give a lower or an upper limit');
    await form.getByLabel('Upper').fill('0.001');
    await form.getByRole('button', { name: 'Apply' }).click();
    await expect(page.locator('.signal-strip-alerts')).toContainText('alerts');
    expect(await read<Thresholds>('api/thresholds')).toEqual([
      {
        metric: 'psi',
        dimension: 'device',
        rule: { kind: 'constant', lower: null, upper: 0.001 }
      }
    ]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('.signal-strip-alerts')).toHaveCount(0);
    expect(await read<Thresholds>('api/thresholds')).toEqual([]);
  });

  test('limits that are set elsewhere arrive by themselves', async ({ page }) => {
    await open(page, '#/signals/device');
    await expect(page.locator('.signal-strip .u-over')).toBeVisible();
    await server.ask('api/thresholds', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        { metric: 'psi', rule: { kind: 'constant', lower: null, upper: 0.001 } }
      ])
    });
    await expect(page.locator('.signal-strip-alerts')).toBeVisible();
    await server.ask('api/thresholds', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '[]'
    });
    await expect(page.locator('.signal-strip-alerts')).toHaveCount(0);
  });

  test('a picture gives its numbers, its Python and its SVG', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, '#/signals/amount');
    await expect(page.locator('.signal-strip .u-over')).toBeVisible();
    const more = page.getByRole('button', { name: 'Picture of amount' });
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await more.click();
    await page.getByRole('menuitem', { name: 'Copy as Python' }).click();
    expect(await clipboard()).toMatch(
      /^session\.timeseries\("psi", "amount", window="2d", every="1d", start="2025-/
    );
    await more.click();
    await page.getByRole('menuitem', { name: 'Copy as SVG' }).click();
    await expect.poll(clipboard).toMatch(/^<svg .*production.*<\/svg>$/s);
    await more.click();
    await page.getByRole('menuitem', { name: 'Copy as PNG' }).click();
    await expect(page.getByText('Picture copied', { exact: true }).first()).toBeVisible();
    const types = await page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap(item => [...item.types])
    );
    expect(types).toContain('image/png');
    await more.click();
    await page.getByRole('menuitem', { name: 'Show as table' }).click();
    const table = page.getByRole('table', { name: 'amount as a table' });
    await expect(table.getByRole('row').nth(1)).toContainText('production');
    await page.keyboard.press('y');
    expect(await clipboard()).toBe('session.segments("amount")');
  });

  test('the metric of the strip is that of the list, and an embedding has its own', async ({
    page
  }) => {
    await open(page);
    await expect(lines(page)).toHaveCount(9);
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('% empty');
    await expect(line(page, 'age').locator('.signal-value')).toHaveText('6.1%');
    expect(page.url()).toContain('metric=percent_empty');
    await open(page, '#/signals/description');
    await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue('euclidean_distance');
    await expect(page.getByRole('link', { name: 'Open the map' })).toHaveAttribute(
      'href',
      /#\/map\/description/
    );
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`nothing serious is wrong for those who do not see it, ${theme}`, async ({ browser }) => {
      test.slow();
      const context = await browser.newContext({ colorScheme: theme });
      const page = await context.newPage();
      for (const [hash, width, height] of [
        ['#/signals', 1000, 1000],
        ['#/signals', 560, 800],
        ['#/signals/amount', 1400, 900],
        ['#/signals/country', 560, 540],
        ['#/signals/description', 1000, 1000]
      ] as const) {
        await page.setViewportSize({ width, height });
        await open(page, hash, '');
        await expect(page.locator('.signal-strip .sparkline, .signal-strip .u-over')).toBeVisible();
        await expect(
          page.locator('.signals-scroll .signal-line, .page-grid .u-over').first()
        ).toBeVisible();
        expect(await findFaults(page), `${hash} at ${width} px`).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth
        );
        expect(overflow).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }
});

test.describe('data that lacks something', () => {
  test('without a reference the first week takes its place, and gives it back', async ({
    page
  }) => {
    await server.load(payments({ hasReference: false }));
    await open(page);
    await expect(page.getByText('One data set: quality only')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue('percent_empty');
    await page.getByRole('button', { name: 'Use first week as reference' }).click();
    await expect(page.getByText(/^Compared with /)).toBeVisible();
    expect(await read<Baseline>('api/baseline')).toEqual({
      start: '2025-03-31T00:00:00.000Z',
      end: '2025-04-07T00:00:00.000Z'
    });
    await expect(page.getByRole('button', { name: 'Sort by PSI' })).toBeVisible();
    // What moved most are the vectors, which the strip then measures by a distance.
    await expect(lines(page).first()).toContainText('description');
    await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue('euclidean_distance');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('One data set: quality only')).toBeVisible();
    expect(await read<Baseline>('api/baseline')).toBeNull();
  });

  test('without times there are bars in place of the strip', async ({ page }) => {
    await server.load(payments({ hasTime: false }));
    await open(page);
    await expect(page.getByText('No time column')).toBeVisible();
    await page
      .getByRole('button', { name: /^amount: / })
      .first()
      .click();
    await expect(page.locator('.page-head h2')).toHaveText('amount');
    await expect(page.locator('.distribution .bar-pairs svg')).toBeVisible();
    await expect(page.locator('.signal-strip')).toHaveCount(0);
  });

  test('an address of a column that is gone says so', async ({ page }) => {
    await server.load(payments({ hasTime: false }));
    await open(page, '#/signals/nobody%2Fhere');
    await expect(page.getByText('There is no column called "nobody/here"')).toBeVisible();
    await page.getByRole('link', { name: 'All columns' }).click();
    await expect(lines(page).first()).toBeVisible();
  });

  test('without data there is the code that loads some', async ({ browser }) => {
    await using empty = await startServer('payments');
    const page = await browser.newPage();
    await page.goto((await empty.open()) + '#/signals');
    await expect(page.getByText('Nothing to measure yet')).toBeVisible();
    await expect(page.locator('.empty .code')).toContainText('px.launch_app');
    await page.close();
  });
});

test('2,000 columns scroll and are found', async ({ page }) => {
  await server.load(manyColumns(2000));
  const started = Date.now();
  await open(page);
  await expect(lines(page).first()).toBeVisible({ timeout: 60_000 });
  console.info(`2,000 columns: first lines after ${Date.now() - started} ms`);
  expect(await lines(page).count()).toBeLessThan(80);
  await expect(page.locator('.signals-table')).toHaveAttribute('aria-rowcount', '2001');
  const frames = await page.evaluate(async () => {
    const list = document.querySelector('.signals-scroll');
    const gaps: number[] = [];
    let last = performance.now();
    for (let i = 0; i < 60; i++) {
      list?.scrollBy(0, 700);
      await new Promise(requestAnimationFrame);
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    return gaps.sort((a, b) => a - b);
  });
  console.info(
    `60 jumps of 700 px: median ${Math.round(frames[30] ?? 0)} ms, slowest ${Math.round(frames[59] ?? 0)} ms`
  );
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('column_1990');
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('.page-head h2')).toHaveText('column_1990');
});
