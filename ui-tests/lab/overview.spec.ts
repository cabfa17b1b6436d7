import type { Page } from '@playwright/test';
import { findFaults } from '../find-faults.ts';
import { execute, findAppFrame, LAUNCH_WITH_DATA, listServers, runCell } from '../jupyter-page.ts';
import { expect, findPanel, openNotebook, showNotebook, test } from './phoenix-test.ts';

const PLACES = ['#/', '#/signals', '#/signals/label', '#/map/text', '#/traces', '#/exports'];

const TAB = '.jp-MainAreaWidget[data-phoenix-session]';

/** Three traces of two spans each through Jupyter's proxy; the second of them failed. */
async function sendTraces(page: Page, id: string): Promise<void> {
  const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
  const now = Date.now();
  const spans = [1, 2, 3].flatMap(n =>
    ['rag.query', 'llm'].map((name, depth) => ({
      traceId: hex(n, 32),
      spanId: hex(2 * n + depth, 16),
      ...(depth === 1 && { parentSpanId: hex(2 * n, 16) }),
      name,
      startTimeUnixNano: `${now - 1000 * n}000000`,
      endTimeUnixNano: `${now - 1000 * n + 500}000000`,
      status: n === 2 && depth === 1 ? { code: 2, message: 'Too many requests' } : {},
      attributes: [{ key: 'input.value', value: { stringValue: `question ${n}\nmore` } }]
    }))
  );
  await page.evaluate(
    async ([session, body]) => {
      const headers = { 'Content-Type': 'application/json' };
      const url = `/phoenix/proxy/${session}/v1/traces`;
      const answer = await fetch(url, { method: 'POST', headers, body });
      if (!answer.ok) {
        throw new Error(`The collector answered ${answer.status}`);
      }
    },
    [id, JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })] as const
  );
}

test('the panel shows the session of the notebook at a glance and leads into the app', async ({
  page,
  tmpPath
}) => {
  const path = await openNotebook(page, tmpPath, [
    LAUNCH_WITH_DATA.replace('session.view(height=420)', '')
  ]);
  await runCell(page, 0);
  await execute(page, 'phoenix:refresh-sessions');
  const [server] = await listServers(page);
  const id = server?.id ?? '';
  await page.sidebar.openTab('phoenix-sessions-panel');
  const overview = findPanel(page).getByRole('region', { name: 'Session “digits”' });
  await expect(overview).toContainText('live');
  const signals = overview.getByRole('list', { name: 'Signals' });
  await expect(signals.getByRole('button').first()).toContainText(/text\s*distance/);
  await expect(overview.getByRole('list', { name: 'Traces' })).toHaveCount(0);

  await sendTraces(page, id);
  const traces = overview.getByRole('list', { name: 'Traces' }).getByRole('listitem');
  await expect(traces).toHaveCount(3);
  await expect(traces.first()).toContainText('question 1');
  const numbers = overview.getByRole('group', { name: 'Numbers of spans' });
  await expect(numbers).toContainText(/traces\s*3\s*errors\s*1\s*p95\s*500 ms\s*cost\s*–/);
  await execute(page, 'phoenix:refresh-sessions');
  const status = page.locator('.phoenix-StatusItem');
  await expect(status).toContainText(/1 session · [\d.]+ spans\/s · \d+ MB/);

  const filter = overview.getByRole('textbox', { name: 'Filter of spans' });
  await filter.fill('latency_ms >');
  await filter.press('Enter');
  await expect(filter).toHaveAccessibleDescription(/a value is missing/);
  await expect(traces).toHaveCount(3);
  await filter.fill("status_code == 'ERROR'");
  await filter.press('Enter');
  await expect(traces).toHaveCount(1);
  await filter.press('Escape');
  await expect(traces).toHaveCount(3);

  await traces.nth(1).getByRole('button').click();
  await expect(traces.nth(1).getByRole('button', { name: 'Open this trace' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const frame = await findAppFrame(page, TAB);
  await frame.waitForURL(/#\/traces\?list=spans&filter=trace_id/);
  await numbers.getByRole('button', { name: 'errors' }).click();
  await frame.waitForURL(/#\/traces\?list=spans&filter=status_code/);

  await overview.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(overview.getByRole('img', { name: 'Map of “text”' })).toBeVisible();
  await page.evaluate(async session => {
    const parts = [{ by: 'rows', dataset: 'primary', runs: [3, 7] }];
    await fetch(`/phoenix/proxy/${session}/api/selection`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ parts })
    });
  }, id);
  await expect(overview).toContainText('selection 7');
  await overview.getByRole('button', { name: '→ sel' }).click();
  await showNotebook(page, path);
  const added = page.locator('.jp-NotebookPanel .jp-CodeCell').nth(1);
  await expect(added).toContainText('sel = px.active_session().selection');
  await expect(added.locator('.jp-OutputArea tbody tr')).toHaveCount(7);

  expect(await findFaults(page, { within: '#phoenix-sessions-panel' })).toEqual([]);
  expect(await findFaults(page, { within: '.phoenix-StatusItem' })).toEqual([]);
  for (const place of PLACES) {
    await frame.evaluate(to => (window.location.hash = to), place);
    await expect(frame.locator('main [aria-busy="true"]')).toHaveCount(0);
    expect(await findFaults(frame), place).toEqual([]);
  }

  await page.sidebar.close('left');
  await status.getByRole('button').click();
  await expect(overview).toBeVisible();
});
