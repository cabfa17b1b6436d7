import { expect, type Locator, type Page, test } from '@playwright/test';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { HOSTILE, ragTrace, spanIdOf, toOtlp, traceIdOf } from './make-trace.ts';

const START_MS = 1_795_000_000_000;

let server: TestServer;
const errors = watchErrors();
const foreign: string[] = [];

const send = (body: string) =>
  server.ask('v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body
  });
const row = (page: Page, name: string) => page.getByRole('treeitem').filter({ hasText: name });
const chosen = (page: Page) => page.locator('.tree-row.is-chosen');
const tab = (page: Page, name: RegExp | string) => page.getByRole('tab', { name });

const expectAccessible = async (page: Page) =>
  expect(await findFaults(page, { isStrict: true })).toEqual([]);

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  server = await startServer();
  await send(toOtlp(1, START_MS, ragTrace()));
  await send(
    toOtlp(
      2,
      START_MS + 60_000,
      ragTrace({ isFixed: true, answer: 'The lag is about 31 minutes.' })
    )
  );
});
test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
test.beforeEach(async ({ page, context }) => {
  foreign.length = 0;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page.on('request', request => {
    if (!/^(?:http:\/\/127\.0\.0\.1|blob:)/.test(request.url())) {
      foreign.push(request.url());
    }
  });
});
test.afterEach(() => {
  expect(foreign, 'requests to other hosts').toEqual([]);
});

test('a trace is gone through by its keys, and what its spans say never runs', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(
    `${await server.open()}#/traces/${traceIdOf(1)}?span=${spanIdOf(1, 3)}&theme=light`
  );
  // The list stands beside it; the span of the address is chosen, and the tree has the keys.
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible();
  await expect(chosen(page)).toContainText('plan');
  await expect(page.getByRole('tree')).toBeFocused();
  await expect(page.locator('.trace-numbers')).toContainText('4.1 s');
  // One of its spans comes from a clock that is a minute behind: lists cannot know that.
  await expect(page.locator('.trace-numbers')).toContainText('1 min 4 s in lists');
  await expect(row(page, 'Parent is missing')).toBeVisible();
  await expect(row(page, 'other clock').getByRole('img', { name: /clocks differ/ })).toBeVisible();
  await expect(row(page, 'backwards').getByRole('img', { name: /Ends 500 ms/ })).toBeVisible();

  // Messages: formatted text, calls of tools; images that come along are drawn on request, others never.
  const body = page.getByRole('tabpanel');
  await expect(body.getByRole('heading', { name: 'The moon and the tide' })).toBeVisible();
  await expect(body.locator('td').first()).toHaveText('Brest');
  await expect(body.locator('.tool-call')).toContainText('Brest');
  await expect(body).toContainText('<script>window.hit=1</script>');
  await body.getByRole('button', { name: /Show the image/ }).click();
  await expect(body.locator('img')).toHaveJSProperty('naturalWidth', 2);
  await expect(body.locator('img')).toHaveAttribute('src', /^blob:/);
  await page.screenshot({ path: info.outputPath('split-light.png') });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'As written' }).click();
  await expect(body.locator('.as-written', { hasText: 'window.hit' })).toHaveText(HOSTILE);
  await page.getByRole('button', { name: 'Formatted' }).click();
  expect(
    await page.evaluate(() => [
      'hit' in window,
      document.querySelectorAll('.span-panel :is(script, iframe, a[href*="javascript"], [onerror])')
        .length
    ])
  ).toEqual([false, 0]);

  // Keys: rows, folds, errors, critical path, words.
  await page.getByRole('tree').focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.is-cursor')).toContainText('× 24');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('j');
  await expect(chosen(page)).toContainText('embed');
  await expect(body).toContainText('part 0');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('e');
  await expect(chosen(page)).toContainText('tool lag');
  await tab(page, /Events/).click();
  await expect(body).toContainText('File "harbor.py", line 7, in lag');
  await page.keyboard.press('Shift+E');
  await expect(chosen(page)).toContainText('rag.query');
  await page.keyboard.press('p');
  await expect(row(page, 'plan').locator('.tree-path')).toHaveCount(1);
  await page.keyboard.press('p');
  await page.keyboard.press('/');
  await page.keyboard.type('PARAGRAPH 1 about');
  await expect(page.locator('.tree-found')).toHaveText('– of 1');
  await page.keyboard.press('Enter');
  await expect(chosen(page)).toContainText('retrieve');
  await expect(page.locator('.tree-found')).toHaveText('1 of 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tree')).toBeFocused();

  // Documents; a long one is read on request.
  await tab(page, /Documents/).click();
  await expect(body.locator('.span-document')).toHaveCount(3);
  await body.getByRole('button', { name: /Show all/ }).click();
  await expect(body.getByRole('button', { name: 'Show less' })).toBeVisible();
  // The address keeps the place: span and tab are there after a reload.
  await page.reload();
  await expect(chosen(page)).toContainText('retrieve');
  await expect(tab(page, /Documents/)).toHaveAttribute('aria-selected', 'true');

  // Copies for the notebook, and the filter by an attribute.
  await page.keyboard.press('y');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`session.get_spans_dataframe("trace_id == '${traceIdOf(1)}'")`);
  await row(page, 'plan').click();
  await tab(page, 'Attributes').click();
  await page.getByRole('searchbox', { name: 'Search in attributes' }).fill('model_name');
  await body
    .getByRole('button', { name: 'Show spans in which llm.model_name is the same' })
    .click();
  await expect(page.getByRole('combobox', { name: 'Filter spans' })).toHaveValue(
    'llm.model_name == "gpt-4o"'
  );
});

test('a part of the waterfall is looked at by keys, the menu, the axis and the wheel; edges between parts move', async ({
  page
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${await server.open()}#/traces/${traceIdOf(1)}?span=${spanIdOf(1, 3)}`);
  const bar = row(page, 'plan').locator('.tree-bar-of');
  const shareOf = async (part: Locator, whole: Locator) => {
    const [a, b] = [await part.boundingBox(), await whole.boundingBox()];
    return (a?.width ?? 0) / (b?.width ?? 1);
  };
  const time = page.locator('.tree-axis-time');
  await expect(bar).toBeVisible();
  const before = await shareOf(bar, time);
  expect(before).toBeLessThan(0.5);
  await page.keyboard.press('z');
  await expect.poll(() => shareOf(bar, time)).toBeCloseTo(1 / 1.12, 1);
  await expect(page.locator('.tree-axis-window')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Zoom' })).toHaveAttribute('aria-pressed', 'true');
  // What is chosen next is brought into sight, as close as before.
  await row(page, 'retrieve').click();
  await expect(row(page, 'retrieve').locator('.tree-bar-of')).toBeVisible();
  await page.getByRole('button', { name: 'Zoom' }).click();
  await page.getByRole('menuitem', { name: 'Show the whole trace' }).click();
  await expect.poll(() => shareOf(bar, time)).toBeCloseTo(before, 2);

  const box = (await time.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 3 });
  await page.mouse.up();
  await expect(page.locator('.tree-axis-window')).toBeVisible();
  await page.mouse.dblclick(...at(0.5));
  await expect(page.locator('.tree-axis-window')).toHaveCount(0);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect(page.locator('.tree-axis-window')).toBeVisible();

  const list = page.locator('.trace-split-list');
  const widthOf = async () => (await list.boundingBox())?.width ?? 0;
  const width = await widthOf();
  const edge = page.getByRole('separator', { name: 'Width of the list' });
  const handle = (await edge.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(handle.x, handle.y + 300);
  await page.mouse.down();
  await page.mouse.move(handle.x + 120, handle.y + 300, { steps: 3 });
  await page.mouse.up();
  await expect.poll(widthOf).toBeCloseTo(width + 120, -1);
  await page.reload();
  await expect.poll(widthOf).toBeCloseTo(width + 120, -1);
  await edge.press('Home');
  await expect.poll(widthOf).toBeCloseTo(width, 0);
  const tree = page.getByRole('separator', { name: 'Size of the tree' });
  await expect(tree).toHaveAttribute('aria-valuenow', '46');
  await tree.press('ArrowLeft');
  await expect(tree).toHaveAttribute('aria-valuenow', '44');
  await page.getByRole('separator', { name: 'Width of the names' }).press('ArrowRight');
  await expect(page.getByRole('separator', { name: 'Width of the names' })).toHaveAttribute(
    'aria-valuenow',
    '46'
  );
  await expectAccessible(page);
});

test('in a narrow place the trace covers the list, in both themes; a running span goes on', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 300, height: 800 });
  await page.goto(`${await server.open()}#/traces/${traceIdOf(1)}?theme=dark`);
  await expect(row(page, 'rag.query')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeHidden();
  const view = page.getByRole('region', { name: 'Trace', exact: true });
  expect(await view.evaluate(box => box.scrollWidth - box.clientWidth)).toBe(0);
  await expectAccessible(page);
  await page.screenshot({ path: info.outputPath('narrow-dark.png') });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible();

  await page.setViewportSize({ width: 900, height: 800 });
  const startMs = Date.now() - 2000;
  await send(toOtlp(5, startMs, [{ id: 1, name: 'stream', kind: 'LLM', at: 0, to: null }]));
  await page.goto(`${await server.open()}#/traces/${traceIdOf(5)}`);
  const clock = row(page, 'stream').locator('.tree-latency');
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before ?? '');
  await expect(row(page, 'stream').locator('[data-open]')).toHaveCount(1);
  await send(toOtlp(5, startMs, [{ id: 1, name: 'stream', kind: 'LLM', at: 0, to: 2500 }]));
  await expect(clock).toHaveText('2.5 s');

  // Deleting asks first.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete the trace' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('tree')).toHaveCount(0);
  await page.goto(`${await server.open()}#/traces/${traceIdOf(5)}`);
  await expect(page.getByRole('heading', { name: 'No such trace' })).toBeVisible();
  errors.forgive('404');
});

test('two traces are kept by a key and compared line by line and word by word', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${await server.open()}#/traces/${traceIdOf(1)}?theme=dark`);
  await expect(row(page, 'rag.query')).toBeVisible();
  await page.keyboard.press('=');
  await page
    .getByRole('row')
    .filter({ hasText: 'rag.query' })
    .first()
    .getByRole('link')
    .first()
    .click();
  await expect(row(page, 'summarize')).toBeVisible();
  await page.keyboard.press('=');
  const line = (name: string) => page.getByRole('treeitem').filter({ hasText: name });
  await expect(line('rag.query')).toHaveAttribute('aria-selected', 'true');
  await expect(line('rag.query')).toContainText('−1.2 s');
  await expect(line('summarize').getByRole('img', { name: 'only in B' })).toBeVisible();
  await expect(line('plan').getByRole('img', { name: 'in both, and different' })).toBeVisible();
  await page.keyboard.press('d');
  await expect(line('plan')).toHaveAttribute('aria-selected', 'true');
  const words = page.getByRole('region', { name: 'Words of plan' });
  await expect(words.locator('ins').first()).toBeVisible();
  await expect(words.locator('del').first()).toBeVisible();
  expect(await words.locator('script, img, iframe').count()).toBe(0);
  await page.screenshot({ path: info.outputPath('compare-dark.png') });
  await expectAccessible(page);
  await page.reload();
  await expect(line('plan')).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(line('summarize').getByRole('img', { name: 'only in A' })).toBeVisible();
});

test('how close the waterfall looks stands in the address: a reload keeps it, and Back undoes it', async ({
  page
}) => {
  await page.setViewportSize({ width: 1100, height: 900 });
  await page.goto(
    `${await server.open()}#/traces/${traceIdOf(1)}?span=${spanIdOf(1, 3)}&theme=light`
  );
  const axis = page.locator('.tree-axis');
  await expect(axis.locator('.tree-latency')).toHaveText('4.1 s');
  await page.keyboard.press('z');
  await expect(page).toHaveURL(/zoom=840000%2C1960000/);
  await expect(axis.locator('.tree-latency')).toHaveText('1.1 s');
  await page.reload();
  await expect(axis.locator('.tree-latency')).toHaveText('1.1 s');
  // Turns of a wheel are no steps of their own.
  await page.keyboard.press('+');
  await expect(page).not.toHaveURL(/zoom=840000/);
  await page.keyboard.press('Shift+Z');
  await expect(page).not.toHaveURL(/zoom/);
  await page.goBack();
  await expect(axis.locator('.tree-latency')).toHaveText('700 ms');
  await page.goBack();
  await expect(axis.locator('.tree-latency')).toHaveText('4.1 s');
  await page.goForward();
  await expect(axis.locator('.tree-latency')).toHaveText('700 ms');
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/zoom/);
});

test('a trace whose parents go round in a circle says so, and where it was opened', async ({
  page
}) => {
  await send(
    toOtlp(7, START_MS, [
      { id: 1, parent: 3, name: 'hen', at: 0, to: 100 },
      { id: 2, parent: 1, name: 'egg', at: 10, to: 90 },
      { id: 3, parent: 2, name: 'nest', at: 20, to: 80 }
    ])
  );
  await page.goto(`${await server.open()}#/traces/${traceIdOf(7)}?span=${spanIdOf(7, 3)}`);
  const note = page.getByText('Parents go round in a circle');
  await expect(note).toBeVisible();
  await note.getByRole('button', { name: 'hen' }).click();
  await expect(chosen(page)).toContainText('hen');
  await expectAccessible(page);
});

test('in a small frame the spans of a trace stay in sight', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 500 });
  await page.goto(`${await server.open()}#/traces/${traceIdOf(1)}?theme=dark`);
  await expect(row(page, 'rag.query')).toBeInViewport();
  await expect(row(page, 'other clock')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Critical path' })).toBeVisible();
  // What has no button of its own here stands in the menu.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Keep as A' }).click();
  await expect(page.getByRole('button', { name: 'Let A go' })).toBeVisible();
  await page.keyboard.press('Escape');
  const lines = page.getByRole('grid', { name: 'Traces' }).getByRole('row');
  await expect(lines.nth(2)).toBeInViewport();
  await expect(lines.nth(1)).toBeInViewport();
});
