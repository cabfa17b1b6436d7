import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServerEvents } from '../../contract/events.ts';
import { createAppFixture, SCHEMA, writeDatasets, type AppFixture } from '../app-fixture.ts';

const RULE = { kind: 'constant' as const, lower: null, upper: 0.2 };

async function load(fixture: AppFixture): Promise<void> {
  const answer = await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  expect(answer.status).toBe(200);
}

async function refusalOf(answer: Promise<{ status: number; json(): Promise<unknown> }>) {
  const { status, json } = await answer.then(async given => ({
    status: given.status,
    json: (await given.json()) as { error: { code: string; message: string; hint?: string } }
  }));
  return { status, ...json.error };
}

test('thresholds are kept with the session, told, and hold after a restart', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const told: ServerEvents['rules'][] = [];
  fixture.parts.broadcast.subscribe(event => event.event === 'rules' && told.push(event.body));
  const { thresholds } = fixture.client.api;
  expect(await (await thresholds.$get()).json()).toEqual([]);
  const json = [
    { metric: 'psi', rule: { kind: 'deviations' as const, k: 2 } },
    { metric: 'psi', dimension: 'amount', rule: RULE },
    { metric: 'accuracy', rule: { kind: 'constant' as const, lower: 0.8 } }
  ];
  const set = await thresholds.$put({ json });
  expect(set.status).toBe(200);
  const kept = await set.json();
  expect(kept).toEqual([
    json[0],
    json[1],
    { ...json[2], rule: { kind: 'constant', lower: 0.8, upper: null } }
  ]);
  expect(told).toEqual([{ revision: 1 }]);
  await using again = await createAppFixture({ root: fixture.root });
  expect(await (await again.client.api.thresholds.$get()).json()).toEqual(kept);
});

test('a threshold is applied to the series it names', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const ask = async () => {
    const answer = await fixture.client.api.timeseries.$post({
      json: { metric: 'mean', dimensions: ['amount'] }
    });
    const { series } = (await answer.json()) as { series: { limits: unknown; alerts: number[] }[] };
    return series[0];
  };
  const before = await ask();
  const rule = { kind: 'constant' as const, upper: -1 };
  await fixture.client.api.thresholds.$put({
    json: [{ metric: 'mean', dimension: 'amount', rule }]
  });
  const after = await ask();
  expect(after?.limits).toEqual({ lower: null, upper: -1, by: { kind: 'constant' } });
  expect(after?.alerts.length).toBeGreaterThan(before?.alerts.length ?? 0);
});

test('what cannot hold is refused in one sentence, and what held before stays', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { thresholds } = fixture.client.api;
  await thresholds.$put({ json: [{ metric: 'psi', rule: RULE }] });
  const constant = { kind: 'constant' as const };
  for (const [threshold, refusal] of [
    [
      { metric: 'psy', rule: RULE },
      { code: 'metric/unknown', hint: 'Use "psi"' }
    ],
    [
      { metric: 'psi', dimension: 'amout', rule: RULE },
      { code: 'dimension/unknown', hint: 'Use "amount"' }
    ],
    [{ metric: 'wasserstein', dimension: 'label', rule: RULE }, { code: 'metric/invalid' }],
    [{ metric: 'accuracy', dimension: 'amount', rule: RULE }, { code: 'metric/invalid' }],
    [{ metric: 'psi', rule: constant }, { code: 'metric/invalid' }],
    [{ metric: 'psi', rule: { ...constant, lower: 2, upper: 1 } }, { code: 'metric/invalid' }]
  ] as const) {
    const refused = await refusalOf(thresholds.$put({ json: [threshold] }));
    expect(refused).toMatchObject(refusal);
    expect(refused.message).toMatch(/^Cannot [^\n]+$/);
  }
  const twice = [
    { metric: 'psi', dimension: 'amount', rule: RULE },
    { metric: 'psi', dimension: 'amount', rule: RULE }
  ];
  expect(await refusalOf(thresholds.$put({ json: twice }))).toMatchObject({
    status: 400,
    message: 'Cannot hold two thresholds for psi of "amount"'
  });
  expect(await (await thresholds.$get()).json()).toEqual([{ metric: 'psi', rule: RULE }]);
  expect(fixture.bugs).toEqual([]);
});

test('a baseline is a period with rows; it goes when new data has none in it', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { baseline, datasets, session } = fixture.client.api;
  expect(await (await baseline.$get()).json()).toBeNull();
  for (const [json, words] of [
    [{ start: 'soon', end: '2023-11-15' }, 'ISO 8601'],
    [{ start: '2023-11-15', end: '2023-11-15' }, 'it must end after it starts'],
    [{ start: '2001-01-01', end: '2001-01-02' }, 'no primary row lies in it']
  ] as const) {
    const refused = await refusalOf(baseline.$put({ json }));
    expect(refused).toMatchObject({ status: 400, code: 'metric/invalid' });
    expect(refused.message).toContain(words);
  }
  const period = { start: '2023-11-14T23:13:20+01:00', end: '2023-11-15T00:00:00Z' };
  const set = await baseline.$put({ json: period });
  const kept = { start: '2023-11-14T22:13:20.000Z', end: '2023-11-15T00:00:00.000Z' };
  expect(await set.json()).toEqual(kept);
  const primary = { file: 'primary.arrow', schema: SCHEMA };
  await datasets.$put({ json: { primary } });
  expect(await (await baseline.$get()).json()).toEqual(kept);
  const timeless = { ...SCHEMA, timestampColumnName: undefined };
  const replaced = await datasets.$put({ json: { primary: { ...primary, schema: timeless } } });
  expect(((await replaced.json()) as { warnings: string[] }).warnings[0]).toMatch(
    /^The baseline .* was given up: no row of the new data lies in it$/
  );
  expect(await (await baseline.$get()).json()).toBeNull();
  expect(await (await session.$get()).json()).toMatchObject({ revision: 3 });
});

test('rules that cannot be read count as none', async () => {
  await using fixture = await createAppFixture();
  const path = join(fixture.parts.folders.session, 'rules.json');
  for (const text of ['{"version": 2}', '{', '{"version": 1, "thresholds": 5}']) {
    await writeFile(path, text);
    await using again = await createAppFixture({ root: fixture.root });
    expect(await (await again.client.api.thresholds.$get()).json()).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(text);
  }
});
