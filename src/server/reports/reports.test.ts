import type { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { SessionState } from '../../contract/session.ts';
import { askSignals } from '../../contract/signal-questions.ts';
import { wholeDays } from '../../contract/whole-days.ts';
import { measure } from '../../inferences/measures/measure.ts';
import type { Rules } from '../../inferences/measures/measures.ts';
import { createAppFixture, writeDatasets, type AppFixture } from '../app-fixture.ts';
import { freeMemory } from '../free-memory.ts';
import { Reports } from './reports.ts';
import { loadTables } from './reports-fixture.ts';
import { startReportWorker } from './start-report-worker.ts';

const NO_RULES: Rules = { thresholds: [], baseline: null };

/** Reports of their own over the fixture's data, whose workers a test can reach. */
function createReports({ parts }: AppFixture) {
  const workers: Worker[] = [];
  const lost: unknown[] = [];
  const reports = new Reports({
    data: () => parts.session.data(),
    rules: () => NO_RULES,
    start(data) {
      const worker = startReportWorker(data);
      workers.push(worker);
      return worker;
    },
    log: { note: () => undefined, fault: (_, error) => void lost.push(error) }
  });
  return { reports, workers, lost, [Symbol.asyncDispose]: () => reports.close() };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

test('a report over two threads is the report of one, whatever is asked', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture);
  await until(async () => (await fixture.parts.reports.countThreads()) === 2);
  const { model } = await fixture.parts.session.data();
  for (const query of [
    {},
    { metrics: ['psi', 'mean', 'chi_square'] },
    { dimensions: ['color', 'n2', 'n0'] },
    { dimensions: ['n1', 'n1'] },
    { start: '2023-11-16T00:00:00Z', end: '2023-11-20T00:00:00Z' }
  ]) {
    const answer = await fixture.client.api.signals.$post({ json: query });
    const given = { start: undefined, end: undefined, ...query };
    expect(await answer.json()).toEqual(
      JSON.parse(JSON.stringify(measure(model, NO_RULES, { ...given, name: 'signals' })))
    );
  }
  for (const query of [
    { metric: 'psi' },
    { metric: 'mean', dataset: 'reference' as const },
    { metric: 'psi', dimensions: ['color', 'n3', 'n0'], windowMs: 3_600_000, everyMs: 7_200_000 },
    { metric: 'accuracy' }
  ]) {
    const answer = await fixture.client.api.timeseries.$post({ json: query });
    expect(await answer.json()).toEqual(
      JSON.parse(
        JSON.stringify(
          measure(model, NO_RULES, { dataset: 'primary', ...query, name: 'timeseries' })
        )
      )
    );
  }
  expect(fixture.bugs).toEqual([]);
});

test('data that was replaced is let go, whatever was asked of it', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 1000);
  for (let asked = 0; asked < 3; asked++) {
    expect((await fixture.client.api.signals.$post({ json: {} })).status).toBe(200);
  }
  const before = new WeakRef(await fixture.parts.session.data());
  await loadTables(fixture, 1000);
  await vi.waitFor(() => {
    freeMemory();
    expect(before.deref()).toBeUndefined();
  });
});

test('a heavy report keeps neither /api/health nor a single number waiting', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 100_000, 12);
  const order: string[] = [];
  const note = async (name: string, answer: Promise<{ status: number }>) => {
    expect((await answer).status).toBe(200);
    order.push(name);
  };
  const { api } = fixture.client;
  await Promise.all([
    note('report', api.signals.$post({ json: {} })),
    note('number', api.metric.$post({ json: { metric: 'mean', dimension: 'n11' } })),
    note('health', api.health.$get())
  ]);
  expect(order).toEqual(['health', 'number', 'report']);
});

test('equal requests are measured once, and answers are kept until rules or data change', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 1000);
  const { reports } = fixture.parts;
  const ask = { metrics: ['psi'], dimensions: ['n0', 'n1'] };
  const [a, b] = await Promise.all([reports.ask('signals', ask), reports.ask('signals', ask)]);
  expect(b).toBe(a);
  expect(await reports.ask('signals', ask)).toBe(a);
  expect(await reports.countCachedBytes()).toBeGreaterThan(100);
  const set = await fixture.client.api.baseline.$put({
    json: { start: '2023-11-14T22:13:20Z', end: '2023-11-15T00:00:00Z' }
  });
  expect(set.status).toBe(200);
  const c = await reports.ask('signals', ask);
  expect(c).not.toEqual(a);
  await loadTables(fixture, 500);
  expect(await reports.ask('signals', ask)).not.toBe(c);
});

test('what a page asks of new data first has been measured by then', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 1000);
  const { reports, session } = fixture.parts;
  await reports.warm(await session.data());
  const before = await reports.countCachedBytes();
  const ask = async (path: string, json: unknown) => {
    const answer = await fixture.ask(`/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(json)
    });
    expect([path, answer.status]).toEqual([path, 200]);
  };
  const state = (await (await fixture.client.api.session.$get()).json()) as SessionState;
  const { startTime = null, endTime = null } = state.datasets.primary ?? {};
  const asked = askSignals(state, { metric: 'psi', extent: wholeDays(startTime, endTime) });
  await ask('signals', asked.values);
  await ask('signals', asked.overview);
  await ask('timeseries', asked.dimensions);
  await ask('performance', {});
  expect(await reports.countCachedBytes()).toBe(before);
  await ask('signals', { metrics: ['psi', 'mean'] });
  expect(await reports.countCachedBytes()).toBeGreaterThan(before);
});

test('who has gone is not measured for, unless another waits for the same', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 20_000, 30);
  await using own = createReports(fixture);
  const { reports } = own;
  const leave = new AbortController();
  const { signal } = leave;
  const gone = reports.ask('signals', {}, { signal });
  const stays = reports.ask('signals', {});
  const alone = reports.ask('signals', { metrics: ['psi'] }, { signal });
  await until(async () => (await reports.countWaiting()) > 0);
  leave.abort();
  await expect(gone).rejects.toThrow('aborted');
  await expect(alone).rejects.toThrow('aborted');
  expect((await stays).signals).toHaveLength(33);
  expect(await reports.countWaiting()).toBe(0);
  await expect(reports.ask('signals', {}, { signal })).rejects.toThrow('aborted');
});

test('a thread that dies is one clear failure, and the next request has another', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 20_000, 30);
  await using own = createReports(fixture);
  const { reports, workers, lost } = own;
  const first = reports.ask('signals', {});
  const second = reports.ask('metric', {
    metric: 'mean',
    dimension: 'n3',
    dataset: 'primary',
    permutations: 0,
    seed: 0
  });
  await until(() => Promise.resolve(workers.length > 0));
  await workers[0]?.terminate();
  await expect(first).rejects.toMatchObject({
    code: 'report/interrupted',
    message: 'Cannot measure: the thread that measured ended unexpectedly'
  });
  expect((await second).value).toBeGreaterThan(0);
  expect((await reports.ask('signals', {})).signals).toHaveLength(33);
  expect(workers).toHaveLength(2);
  expect(lost).toHaveLength(1);
});

test('a thread without work ends after a while, and comes back with the next request', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 100);
  await using own = createReports(fixture);
  const { reports, workers } = own;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const ask = (dimensions: string[]) => reports.ask('signals', { dimensions });
    await ask(['n0']);
    vi.advanceTimersByTime(60_000);
    await ask(['n1']);
    vi.advanceTimersByTime(4 * 60_000);
    expect(await reports.countThreads()).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(await reports.countThreads()).toBe(0);
    expect((await ask(['n2'])).signals).toHaveLength(1);
    expect(workers).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('threads start with the data and end with it', async () => {
  await using fixture = await createAppFixture();
  const { reports } = fixture.parts;
  const empty = await fixture.client.api.signals.$post({ json: {} });
  expect(empty.status).toBe(404);
  expect(await empty.json()).toMatchObject({
    error: { code: 'dataset/missing', message: 'Cannot measure: no data set is loaded' }
  });
  expect(await reports.countThreads()).toBe(0);
  await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  await until(async () => (await reports.countThreads()) === 1);
  await loadTables(fixture, 20_000, 80);
  const running = reports.ask('signals', {});
  const refused = expect(running).rejects.toMatchObject({ code: 'report/interrupted' });
  await until(async () => (await reports.countWaiting()) > 0);
  await loadTables(fixture, 100);
  await refused;
  await reports.close();
  expect(await reports.countThreads()).toBe(0);
  expect(fixture.bugs).toEqual([]);
});

test('what is refused is refused in one sentence with a hint', async () => {
  await using fixture = await createAppFixture();
  await loadTables(fixture, 100);
  for (const [path, json, status, hint] of [
    ['metric', { metric: 'psy', dimension: 'n0' }, 404, 'Use "psi"'],
    ['metric', { metric: 'psi', dimension: 'colour' }, 404, 'Use "color"'],
    ['metric', { metric: 'psi' }, 400, 'Name a dimension'],
    ['signals', { dimensions: ['n0', 'n9'] }, 404, 'Use "n'],
    ['timeseries', { metric: 'psi', start: 'yesterday' }, 400, undefined],
    ['segments', { dimension: 'n0', start: '2023-11-14', end: '14 Nov' }, 400, undefined]
  ] as const) {
    const answer = await fixture.ask(`/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(json)
    });
    expect([json, answer.status]).toEqual([json, status]);
    const { error } = (await answer.json()) as { error: { message: string; hint?: string } };
    expect(error.message).toMatch(/^Cannot [^\n]+$/);
    expect(error.hint ?? '').toContain(hint ?? '');
  }
  expect(fixture.bugs).toEqual([]);
});
