import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { decodeFrame } from '../../src/contract/frame.ts';
import type { ExportEntry } from '../../src/contract/export.ts';
import type { Job, Layout, Retrievals } from '../../src/contract/map.ts';
import type { ClusterMeasure } from '../../src/contract/metrics.ts';
import type { Pins } from '../../src/contract/pins.ts';
import type { SelectionState } from '../../src/contract/selection.ts';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { SEARCH } from './data.ts';

let server: TestServer;
const errors = watchErrors();

test.beforeAll(async () => {
  server = await startServer('map test');
  await server.load(SEARCH);
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function openMap(page: Page, { query = '', place = '#/map' } = {}): Promise<void> {
  await page.goto((await server.open()) + query + place);
  await expect(page.locator('.cluster').first()).toBeVisible({ timeout: 40_000 });
  await expect(canvasOf(page)).toHaveAttribute('aria-label', /[1-9][\d,]* of 1,080 points drawn/);
}

const canvasOf = (page: Page): Locator => page.getByRole('application');

async function readSelection(): Promise<SelectionState> {
  return (await (await server.ask('api/selection')).json()) as SelectionState;
}

/** A place with colored ink, as far to the right in the list of such places as `share` says. */
async function findInk(
  page: Page,
  share: number,
  strength = 110
): Promise<{ x: number; y: number }> {
  const box = await canvasOf(page).boundingBox();
  const at = await page.evaluate(
    ([share, strength]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-canvas canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const places: number[] = [];
      for (let i = 0; pixels && i < pixels.length; i += 4) {
        const rgb = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0];
        if (Math.max(...rgb) - Math.min(...rgb) > strength) {
          places.push(i / 4);
        }
      }
      const place = places[Math.floor(share * places.length)] ?? 0;
      const width = canvas?.width ?? 1;
      return { x: (place % width) / width, y: Math.floor(place / width) / (canvas?.height ?? 1) };
    },
    [share, strength] as const
  );
  return {
    x: (box?.x ?? 0) + at.x * (box?.width ?? 0),
    y: (box?.y ?? 0) + at.y * (box?.height ?? 0)
  };
}

async function hoverAt(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  await page.mouse.move(x - 2, y);
  await page.mouse.move(x, y, { steps: 4 });
}

async function drawLasso(page: Page): Promise<void> {
  const box = await canvasOf(page).boundingBox();
  const [cx, cy] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  const [rx, ry] = [(box?.width ?? 0) * 0.35, (box?.height ?? 0) * 0.4];
  await page.mouse.move(cx + rx, cy);
  await page.mouse.down();
  for (let i = 1; i <= 24; i++) {
    await page.mouse.move(cx + rx * Math.cos(i / 4), cy + ry * Math.sin(i / 4));
  }
  await page.mouse.up();
}

test('makes the first map by itself and says how it goes', async ({ page }) => {
  await page.goto((await server.open()) + '#/map');
  await expect(page.locator('.cluster').first()).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('tab', { name: /Clusters/ })).toContainText(/\d+/);
  await expect(page.locator('.honest')).toContainText('1,080 of 1,080 points');
  const layouts = (await (await server.ask('api/layouts')).json()) as Layout[];
  expect(layouts).toHaveLength(1);
  expect(layouts[0]?.parameters).toMatchObject({ nComponents: 2, nSamples: 600 });
});

test('a lasso selects rows on the server, in the table and in words; u takes it back', async ({
  page
}) => {
  await openMap(page);
  await page.keyboard.press('l');
  await drawLasso(page);
  await expect(page.locator('.map-rows .rows-count')).toContainText(/rows/);
  await expect.poll(async () => (await readSelection()).count).toBeGreaterThan(20);
  const { count } = await readSelection();
  const written = count.toLocaleString('en');
  await expect(page.locator('.map-rows .rows-count')).toContainText(`${written} rows`);
  await expect(canvasOf(page)).toHaveAttribute('aria-label', new RegExp(`${written} selected`));
  await page.keyboard.press('u');
  await expect(page.getByText('Nothing selected')).toBeVisible();
  await page.keyboard.press('Shift+U');
  await expect(page.locator('.map-rows .rows-count')).toContainText(`${written} rows`);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Nothing selected')).toBeVisible();
  expect((await readSelection()).count).toBe(0);
});

test('a point tells what it is, what is near it, and what it retrieved', async ({ page }) => {
  await openMap(page, { place: '#/map?color=dimension%3Aamount' });
  await page.waitForTimeout(600);
  const blue = await findInk(page, 0.5);
  await hoverAt(page, blue);
  await expect(page.locator('.hover-card')).toContainText(/Message \d+ about/);
  await page.mouse.click(blue.x, blue.y);
  await expect(page.getByRole('tab', { name: 'Point' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.point .point-card')).toContainText(/Message \d+ about/);
  await page.keyboard.press('n');
  await expect(page.locator('.point-list').last().locator('.point-line')).toHaveCount(20);
  await page.getByRole('button', { name: 'Select these 21' }).click();
  await expect.poll(async () => (await readSelection()).count).toBe(21);
  await server.ask('api/selection', { method: 'DELETE' });
});

test('a query leads to its documents', async ({ page }) => {
  await openMap(page);
  const [layout] = (await (await server.ask('api/layouts')).json()) as Layout[];
  expect(layout?.retrievals).toBeGreaterThan(500);
  // The first point of the map that is a query.
  let query = 0;
  for (let documents = 0; documents === 0; query++) {
    const answer = await server.ask(`api/layouts/${layout?.hash ?? ''}/retrievals?point=${query}`);
    documents = ((await answer.json()) as { documents: unknown[] }).documents.length;
  }
  await page.goto(page.url().replace(/#.*/, `#/map?panel=point&point=${query - 1}`));
  await expect(page.getByRole('heading', { name: /Retrieved documents/ })).toBeVisible();
  await expect(page.locator('.point-list').first().locator('.point-line').first()).toContainText(
    'about'
  );
});

/** Bytes of the answer in binary frames. */
async function readFrame(path: string) {
  return decodeFrame<{ count: number }>(await (await server.ask(path)).arrayBuffer());
}

async function firstLayout(): Promise<Layout> {
  const layouts = (await (await server.ask('api/layouts')).json()) as Layout[];
  const flat = layouts.find(({ parameters }) => parameters.nComponents === 2);
  if (!flat) {
    throw new Error('Cannot find the flat map');
  }
  return flat;
}

test('a document leads to the queries that retrieved it, and their lines are drawn', async ({
  page
}) => {
  await openMap(page);
  const { hash } = await firstLayout();
  const { sections } = await readFrame(`api/layouts/${hash}/points`);
  const document = (sections.get('dataset') ?? []).indexOf(2);
  const answer = await server.ask(`api/layouts/${hash}/retrievals?point=${document}`);
  const { queries } = (await answer.json()) as Retrievals;
  expect(queries.length).toBeGreaterThan(3);
  const ink = () =>
    page.evaluate(() => {
      // Points are on the first canvas, what lies over them on the second.
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.map-canvas canvas')[1];
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.filter((value, i) => i % 4 === 3 && value > 0).length ?? 0;
    });
  await page.waitForTimeout(600);
  const before = await ink();
  await page.goto(page.url().replace(/#.*/, `#/map?panel=point&point=${document}`));
  await expect(page.getByRole('heading', { name: /Retrieved by/ })).toContainText(
    String(queries.length)
  );
  await expect(page.locator('.point-list .point-line')).toHaveCount(Math.min(50, queries.length));
  await expect.poll(ink).toBeGreaterThan(before + 500);
  await page.getByRole('button', { name: `Select these ${queries.length}` }).click();
  await expect.poll(async () => (await readSelection()).count).toBe(queries.length);
  await server.ask('api/selection', { method: 'DELETE' });
});

test('a window of time hides the points outside, asks for no other map, and is a chip', async ({
  page
}) => {
  await openMap(page);
  const { hash } = await firstLayout();
  const points = await readFrame(`api/layouts/${hash}/points`);
  const times = await readFrame(`api/layouts/${hash}/times`);
  const [dataset, time] = [points.sections.get('dataset') ?? [], times.sections.get('time') ?? []];
  const [start, end] = [Date.UTC(2025, 1, 17, 12), Date.UTC(2025, 1, 19)];
  const outside = Array.from(dataset).filter((set, i) => {
    const at = time[i] ?? NaN;
    return set === 0 && !(at >= start && at < end);
  }).length;
  expect(outside).toBeGreaterThan(400);
  const asked: string[] = [];
  page.on('request', request => asked.push(`${request.method()} ${request.url()}`));
  const range = `from=${new Date(start).toISOString()}&to=${new Date(end).toISOString()}`;
  await page.goto(page.url().replace(/#.*/, `#/map?${range}`));
  await expect(page.locator('.honest')).toContainText(`${outside} outside the window`);
  await expect(page.locator('.scope-count')).toContainText(
    `${(1080 - outside).toLocaleString('en')} of 1,080 points`
  );
  // Nothing was moved, and nobody was asked for a map or for points.
  expect(asked.filter(line => /POST .*api\/maps|\/points|\/times/.test(line))).toEqual([]);
  expect((await firstLayout()).hash).toBe(hash);
  await page.keyboard.press('l');
  await drawLasso(page);
  await expect
    .poll(async () => (await readSelection()).counts.primary)
    .toBeLessThan(600 - outside + 1);
  await server.ask('api/selection', { method: 'DELETE' });
  await page.getByRole('button', { name: /^Remove: Feb/ }).click();
  await expect(page.locator('.honest')).not.toContainText('outside');
});

test('a brush over the series narrows the map at once; a press looks at the days before it', async ({
  page
}) => {
  // Esc steps out of a selection before it steps out of the range.
  await server.ask('api/selection', { method: 'DELETE' });
  await openMap(page);
  const { hash } = await firstLayout();
  const points = await readFrame(`api/layouts/${hash}/points`);
  const times = await readFrame(`api/layouts/${hash}/times`);
  const countOutside = (start: number, end: number) =>
    Array.from(points.sections.get('dataset') ?? []).filter((set, i) => {
      const at = times.sections.get('time')?.[i] ?? NaN;
      return set === 0 && !(at >= start && at < end);
    }).length;
  const shown = (name: string) =>
    Date.parse(new URLSearchParams(page.url().replace(/^.*[?]/, '')).get(name) ?? '');
  const strip = page.locator('.signal-strip');
  await expect(strip.getByLabel('Metric')).toHaveValue('query_distance');
  const over = strip.locator('.u-over');
  await expect(over).toBeVisible();
  const asked: string[] = [];
  page.on('request', request => asked.push(`${request.method()} ${request.url()}`));
  const box = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.8));
  await page.mouse.down();
  await page.mouse.move(...at(0.95), { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => shown('from')).not.toBeNaN();
  const outside = countOutside(shown('from'), shown('to'));
  expect(outside).toBeGreaterThan(100);
  await expect(page.locator('.honest')).toContainText(`${outside} outside the window`);
  await page.mouse.click(...at(0.7));
  await expect.poll(() => shown('at')).not.toBeNaN();
  const before = shown('at');
  const day = 86_400_000;
  await expect(page.locator('.honest')).toContainText(
    `${countOutside(before - 2 * day, before)} outside the window`
  );
  await page.keyboard.press('[');
  await expect.poll(() => shown('at')).toBe(before - day);
  await expect(page.locator('.honest')).toContainText(
    `${countOutside(before - 3 * day, before - day)} outside the window`
  );
  expect(asked.filter(line => /api\/maps|\/points|\/times/.test(line))).toEqual([]);
  expect((await firstLayout()).hash).toBe(hash);
  await page.keyboard.press('Escape');
  await expect.poll(() => shown('at')).toBeNaN();
  await expect(page.locator('.honest')).toContainText(`${outside} outside the window`);
  await page.keyboard.press('Escape');
  await expect(page.locator('.honest')).not.toContainText('outside');
});

test('the legend is gone through by arrows; only one group can be left', async ({ page }) => {
  await openMap(page, { place: '#/map?color=dimension%3Aactual' });
  const switches = page.locator('.legend').getByRole('switch');
  await expect(switches).toHaveCount(5);
  await switches.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(switches.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(switches.last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(switches.first()).toHaveAttribute('aria-checked', 'false');
  await switches.nth(2).click({ modifiers: ['Alt'] });
  await expect(page.locator('.legend [aria-checked="true"]')).toHaveCount(1);
  await expect(page.locator('.chip')).toContainText('4 groups off');
  const alone = await page.locator('.legend [aria-checked="true"] .legend-count').textContent();
  await expect(page.locator('.scope-count')).toContainText(`${alone ?? ''} of 1,080 points`);
  const label = await switches.nth(2).locator('.legend-label').textContent();
  await page.getByRole('button', { name: `Only ${label ?? ''}` }).click();
  await expect(page.locator('.legend [aria-checked="true"]')).toHaveCount(5);
});

test('clusters are sorted by any metric, as the server measures it', async ({ page }) => {
  await openMap(page);
  const { hash, clusters } = await firstLayout();
  const measure = async (body: object) => {
    const answer = await server.ask(`api/layouts/${hash}/measures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    });
    return (await answer.json()) as ClusterMeasure[];
  };
  const nameOf = (id: string) => clusters.find(cluster => cluster.id === id)?.name ?? '';
  await server.ask('api/selection', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parts: [{ by: 'ids', ids: ['q1-0', 'q1-1'] }] })
  });
  for (const [metric, dimension] of [
    ['mean', 'amount'],
    ['accuracy', undefined]
  ] as const) {
    const measures = await measure({ metric, ...(dimension && { dimension }) });
    await page.getByLabel('What is measured in each cluster').selectOption(metric);
    if (dimension) {
      await page.getByLabel('Column', { exact: true }).selectOption(dimension);
    }
    for (const [sort, sign] of [
      ['highest', -1],
      ['lowest', 1]
    ] as const) {
      await page.getByLabel('Sort').selectOption(sort);
      const expected = measures
        .toSorted((a, b) => sign * ((a.primary ?? 0) - (b.primary ?? 0)))
        .map(({ id }) => nameOf(id));
      await expect
        .poll(() =>
          page
            .locator('.cluster-name')
            .evaluateAll(all => all.map(one => (one as HTMLInputElement).value))
        )
        .toEqual(expected);
    }
    await expect(page.locator('.cluster-other').first()).toBeVisible();
  }
  expect((await firstLayout()).hash).toBe(hash);
  await expect(canvasOf(page)).toHaveAttribute('aria-label', /2 selected/);
  await server.ask('api/selection', { method: 'DELETE' });
});

test('a search lights the points that contain the text, and selects them', async ({ page }) => {
  await openMap(page);
  await page.keyboard.press('/');
  await page.keyboard.type('invoices');
  await expect(page.locator('.found-bar')).toContainText(/\d+ points contain/);
  const { header } = await readFrame(
    `api/layouts/${(await firstLayout()).hash}/matches?find=invoices`
  );
  await expect(page.locator('.found-bar')).toContainText(`${header.count} points`);
  await expect(page.locator('.scope-count')).toContainText(`${header.count} of 1,080 points`);
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await expect.poll(async () => (await readSelection()).count).toBe(header.count);
  await page.locator('.found-bar').getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.locator('.found-bar')).toHaveCount(0);
  await server.ask('api/selection', { method: 'DELETE' });
});

test('= keeps one selection as A, the next as B, and tells how they differ', async ({ page }) => {
  await openMap(page);
  const select = async (index: number) => {
    await page.getByRole('tab', { name: /Clusters/ }).click();
    await page
      .locator('.cluster-select')
      .nth(index)
      .click({ position: { x: 240, y: 46 } });
    const size = await page.locator('.cluster-count').nth(index).textContent();
    await expect(page.locator('.map-rows .rows-count')).toContainText(
      `${Number.parseInt(size ?? '', 10)} rows`
    );
  };
  const name = (index: number) => page.locator('.cluster-name').nth(index).inputValue();
  const [first, second] = [await name(0), await name(1)];
  await select(0);
  await page.keyboard.press('=');
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.compare-set').first()).toContainText(`cluster “${first}”`);
  await select(1);
  await page.keyboard.press('=');
  await expect(page.locator('.compare-set').last()).toContainText(`cluster “${second}”`);
  const { a, b } = (await (await server.ask('api/pins')).json()) as Pins;
  await expect(page.locator('.compare-bar')).toHaveAttribute(
    'aria-label',
    `${a?.count} only in A, 0 in both, ${b?.count} only in B`
  );
  // Clusters are of one subject each: labels and amounts tell them apart.
  const lines = page.locator('.difference');
  await expect(lines.first()).toBeVisible();
  const psi = (await page.locator('.difference-psi').allTextContents()).map(Number);
  expect(psi).toEqual(psi.toSorted((x, y) => y - x));
  expect(psi[0]).toBeGreaterThan(0.5);
  await page.getByTitle('Color the map by actual').click();
  await expect(page.locator('.legend')).toHaveAttribute('aria-label', 'Legend: actual');
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(page.locator('.compare-set').first()).toContainText(`cluster “${second}”`);
  await page.getByRole('button', { name: 'Let go of A' }).click();
  await page.getByRole('button', { name: 'Let go of B' }).click();
  await expect(page.getByText('Nothing to compare yet')).toBeVisible();
  await server.ask('api/selection', { method: 'DELETE' });
});

test('the row of the point under the pointer is lit in the table', async ({ page }) => {
  await openMap(page);
  await server.ask('api/selection', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parts: [{ by: 'ids', ids: ['q1-0', 'q1-1', 'q1-2', 'q1-3'] }] })
  });
  await expect(page.locator('.grid-row')).toHaveCount(4);
  await page.keyboard.press('f');
  const lit = page.locator('.grid-row[data-lit]');
  // Selected points have the strongest color; somewhere in it is the middle of one.
  await expect(async () => {
    for (let i = 1; i < 8 && (await lit.count()) === 0; i++) {
      await hoverAt(page, await findInk(page, i / 8, 150));
      await page.waitForTimeout(150);
    }
    const id = await page.locator('.hover-card .card-id').textContent({ timeout: 500 });
    await expect(lit).toContainText(id ?? '-', { timeout: 500 });
  }).toPass();
  await server.ask('api/selection', { method: 'DELETE' });
});

test('colors count every point, and a group that is off is a chip of the scope', async ({
  page
}) => {
  await openMap(page);
  await page.keyboard.press('c');
  await page.getByRole('option', { name: 'actual' }).click();
  const legend = page.locator('.legend');
  await expect(legend.getByRole('switch', { name: /refunds/ })).toBeVisible();
  const counts = await legend.locator('.legend-count').allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text.replace(',', '')), 0)).toBe(1080);
  await legend.getByRole('switch', { name: /refunds/ }).click();
  await expect(page.locator('.chip')).toContainText('1 group off');
  await expect(page.locator('.honest')).toContainText(/\d+ dimmed/);
  await page.getByRole('button', { name: /1 group off/ }).click();
  await expect(page.locator('.chip')).toHaveCount(0);
});

test('a cluster takes a name, keeps it, and gives its rows', async ({ page }) => {
  await openMap(page);
  const name = page.locator('.cluster-name').first();
  await name.fill('angry letters');
  await name.press('Enter');
  await page.reload();
  await expect(page.locator('.cluster-name').first()).toHaveValue('angry letters');
  await page
    .locator('.cluster-select')
    .first()
    .click({ position: { x: 240, y: 46 } });
  await expect.poll(async () => (await readSelection()).count).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Rows of angry letters' }).click();
  await expect(page.getByRole('heading', { name: /Rows of cluster/ })).toContainText(
    'angry letters'
  );
  await page.locator('.cluster-name').first().fill('');
  await page.locator('.cluster-name').first().press('Enter');
  await expect(page.locator('.cluster-name').first()).not.toHaveValue('angry letters');
  await server.ask('api/selection', { method: 'DELETE' });
});

test('arrow keys go from cluster to cluster, Enter opens the rows', async ({ page }) => {
  await openMap(page);
  await canvasOf(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.cluster[data-current]')).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: /Cluster .*points/ })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Rows of cluster/ })).toBeVisible();
});

test('an export goes to the notebook under its name, and says how to read it', async ({ page }) => {
  // Whatever is selected is then what this test has selected.
  await server.ask('api/selection', { method: 'DELETE' });
  await openMap(page);
  await page
    .locator('.cluster-select')
    .first()
    .click({ position: { x: 240, y: 46 } });
  await expect.poll(async () => (await readSelection()).count).toBeGreaterThan(5);
  const { counts } = await readSelection();
  // Without a selection all clusters would be exported: the page, too, has to know of it.
  await expect(page.locator('.scope')).toContainText('selected');
  await page.keyboard.press('x');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('odd ones');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('session.exports[-1]')).toBeVisible();
  const exports = (await (await server.ask('api/exports')).json()) as ExportEntry[];
  expect(exports.at(-1)).toMatchObject({
    name: 'odd ones',
    rows: counts.primary + counts.reference
  });
  await server.ask('api/selection', { method: 'DELETE' });
});

test('rows selected from the notebook light up in the open map', async ({ page }) => {
  await openMap(page);
  await server.ask('api/selection', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parts: [{ by: 'ids', ids: ['q1-0', 'q1-1', 'q1-2'] }] })
  });
  await expect(canvasOf(page)).toHaveAttribute('aria-label', /3 selected/);
  await expect(page.locator('.map-rows .rows-count')).toContainText('3 rows');
  await server.ask('api/selection', { method: 'DELETE' });
  await expect(page.getByText('Nothing selected')).toBeVisible();
});

test('in a frame the wheel belongs to the notebook until the map was clicked', async ({ page }) => {
  await openMap(page, { query: '&host=frame' });
  const box = await canvasOf(page).boundingBox();
  const ground = { x: (box?.x ?? 0) + 12, y: (box?.y ?? 0) + 12 };
  const camera = () => new URL(page.url()).hash.match(/camera=([^&]*)/)?.[1] ?? '';
  await page.waitForTimeout(700);
  const before = camera();
  await page.mouse.move(ground.x, ground.y);
  await page.mouse.wheel(0, -300);
  await expect(page.locator('.map-hint')).toBeVisible();
  await page.waitForTimeout(700);
  expect(camera()).toBe(before);
  await page.mouse.click(ground.x, ground.y);
  await page.mouse.wheel(0, -300);
  await expect.poll(camera).not.toBe(before);
});

test('3D is one key away, and 2D comes back', async ({ page }) => {
  await openMap(page);
  await page.keyboard.press('3');
  await expect.poll(() => page.url(), { timeout: 40_000 }).toContain('dims=3');
  await expect(page.locator('.honest')).toContainText('1,080 of 1,080 points', { timeout: 40_000 });
  const layouts = (await (await server.ask('api/layouts')).json()) as Layout[];
  expect(layouts.map(({ parameters }) => parameters.nComponents).sort()).toEqual([2, 3]);
  await page.keyboard.press('l');
  await drawLasso(page);
  await expect.poll(async () => (await readSelection()).count).toBeGreaterThan(20);
  await server.ask('api/selection', { method: 'DELETE' });
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: '2D', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
});

test('settings refuse what cannot be, and find clusters again without a new layout', async ({
  page
}) => {
  await openMap(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByLabel('Neighbors').fill('4');
  await expect(page.getByText('At least 5')).toBeVisible();
  await page.getByLabel('Neighbors').fill('30');
  await page.getByLabel('Smallest cluster').fill('60');
  const before = (await (await server.ask('api/layouts')).json()) as Layout[];
  await page.getByRole('button', { name: 'Find clusters again' }).click();
  await expect
    .poll(async () => {
      const layouts = (await (await server.ask('api/layouts')).json()) as Layout[];
      return layouts.map(({ parameters }) => parameters.minClusterSize);
    })
    .toContain(60);
  const after = (await (await server.ask('api/layouts')).json()) as Layout[];
  expect(after.map(({ hash }) => hash).sort()).toEqual(before.map(({ hash }) => hash).sort());
});

test('a job can be cancelled, and the old map stays', async ({ page }) => {
  await openMap(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByLabel('Neighbors').fill('99');
  await page.getByLabel('Seed').fill('5');
  await page.getByRole('button', { name: 'Make this map' }).click();
  // The job takes a second: too quick for a pointer that first waits for the button to rest.
  await page.waitForFunction(() => {
    const button = document.querySelector<HTMLElement>('.job button');
    button?.click();
    return button !== null;
  });
  await expect(page.locator('.job')).toHaveCount(0);
  const jobs = (await (await server.ask('api/jobs')).json()) as Job[];
  expect(jobs.map(({ state }) => state)).toContain('cancelled');
  await expect(page.locator('.honest')).toContainText('1,080 of 1,080 points');
  // A question for moving points may be on its way when they are given up.
  errors.forgive('404');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has nothing seriously inaccessible in ${colorScheme}, from 560 px up`, async ({
    browser
  }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await openMap(page);
    for (const width of [560, 860, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await findFaults(page), `${width} px`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}

test('in a small frame the map keeps its height, and the inspector comes when it is asked for', async ({
  page
}) => {
  await page.setViewportSize({ width: 320, height: 500 });
  await openMap(page, { query: '&host=frame' });
  const boxOf = async (place: Locator) => {
    const box = await place.boundingBox();
    if (!box) {
      throw new Error('It is not drawn');
    }
    return { top: box.y, bottom: box.y + box.height };
  };
  const [tools, canvas, numbers, inspector, rows] = await Promise.all(
    ['.map-toolbar', '.map-canvas', '.honest', '.inspector', '.map-rows'].map(name =>
      boxOf(page.locator(name))
    )
  );
  expect(canvas?.top).toBeGreaterThanOrEqual(tools?.bottom ?? Infinity);
  expect(numbers?.top).toBeGreaterThanOrEqual(canvas?.bottom ?? Infinity);
  expect(inspector?.top).toBeGreaterThanOrEqual(numbers?.bottom ?? Infinity);
  expect((canvas?.bottom ?? 0) - (canvas?.top ?? 0)).toBeGreaterThan(110);
  // Its tabs are in sight; pressed, what they hold is.
  const settings = page.getByRole('tab', { name: 'Settings' });
  await expect(settings).toBeInViewport();
  expect((await boxOf(settings)).bottom).toBeLessThanOrEqual((rows?.top ?? 0) + 1);
  await settings.click();
  await expect(page.getByLabel('Neighbors')).toBeInViewport();
});
