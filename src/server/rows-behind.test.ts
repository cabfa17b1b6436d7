import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import type { Job, Layout } from '../contract/map.ts';
import type { ClusterMeasure, SegmentsAnswer } from '../contract/metrics.ts';
import type { CompareAnswer, RowsPage } from '../contract/rows.ts';
import type { SelectionState } from '../contract/selection.ts';
import { createAppFixture, writeDatasets, type AppFixture } from './app-fixture.ts';

async function load(fixture: AppFixture): Promise<void> {
  const answer = await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  expect(answer.status).toBe(200);
}

test('behind every bar of a segment are its rows: to read, to select, to export', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { api } = fixture.client;
  const answer = await api.segments.$post({ json: { dimension: 'amount', metric: 'accuracy' } });
  const { segments } = (await answer.json()) as SegmentsAnswer;
  expect(segments.length).toBeGreaterThan(3);
  for (const { bin, primary, reference } of segments) {
    const conditions = [{ kind: 'bin' as const, dimension: 'amount', bin }];
    const source = { kind: 'where' as const, conditions };
    const page = (await (
      await api.rows.$post({ json: { source, limit: 1000 } })
    ).json()) as RowsPage;
    expect(page.total).toBe((primary ?? 0) + (reference ?? 0));
    const roles = page.rows.map(({ dataset }) => dataset);
    expect(roles.lastIndexOf('primary')).toBe((primary ?? 0) - 1);
  }
  const [first] = segments;
  const source = {
    kind: 'where' as const,
    dataset: 'primary' as const,
    conditions: [
      {
        kind: 'bin' as const,
        dimension: 'amount',
        bin: first?.bin ?? { kind: 'missing' as const }
      },
      { kind: 'correctness' as const, is: 'incorrect' as const }
    ]
  };
  const selected = await api.selection.source.$put({ json: { source } });
  const state = (await selected.json()) as SelectionState;
  expect(state.counts.primary).toBeGreaterThan(0);
  expect(state.counts.reference).toBe(0);
  const exported = await api.exports.$post({ json: { source, name: 'wrong' } });
  expect(await exported.json()).toMatchObject({ rows: state.count });
  const table = tableFromIPC(await (await fixture.ask('/api/exports/wrong')).arrayBuffer());
  expect(table.getChild('truth').toArray()).toEqual(Array<string>(state.count).fill('fruit'));
  const unknown = await api.rows.$post({
    json: {
      source: {
        kind: 'where',
        conditions: [{ kind: 'bin', dimension: 'amuont', bin: { kind: 'missing' } }]
      }
    }
  });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { hint: 'Use "amount"' } });
  expect(fixture.bugs).toEqual([]);
});

test('a selection comes back with its data, and not with other data', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { api } = fixture.client;
  const parts = [
    { by: 'rows' as const, dataset: 'primary' as const, runs: [0, 9, 17, 1, 231, 9] },
    { by: 'rows' as const, dataset: 'reference' as const, runs: [149, 1] }
  ];
  const states = await Promise.all([
    api.selection.$put({ json: { parts: [] } }),
    api.selection.$put({ json: { parts } }),
    api.selection.$put({ json: { parts: [{ by: 'ids', ids: ['row-50'] }], mode: 'add' } })
  ]);
  const last = (await states[2].json()) as SelectionState;
  expect(last.counts).toEqual({ primary: 20, reference: 2, corpus: 0 });
  const rowsOf = async ({ client }: AppFixture) => {
    const json = { source: { kind: 'selection' as const } };
    return ((await (await client.api.rows.$post({ json })).json()) as RowsPage).rows;
  };
  const rows = await rowsOf(fixture);
  const path = join(fixture.parts.folders.session, 'selection.bin');
  {
    await using again = await createAppFixture({ root: fixture.root });
    const state = await (await again.client.api.selection.$get()).json();
    expect(state).toEqual({ ...last, canUndo: false });
    expect(await rowsOf(again)).toEqual(rows);
  }
  const bytes = await readFile(path);
  for (const damaged of [
    Buffer.alloc(3),
    bytes.subarray(0, bytes.length - 8),
    Buffer.alloc(64, 7)
  ]) {
    await writeFile(path, damaged);
    await using again = await createAppFixture({ root: fixture.root });
    expect(await (await again.client.api.selection.$get()).json()).toMatchObject({ count: 0 });
    expect(await (await again.client.api.session.$get()).json()).toMatchObject({ revision: 1 });
  }
  await writeFile(path, bytes);
  await load(fixture);
  await using after = await createAppFixture({ root: fixture.root });
  expect(await (await after.client.api.selection.$get()).json()).toMatchObject({ count: 0 });
});

test('clusters are measured as the layout has them now, and sets of rows compared', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { api } = fixture.client;
  const parameters = { seed: 7, nNeighbors: 10, nComponents: 2 as const };
  const started = await api.maps.$post({ json: { embedding: 'thing', parameters } });
  const { id } = (await started.json()) as Job;
  let job: Job;
  do {
    await new Promise(resolve => setTimeout(resolve, 10));
    job = (await (await api.jobs[':id'].$get({ param: { id } })).json()) as Job;
  } while (job.state === 'waiting' || job.state === 'running');
  const param = { hash: job.layout ?? '' };
  const layout = (await (await api.layouts[':hash'].$get({ param })).json()) as Layout;
  const measureClusters = async (metric: string) => {
    const answer = await api.layouts[':hash'].measures.$post({ param, json: { metric } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as ClusterMeasure[];
  };
  expect(await measureClusters('count')).toEqual(
    layout.clusters.map(({ id: cluster, counts: { primary, reference } }) => ({
      id: cluster,
      primary,
      reference
    }))
  );
  const accuracy = await measureClusters('accuracy');
  expect(accuracy.map(({ primary }) => primary)).toEqual(
    layout.clusters.map(({ accuracy: { primary } }) => primary)
  );
  await api.layouts[':hash'].clusters.$post({ param, json: { minClusterSize: 300 } });
  expect(await measureClusters('accuracy')).toEqual([]);

  const where = (dataset: 'primary' | 'reference') => ({ kind: 'where' as const, dataset });
  const compared = await api.compare.$post({
    json: { a: where('primary'), b: where('reference') }
  });
  expect(await compared.json()).toMatchObject({ counts: { a: 240, b: 150, both: 0 } });
  const selection = { kind: 'selection' as const };
  const overlap = async () => {
    const answer = await api.compare.$post({ json: { a: selection, b: where('primary') } });
    return ((await answer.json()) as CompareAnswer).counts;
  };
  for (const length of [3, 7]) {
    const parts = [{ by: 'rows' as const, dataset: 'primary' as const, runs: [0, length] }];
    await api.selection.$put({ json: { parts } });
    expect(await overlap()).toEqual({ a: length, b: 240, both: length });
  }
  expect(fixture.bugs).toEqual([]);
});
