import { expect, type Page, test } from '@playwright/test';
import { findFaults } from '../find-faults.ts';
import { watchErrors } from '../page-errors.ts';
import { startServer, type TestServer } from '../test-server.ts';

const TRACES = 240;

let server: TestServer;
watchErrors();

type Attribute = { key: string; value: { stringValue: string } | { intValue: number } };
const texts = (values: Record<string, string>): Attribute[] =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** One question: a chain around a call of a model; every twelfth call fails. */
function makeTrace(i: number, startMs: number) {
  const traceId = (i + 1).toString(16).padStart(32, '0');
  const [root, call] = [2 * i + 1, 2 * i + 2].map(id => id.toString(16).padStart(16, '0'));
  const ms = 40 + ((i * 7919) % 4000);
  const nano = (at: number) => `${at}000000`;
  const isBad = i % 12 === 0;
  return [
    {
      traceId,
      spanId: root,
      name: 'answer question',
      startTimeUnixNano: nano(startMs),
      endTimeUnixNano: nano(startMs + ms + 15),
      attributes: texts({
        'openinference.span.kind': 'CHAIN',
        'session.id': `talk ${i % 6}`,
        'input.value': `Question ${i}: how does the tide follow the moon?`,
        'output.value': isBad ? '' : `It follows with a lag of about ${i % 60} minutes.`
      })
    },
    {
      traceId,
      spanId: call,
      parentSpanId: root,
      name: 'chat completion',
      startTimeUnixNano: nano(startMs + 10),
      endTimeUnixNano: nano(startMs + 10 + ms),
      status: isBad ? { code: 2, message: 'rate limit' } : { code: 1 },
      attributes: [
        ...texts({
          'openinference.span.kind': 'LLM',
          'llm.model_name': 'gpt-4o-mini',
          'input.value': `Question ${i}`
        }),
        { key: 'llm.token_count.prompt', value: { intValue: 100 + i } },
        { key: 'llm.token_count.completion', value: { intValue: 20 + (i % 9) } }
      ]
    }
  ];
}

async function send(from: number, to: number): Promise<void> {
  const spans = Array.from({ length: to - from }, (_, i) =>
    makeTrace(from + i, 1_760_000_000_000 + (from + i) * 60_000)
  ).flat();
  await server.ask('v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
  });
}

async function open(page: Page, hash = '#/traces'): Promise<void> {
  await page.goto((await server.open()) + hash);
}

const expectAccessible = async (page: Page) =>
  expect(await findFaults(page, { isStrict: true })).toEqual([]);

const lines = (page: Page) => page.locator('.span-lines .span-line');
const count = (page: Page) => page.locator('.trace-count');
const field = (page: Page) => page.getByRole('combobox', { name: 'Filter spans' });

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
test('before the first span the page says how to send some, and shows them when they come', async ({
  page
}, info) => {
  await open(page, '#/');
  await expect(page.getByRole('heading', { name: 'No data yet' })).toBeVisible();
  await page.keyboard.type('gt');
  await expect(page.getByRole('heading', { name: 'No spans yet' })).toBeVisible();
  await expect(page.locator('.code pre').filter({ hasText: 'px.register()' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: info.outputPath('empty.png') });
  await send(0, TRACES);
  await expect(lines(page).first()).toContainText(`Question ${TRACES - 1}`);
  await expect(count(page)).toContainText(`${2 * TRACES} of ${2 * TRACES} spans`);
});

test('a filter is checked as it is written, completed, applied, and kept by the address', async ({
  page
}, info) => {
  await open(page, '#/traces?list=spans');
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('span_ki');
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveValue('span_kind');
  await page.keyboard.type(' == ');
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('.trace-told')).toContainText('Cannot');
  await page.keyboard.press('Enter');
  await expect(count(page)).toContainText(`${2 * TRACES} of`);
  await page.screenshot({ path: info.outputPath('wrong.png') });
  await page.keyboard.type("'LLM' and status_code == 'ERROR'");
  await page.keyboard.press('Enter');
  await expect(count(page)).toContainText(`${TRACES / 12} of ${2 * TRACES} spans`);
  await expect(lines(page)).toHaveCount(TRACES / 12);
  await page.reload();
  await expect(field(page)).toHaveValue("span_kind == 'LLM' and status_code == 'ERROR'");
  await expect(lines(page)).toHaveCount(TRACES / 12);
  await field(page).fill("llm.model_nam == 'gpt-4o-mini'");
  await page.getByRole('button', { name: 'Use llm.model_name' }).click();
  await expect(count(page)).toContainText(`${TRACES} of ${2 * TRACES} spans`);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(count(page)).toContainText(`${2 * TRACES} of`);
});

test('a stretch of the histogram narrows to its latencies; nothing left says what each condition takes', async ({
  page
}) => {
  await open(page);
  const bar = page.locator('.latency-bars button').last();
  const spans = Number(/: ([\d,]+) spans/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1]);
  await bar.click();
  await expect(field(page)).toHaveValue(/^[\d.]+ <= latency_ms < [\d.]+$/);
  await expect(count(page)).toContainText(`${spans} of ${2 * TRACES} spans`);
  await page.locator('.latency-bars button').last().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.latency-bars [data-chosen="true"]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await field(page).fill("name == 'nobody' and span_kind == 'LLM'");
  await field(page).press('Enter');
  await expect(page.getByText('No span matches')).toBeVisible();
  await expect(page.locator('.nothing-list')).toHaveText(
    `Without name == 'nobody' there would be ${TRACES}.`
  );
  await page.getByRole('button', { name: "Remove name == 'nobody'" }).click();
  await expect(field(page)).toHaveValue("span_kind == 'LLM'");
  await page.getByRole('button', { name: "Remove: span_kind == 'LLM'" }).click();
  await expect(count(page)).toContainText(`${2 * TRACES} of`);
});

test('columns sort on the server, are chosen and resized, pages follow the scroll, a line opens its trace', async ({
  page
}) => {
  await open(page);
  const start = page.getByRole('columnheader', { name: 'Start' });
  await start.getByRole('button').click();
  await expect(start).toHaveAttribute('aria-sort', 'ascending');
  await expect(lines(page).first()).toContainText('Question 0');
  const table = page.getByRole('grid', { name: 'Traces' });
  for (const rows of [200, TRACES]) {
    await table.evaluate(box => box.scrollTo(0, box.scrollHeight));
    await expect(table).toHaveAttribute('aria-rowcount', String(rows + 1));
  }
  await table.evaluate(box => box.scrollTo(0, 0));
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Project' }).click();
  await page.getByRole('button', { name: 'Move Project forward' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader').nth(-2)).toHaveText('Project');
  const edge = page.getByRole('separator', { name: 'Width of Input' });
  await edge.press('Home');
  const width = async () => (await edge.locator('..').boundingBox())?.width ?? 0;
  const before = await width();
  await edge.press('ArrowRight');
  await expect.poll(width).toBeCloseTo(before + 16, 0);
  await page.reload();
  await expect(page.getByRole('columnheader').nth(-2)).toHaveText('Project');
  await table.evaluate(box => box.scrollTo(0, 300));
  await lines(page).nth(12).getByRole('link').click();
  await expect(page.getByRole('treeitem')).toHaveText([/answer question/, /chat completion/]);
  await page.goBack();
  await expect(page.getByRole('tree')).toHaveCount(0);
  expect(await table.evaluate(box => box.scrollTop)).toBe(300);
});

test('lines of two rows are sorted and selected above them, by mouse and by keys', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 480, height: 700 });
  await open(page);
  const by = page.getByRole('combobox', { name: 'Sort by' });
  await expect(by).toHaveValue('start');
  await by.selectOption('Tokens');
  await expect(lines(page).first()).toContainText(`Question ${TRACES - 1}:`);
  await page.getByRole('button', { name: 'Largest first' }).click();
  await expect(lines(page).first()).toContainText('Question 0:');
  expect(page.url()).toContain('asc=totalTokens');
  await page.screenshot({ path: info.outputPath('two-rows.png') });
  await by.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(lines(page).first()).toContainText(`Question ${TRACES - 1}:`);
  await page.getByRole('checkbox', { name: 'Select everything that is listed' }).check();
  await expect(page.getByRole('region', { name: 'What is selected' })).toContainText(
    'Everything listed is selected'
  );
  await page.keyboard.press('Escape');
  // What the cursor is on stays below what stands over the lines.
  await page.getByRole('grid', { name: 'Traces' }).evaluate(box => box.scrollTo(0, 900));
  await page.keyboard.press('j');
  const head = (await page.locator('.span-head').boundingBox()) ?? { y: 0, height: 0 };
  const first = page.locator('.span-line[data-current="true"]');
  await expect(first).toContainText(`Question ${TRACES - 1}:`);
  await expect
    .poll(async () => (await first.boundingBox())?.y ?? 0)
    .toBeGreaterThanOrEqual(head.y + head.height - 1);
});

test('lines are walked, selected and sent to the notebook by keys; deleting asks first', async ({
  page
}, info) => {
  await open(page);
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'What is selected' });
  await expect(bar).toContainText('3 traces selected · 6 spans');
  await page.screenshot({ path: info.outputPath('selected.png') });
  await page.keyboard.press('x');
  await expect(page.getByText('6 spans went to the notebook')).toBeVisible();
  const exported = (await (await server.ask('api/exports')).json()) as { rows: number }[];
  expect(exported.at(-1)?.rows).toBe(6);
  await page.reload();
  await expect(bar).toContainText('3 traces selected');
  await page.getByRole('button', { name: 'Sessions' }).click();
  await expect(lines(page)).toHaveCount(6);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue(/^session\.id == "talk \d"$/);
  await expect(page.getByRole('grid', { name: 'Traces' })).toHaveAttribute(
    'aria-rowcount',
    String(TRACES / 6 + 1)
  );
  await bar.getByRole('button', { name: 'Clear the selection' }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await bar.getByRole('button', { name: `Select all ${TRACES / 6} that match` }).click();
  await expect(bar).toContainText('Everything listed is selected');
  await bar.getByRole('button', { name: 'Delete traces' }).click();
  await expect(page.getByRole('dialog')).toContainText(
    `${TRACES / 6} traces with ${TRACES / 3} spans will be deleted`
  );
  await page.getByRole('button', { name: 'Keep them' }).click();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await server.ask('v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-project-name': 'passing' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: makeTrace(9000, 1e12) }] }] })
  });
  await page.getByRole('button', { name: 'What is kept' }).click();
  await page.getByRole('button', { name: 'Delete the project passing' }).click();
  await page.screenshot({ path: info.outputPath('kept.png') });
  await page.getByRole('button', { name: 'Really delete' }).click();
  await expect(page.getByText('1 trace was deleted')).toBeVisible();
  await expect(page.getByRole('dialog')).not.toContainText('passing');
});

/** Questions that were embedded: vectors in three clumps. */
function makeEmbeddings(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    traceId: (0x9000 + i).toString(16).padStart(32, '0'),
    spanId: (0x9000 + i).toString(16).padStart(16, '0'),
    name: 'embed',
    startTimeUnixNano: `${1_750_000_000_000 + i * 1000}000000`,
    endTimeUnixNano: `${1_750_000_000_020 + i * 1000}000000`,
    attributes: [
      ...texts({
        'openinference.span.kind': 'EMBEDDING',
        'embedding.model_name': 'small-model',
        'embedding.embeddings.0.embedding.text': `Question ${i}`
      }),
      {
        key: 'embedding.embeddings.0.embedding.vector',
        value: {
          arrayValue: {
            values: Array.from({ length: 6 }, (_, axis) => ({
              doubleValue: (axis % 3 === i % 3 ? 5 : 0) + Math.sin(i * (axis + 1))
            }))
          }
        }
      }
    ]
  }));
}

test('vectors of spans open in the map, and a point opens its trace', async ({ page }, info) => {
  await server.ask('v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: makeEmbeddings(60) }] }] })
  });
  await open(page, `#/traces?filter=${encodeURIComponent("span_kind == 'LLM'")}`);
  await page.getByRole('button', { name: 'Map these spans' }).click();
  await page.getByRole('button', { name: 'Make the map' }).click();
  await expect(page.getByRole('heading', { name: 'These spans carry no vectors' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByRole('button', { name: 'Map these spans' }).click();
  await page.getByRole('button', { name: 'Make the map' }).click();
  await expect(page.locator('.span-map-note')).toContainText('60 vectors of');
  await expect(page).toHaveURL(/#\/map\/small-model/);
  await expect(page.getByRole('application')).toBeVisible();
  await page.screenshot({ path: info.outputPath('map.png') });
  await page.goto(`${page.url().split('#')[0]}#/map/small-model?point=0&panel=point`);
  const link = page.getByRole('link', { name: 'Open the trace' });
  await expect(link).toHaveAttribute(
    'href',
    /#\/traces\/0{28}90[0-9a-f]{2}\?span=0{12}90[0-9a-f]{2}/
  );
  await page.screenshot({ path: info.outputPath('point.png') });
});

test('spans that come while a reader is further down are told and move nothing', async ({
  page
}) => {
  await open(page);
  await expect(lines(page).first()).toBeVisible();
  const table = page.getByRole('grid', { name: 'Traces' });
  await table.evaluate(box => box.scrollTo(0, 900));
  await expect(lines(page).first()).not.toContainText(`Question ${TRACES - 1}:`);
  await send(TRACES, TRACES + 5);
  await page.getByRole('button', { name: '10 new spans' }).click();
  await expect(lines(page).first()).toContainText(`Question ${TRACES + 4}`);
  await expect(page.getByRole('button', { name: /new span/ })).toHaveCount(0);
});

for (const theme of ['light', 'dark']) {
  test(`the ${theme} theme is accessible`, async ({ page }, info) => {
    await open(page, `#/traces?theme=${theme}`);
    for (const width of [400, 860, 1100]) {
      await page.setViewportSize({ width, height: 1000 });
      await expect(lines(page).first()).toBeVisible();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: info.outputPath(`${theme}-${width}.png`) });
      await expectAccessible(page);
    }
  });
}
