import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { MetricAnswer } from '../../src/contract/metrics.ts';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { calm, churn } from './data.ts';

let server: TestServer;
watchErrors();

test.beforeAll(async () => {
  server = await startServer('churn');
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const open = async (page: Page, hash = '#/') => page.goto((await server.open()) + hash);
const moved = (page: Page) => page.locator('.moved > .moved-line');
const trouble = (page: Page, kind: string) => page.locator(`.trouble[data-kind="${kind}"]`);

async function measure(metric: string, dimension: string): Promise<number> {
  const answer = await server.ask('api/metric', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metric, dimension })
  });
  return ((await answer.json()) as MetricAnswer).value ?? NaN;
}

test.describe('data in trouble', () => {
  test.beforeAll(async () => {
    await server.load(churn({ trouble: true }));
  });

  test('what moved most comes first, with the number of the server, and leads to its page', async ({
    page
  }) => {
    await open(page);
    const first = moved(page).first();
    await expect(first).toContainText('income');
    await expect(first).toContainText(/\d+ alerts/);
    await expect(first.locator('.moved-value')).toHaveText(
      (await measure('psi', 'income')).toFixed(1)
    );
    await first.getByRole('link', { name: /income/ }).click();
    await expect(page).toHaveURL(/#\/signals\/income/);
    await page.goBack();
    await page.getByRole('link', { name: /Accuracy/ }).click();
    await expect(page).toHaveURL(/page=performance/);
  });

  test('what is broken is said in plain sentences, with the way there and the code', async ({
    page
  }) => {
    await open(page);
    await expect(trouble(page, 'empty')).toContainText('income is empty in production');
    await expect(trouble(page, 'emptier')).toContainText(
      `${Math.round(await measure('percent_empty', 'referrer'))}% missing in production`
    );
    await expect(trouble(page, 'outside')).toContainText(
      `visits goes up to ${await measure('max', 'visits')}`
    );
    await expect(trouble(page, 'outside').locator('pre')).toHaveText(
      'session.metric("max", "visits")'
    );
    await expect(trouble(page, 'constant')).toContainText('currency has one value only');
    const added = trouble(page, 'newCategories');
    await expect(added).toContainText('region has a value that training does not: overseas');
    await added.getByRole('link').click();
    await expect(page).toHaveURL(/#\/signals\/region/);
    await expect(page.locator('.where-panel')).toContainText('region = overseas');
  });

  test('what moved has its room from the start', async ({ page }) => {
    await page.route('**/api/signals', async route => {
      await new Promise(resolve => setTimeout(resolve, 1200));
      await route.continue();
    });
    await open(page);
    const card = page.locator('.moved-card');
    await expect(card.locator('.skeleton').first()).toBeVisible();
    const before = await card.boundingBox();
    await expect(moved(page).first()).toContainText('income');
    const after = await card.boundingBox();
    expect(after?.y).toBe(before?.y);
    expect(Math.abs((after?.height ?? 0) - (before?.height ?? 0))).toBeLessThan(4);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has nothing seriously inaccessible in ${colorScheme}, from 560 px up`, async ({
      browser
    }) => {
      const context = await browser.newContext({ colorScheme });
      const page = await context.newPage();
      await open(page);
      await expect(trouble(page, 'newCategories')).toBeVisible();
      for (const width of [560, 1000, 1400]) {
        await page.setViewportSize({ width, height: 1000 });
        expect(await findFaults(page), `${width} px`).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth
        );
        expect(overflow).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }

  test('in a frame of 300 px every place is at hand, and nothing is out of reach', async ({
    page
  }) => {
    await page.setViewportSize({ width: 300, height: 900 });
    const address = new URL(await server.open());
    address.searchParams.set('host', 'frame');
    await page.goto(`${address.href}#/`);
    await expect(moved(page).first().locator('.moved-value')).toBeInViewport({ ratio: 1 });
    await expect(moved(page).first().getByText('income')).toBeInViewport({ ratio: 1 });
    for (const place of ['Signals', 'Map', 'Traces', 'Exports', 'Home']) {
      await page.getByRole('link', { name: place, exact: true }).click();
      await expect(page.getByRole('link', { name: place, exact: true })).toHaveAttribute(
        'aria-current',
        'page'
      );
      await expect(page.getByRole('button', { name: 'Go anywhere' })).toBeInViewport({ ratio: 1 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
    }
  });
});

test('is calm where nothing is wrong', async ({ page }) => {
  await server.load(calm());
  await open(page);
  await expect(page.getByText('Nothing moved beyond its threshold')).toBeVisible();
  await expect(page.getByText('Nothing is broken')).toBeVisible();
});

test('without a reference the first week can take its place', async ({ page }) => {
  await server.load(churn({ hasReference: false, trouble: true }));
  await open(page);
  await expect(trouble(page, 'empty')).toContainText('income is empty in production.');
  await page.getByRole('button', { name: 'Use first week as reference' }).click();
  await expect(moved(page).first()).toBeVisible();
  await server.ask('api/baseline', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: 'null'
  });
});
