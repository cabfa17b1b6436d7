import { expect, type Page, test } from '@playwright/test';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';
import { payments } from './server.ts';

let server: TestServer;
watchErrors();

test.beforeAll(async () => {
  server = await startServer('opening');
  await server.load(payments());
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** Opens *Signals* while the page itself is still on its way; returns what lets it come. */
async function openHeld(page: Page, query = ''): Promise<() => void> {
  let release: () => void = () => undefined;
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route(/\/assets\/page-[^/]*\.js$/, async route => {
    await held;
    await route.continue();
  });
  await page.goto(`${await server.open()}${query}#/signals`, { waitUntil: 'commit' });
  return release;
}

const lines = (page: Page) => page.locator('.signals-scroll .signal-line');

test('what the first picture shows is asked for before the page is there, and once', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/events') {
      asked.push(`${pathname} ${request.postData() ?? ''}`);
    }
  });
  const release = await openHeld(page);
  const count = (path: string) => asked.filter(each => each.startsWith(path)).length;
  await expect.poll(() => [count('/api/signals'), count('/api/timeseries')]).toEqual([2, 2]);
  expect(await lines(page).count()).toBe(0);
  release();
  await expect(lines(page).first().locator('.signal-value')).toHaveText(/\d/);
  await expect(page.locator('.signal-strip canvas')).toBeVisible();
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
});

for (const host of ['tab', 'frame']) {
  test(`the room of the page is where the page will be, in a ${host}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const release = await openHeld(page, `&host=${host}`);
    const measure = (root: string) =>
      Promise.all(
        ['.rail', '.bar', '.scope', '.status'].map(part =>
          page
            .locator(`${root} ${part}`)
            .filter({ visible: true })
            .evaluateAll(elements =>
              elements.map(element => [
                JSON.stringify(element.getBoundingClientRect()),
                getComputedStyle(element).backgroundColor,
                getComputedStyle(element).borderBlockColor
              ])
            )
        )
      );
    await expect(page.locator('.app-room .bar')).toBeVisible();
    const room = await measure('.app-room');
    release();
    await expect(lines(page).first()).toBeVisible();
    await expect(page.locator('.app-room')).toHaveCount(0);
    expect(room).toEqual(await measure('.app'));
    expect(room[0]).toHaveLength(host === 'tab' ? 1 : 0);
  });
}
