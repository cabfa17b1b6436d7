import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromArrays, tableFromIPC, tableToIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { decodeFrame } from '../contract/frame.ts';
import type { ColorsHeader, Job, Layout, MapSnapshot, PointsHeader } from '../contract/map.ts';
import type { ServerEvent } from './broadcast.ts';
import { createAppFixture, SCHEMA, writeDatasets, type AppFixture } from './app-fixture.ts';

const MAP = {
  embedding: 'thing',
  parameters: { seed: 7, nNeighbors: 10, nComponents: 2 as const }
};

async function load(fixture: AppFixture): Promise<void> {
  const answer = await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  expect(await answer.json()).toMatchObject({ revision: 1 });
}

async function untilEnd({ client }: AppFixture, id: string): Promise<Job> {
  for (;;) {
    const job = (await (await client.api.jobs[':id'].$get({ param: { id } })).json()) as Job;
    if (job.state !== 'waiting' && job.state !== 'running') {
      return job;
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

async function draw(
  fixture: AppFixture,
  map: Parameters<AppFixture['client']['api']['maps']['$post']>[0]['json'] = MAP
): Promise<Layout> {
  const job = (await (await fixture.client.api.maps.$post({ json: map })).json()) as Job;
  const ended = await untilEnd(fixture, job.id);
  expect(ended).toMatchObject({ state: 'done', error: null });
  const answer = await fixture.client.api.layouts[':hash'].$get({
    param: { hash: ended.layout ?? '' }
  });
  return (await answer.json()) as Layout;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows which route it asked
async function frame<Header>(answer: Response | Promise<Response>) {
  const given = await answer;
  expect(given.status).toBe(200);
  return decodeFrame<Header>(await given.arrayBuffer());
}

test('PUT /datasets replaces all data, tells it and keeps the manifest', async () => {
  await using fixture = await createAppFixture();
  const told: string[] = [];
  fixture.parts.broadcast.subscribe(({ event }) => told.push(event));
  await load(fixture);
  const state = await (await fixture.client.api.session.$get()).json();
  expect(state).toMatchObject({
    id: fixture.parts.manifest?.id ?? 'abcdef012345',
    revision: 1,
    datasets: {
      primary: { name: 'production', rowCount: 240 },
      reference: { rowCount: 150 },
      corpus: null
    },
    hasCorrectness: true
  });
  expect(told).toEqual(['session']);
  const manifest: unknown = JSON.parse(
    await readFile(join(fixture.parts.folders.session, 'session.json'), 'utf8')
  );
  expect(manifest).toMatchObject({ id: 'abcdef012345', kernel_id: 'kernel-1', revision: 1 });
});

test('data that is refused leaves the data of before as it was', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { datasets } = fixture.parts.folders;
  await writeFile(join(datasets, 'broken.arrow'), 'this is not Arrow');
  for (const primary of [
    { file: 'broken.arrow', schema: {} },
    { file: 'absent.arrow', schema: {} },
    { file: 'primary.arrow', schema: { ...SCHEMA, featureColumnNames: ['nowhere'] } }
  ]) {
    const answer = await fixture.client.api.datasets.$put({ json: { primary } });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toMatch(/^dataset\//);
    expect(error.message).not.toContain(fixture.root);
  }
  expect(await (await fixture.client.api.session.$get()).json()).toMatchObject({
    revision: 1,
    datasets: { primary: { rowCount: 240 } }
  });
  expect((await readdir(datasets)).sort()).toContain('primary.arrow');
  expect(fixture.bugs).toEqual([]);
});

test('the files of the data before are removed after a load', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { folders } = fixture.parts;
  const bytes = await readFile(join(folders.datasets, 'reference.arrow'));
  const uploaded = await fixture.ask('/api/uploads/next.arrow', { method: 'PUT', body: bytes });
  expect(await uploaded.json()).toEqual({ file: 'next.arrow', bytes: bytes.length });
  await fixture.client.api.datasets.$put({
    json: { primary: { file: 'next.arrow', schema: SCHEMA } }
  });
  expect(await readdir(folders.datasets)).toEqual(['next.arrow']);
});

test.each(['..%2fsession.json', '.hidden', 'a%2fb', 'a%00', 'ü.arrow', 'x'.repeat(200)])(
  'PUT /uploads/%s is refused',
  async file => {
    await using fixture = await createAppFixture();
    const answer = await fixture.ask(`/api/uploads/${file}`, { method: 'PUT', body: 'x' });
    expect(answer.status).toBe(400);
    expect(await readdir(fixture.parts.folders.datasets)).toEqual([]);
  }
);

test('a session comes back after a crash with data, name and page cookie', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  await using again = await createAppFixture({
    root: fixture.root,
    options: { name: '', notebook: '' }
  });
  expect(await (await again.client.api.session.$get()).json()).toMatchObject({
    name: 'a',
    notebook: '/work/a.ipynb',
    revision: 1,
    datasets: { primary: { rowCount: 240 } },
    warnings: []
  });
  expect(again.parts.credentials.cookieKey).toBe(fixture.parts.credentials.cookieKey);
  expect(again.parts.credentials.token).not.toBe(fixture.parts.credentials.token);
});

test('a session whose data is gone starts empty and says so', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  await rm(join(fixture.parts.folders.datasets, 'primary.arrow'));
  await using again = await createAppFixture({ root: fixture.root });
  const state = (await (await again.client.api.session.$get()).json()) as { warnings: string[] };
  expect(state).toMatchObject({ datasets: { primary: null } });
  expect(state.warnings[0]).toMatch(/could not be loaded again: .*"production"/);
});

test('POST /maps makes a layout with stages, and the second time finds it', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const jobs: Job[] = [];
  fixture.parts.broadcast.subscribe(event => event.event === 'job' && jobs.push(event.body));
  const first = await fixture.client.api.maps.$post({ json: MAP });
  expect(first.status).toBe(202);
  const layout = await draw(fixture);
  expect(jobs.map(({ stage }) => stage)).toEqual(
    expect.arrayContaining(['sample', 'neighbors', 'layout', 'clusters', 'names'])
  );
  expect(layout).toMatchObject({
    embedding: 'thing',
    count: 390,
    counts: { primary: 240, reference: 150, corpus: 0 },
    available: { primary: 240, reference: 150, corpus: 0 },
    parameters: { nComponents: 2, nNeighbors: 10, seed: 7, minClusterSize: 10 }
  });
  expect(layout.clusters).toHaveLength(3);
  expect(layout.clusters[0]?.accuracy.primary).toBeGreaterThan(0.8);
  const second = await fixture.client.api.maps.$post({ json: MAP });
  expect(second.status).toBe(200);
  expect(await second.json()).toMatchObject({ state: 'done', cached: true, layout: layout.hash });
  const list = await (
    await fixture.client.api.layouts.$get({ query: { embedding: 'thing' } })
  ).json();
  expect(list).toMatchObject([{ hash: layout.hash }]);
});

test('another server finds the layout on disk, unless it was damaged', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const map = { embedding: 'thing', parameters: { nNeighbors: 10, nComponents: 3 as const } };
  const layout = await draw(fixture, map);
  await fixture.client.api.layouts[':hash'].clusters[':id'].$patch({
    param: { hash: layout.hash, id: '1' },
    json: { name: '  Mine ' }
  });
  const points = await frame<PointsHeader>(fixture.ask(`/api/layouts/${layout.hash}/points`));
  {
    await using again = await createAppFixture({ root: fixture.root });
    const found = await again.client.api.maps.$post({ json: map });
    expect(found.status).toBe(200);
    const same = await frame<PointsHeader>(again.ask(`/api/layouts/${layout.hash}/points`));
    expect(same).toEqual(points);
    const [, cluster] = (await draw(again, map)).clusters;
    expect(cluster).toMatchObject({ id: '1', name: 'Mine', namedBy: 'user' });
  }
  const file = join(fixture.parts.folders.layouts, layout.hash, 'points.bin');
  const bytes = await readFile(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await using after = await createAppFixture({ root: fixture.root });
  expect((await after.client.api.maps.$post({ json: map })).status).toBe(202);
});

/** The head of a PNG: more is not looked at. */
const PICTURE = Uint8Array.from(
  [0x89504e47, 0x0d0a1a0a, 13, 0x49484452, 536, 300].flatMap(word => [
    word >>> 24,
    (word >>> 16) & 255,
    (word >>> 8) & 255,
    word & 255
  ])
);

test('a picture of the map stays with its layout', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const events: ServerEvent[] = [];
  fixture.parts.broadcast.subscribe(event => events.push(event));
  const list = async () => (await fixture.ask('/api/snapshots')).json();
  const path = `/api/layouts/${hash}/snapshot`;
  expect(await list()).toEqual([]);
  expect((await fixture.ask(path)).status).toBe(404);
  const put = (body: Uint8Array<ArrayBuffer> | string, at = path) =>
    fixture.ask(at, { method: 'PUT', body, headers: { 'Content-Type': 'image/png' } });
  expect((await put('<svg xmlns="http://www.w3.org/2000/svg"/>')).status).toBe(400);
  expect((await put(PICTURE, `/api/layouts/${'0'.repeat(32)}/snapshot`)).status).toBe(404);
  expect((await put(PICTURE)).status).toBe(204);
  const kept = await fixture.ask(path);
  expect(kept.headers.get('Content-Type')).toBe('image/png');
  expect(new Uint8Array(await kept.arrayBuffer())).toEqual(PICTURE);
  const [snapshot] = (await list()) as MapSnapshot[];
  expect(snapshot).toMatchObject({ layout: hash, embedding: 'thing' });
  expect(events).toMatchObject([{ event: 'snapshot', body: { layout: hash, embedding: 'thing' } }]);
  expect(fixture.bugs).toEqual([]);
});

test('GET …/points gives a frame, and 304 to who has it', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const answer = await fixture.ask(`/api/layouts/${hash}/points`);
  const etag = answer.headers.get('ETag') ?? '';
  const { header, sections } = await frame<PointsHeader>(answer);
  expect(header).toMatchObject({ hash, count: 390, components: 2, final: true });
  expect(sections.get('positions')).toHaveLength(780);
  expect(sections.get('dataset')).toHaveLength(390);
  expect(Math.max(...(sections.get('cluster') ?? []))).toBe(2);
  const known = await fixture.ask(`/api/layouts/${hash}/points`, {
    headers: { 'If-None-Match': etag }
  });
  expect(known.status).toBe(304);
});

test('a layout can be read as a table, by colors, neighbors and cards', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const table = tableFromIPC(
    await (await fixture.ask(`/api/layouts/${hash}/table.arrow`)).arrayBuffer()
  );
  expect(table.names).toEqual(['dataset', 'row', 'id', 'x', 'y', 'cluster']);
  expect(table.numRows).toBe(390);
  expect({ ...table.at(0) }).toMatchObject({ id: expect.stringMatching(/^row-\d+$/) as string });
  const colors = await frame<ColorsHeader>(fixture.ask(`/api/layouts/${hash}/colors?by=dataset`));
  expect(colors.header.legend.map(({ count }) => count)).toEqual([240, 150]);
  const near = await (await fixture.ask(`/api/layouts/${hash}/neighbors?point=5&k=3`)).json();
  expect(near).toMatchObject({
    point: 5,
    neighbors: [{ distance: expect.any(Number) as number }, {}, {}]
  });
  const card = (await (await fixture.ask(`/api/layouts/${hash}/card?point=5`)).json()) as {
    text: string;
  };
  expect(card.text).toMatch(/apples|ships|stars/);
  for (const [path, status] of [
    [`${hash}/neighbors?point=390`, 404],
    [`${hash}/neighbors?point=-1`, 400],
    [`${hash}/colors?by=dimension:no`, 404],
    [`${hash}/colors`, 400],
    ['0123456789abcdef0123456789abcdef', 404],
    ['..%2f..%2fsessions', 404]
  ] as const) {
    expect([path, (await fixture.ask(`/api/layouts/${path}`)).status]).toEqual([path, status]);
  }
  expect(fixture.bugs).toEqual([]);
});

test('times and matches of a layout come point by point', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const points = await frame<PointsHeader>(fixture.ask(`/api/layouts/${hash}/points`));
  const dataset = points.sections.get('dataset') ?? [];
  const row = points.sections.get('row') ?? [];
  const { header, sections } = await frame(fixture.ask(`/api/layouts/${hash}/times`));
  expect(header).toEqual({ hash, count: 390 });
  // Row i of the primary is a minute after row i − 1.
  expect(sections.get('time')).toEqual(
    Float64Array.from(row, at => 1000 * (1_700_000_000 + 60 * at))
  );
  const found = await frame(fixture.ask(`/api/layouts/${hash}/matches?find=SHIPS`));
  const bits = found.sections.get('matches') ?? [];
  const matched = Array.from(row, (at, i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1 && at % 3 === 1);
  expect(found.header).toEqual({ find: 'SHIPS', count: 130 });
  expect(matched.filter(Boolean)).toHaveLength(130);
  expect(dataset).toHaveLength(390);
  expect((await fixture.ask(`/api/layouts/${hash}/matches?find=`)).status).toBe(400);
});

test('rows kept to compare stay as they were when the selection moves on', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash, clusters } = await draw(fixture);
  const put = (pin: string, source: object, name = 'somewhere') =>
    fixture.ask(`/api/pins/${pin}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source, name })
    });
  expect((await put('a', { kind: 'selection' })).status).toBe(409);
  const rows = [{ by: 'rows' as const, dataset: 'primary' as const, runs: [3, 2] }];
  await fixture.client.api.selection.$put({ json: { parts: rows } });
  expect(await (await put('a', { kind: 'selection' }, ' two rows ')).json()).toMatchObject({
    a: { name: 'two rows', count: 2, counts: { primary: 2, reference: 0 }, revision: 1 },
    b: null
  });
  await fixture.client.api.selection.$delete();
  await put('b', { kind: 'cluster', layout: hash, cluster: '1' });
  const page = await fixture.client.api.rows.$post({ json: { source: { kind: 'pin', pin: 'a' } } });
  expect(await page.json()).toMatchObject({ total: 2, rows: [{ row: 3 }, { row: 4 }] });
  const { header, sections } = await frame(fixture.ask(`/api/layouts/${hash}/pins`));
  expect(header).toEqual({ counts: { a: 2, b: clusters[1]?.count } });
  const points = await frame<PointsHeader>(fixture.ask(`/api/layouts/${hash}/points`));
  const bits = sections.get('a') ?? [];
  const marked = Array.from(points.sections.get('row') ?? []).filter(
    (_, i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1
  );
  expect(marked.sort()).toEqual([3, 4]);
  await fixture.ask('/api/pins/a', { method: 'DELETE' });
  const gone = await fixture.client.api.rows.$post({ json: { source: { kind: 'pin', pin: 'a' } } });
  expect(gone.status).toBe(409);
  expect((await put('c', { kind: 'selection' })).status).toBe(400);
  expect(fixture.bugs).toEqual([]);
});

test('POST …/clusters makes other clusters of the same points', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const param = { hash };
  const before = await frame<PointsHeader>(fixture.ask(`/api/layouts/${hash}/points`));
  const answer = await fixture.client.api.layouts[':hash'].clusters.$post({
    param,
    json: { minClusterSize: 300 }
  });
  expect(fixture.bugs).toEqual([]);
  expect(await answer.json()).toMatchObject({
    clusters: [],
    noise: 390,
    parameters: { minClusterSize: 300 }
  });
  const after = await frame<PointsHeader>(fixture.ask(`/api/layouts/${hash}/points`));
  expect(after.sections.get('positions')).toEqual(before.sections.get('positions'));
  const back = await fixture.client.api.maps.$post({ json: MAP });
  expect(back.status).toBe(200);
  const again = await (await fixture.client.api.layouts[':hash'].$get({ param })).json();
  expect(again).toMatchObject({ noise: expect.any(Number) as number, clusters: [{}, {}, {}] });
});

test('what is lassoed becomes the selection, and the selection an export', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash } = await draw(fixture);
  const bits = new Uint8Array(Math.ceil(390 / 8));
  bits[0] = 0b1011;
  const lasso = await fixture.ask(`/api/layouts/${hash}/selection?mode=replace`, {
    method: 'PUT',
    body: bits
  });
  expect(await lasso.json()).toMatchObject({ count: 3, canUndo: true });
  const seen = await frame(fixture.ask(`/api/layouts/${hash}/selection`));
  expect(seen.sections.get('selected')?.[0]).toBe(0b1011);
  const page = await fixture.client.api.rows.$post({ json: { source: { kind: 'selection' } } });
  expect(await page.json()).toMatchObject({ total: 3, matched: 3 });
  const exported = await fixture.client.api.exports.$post({
    json: { source: { kind: 'selection' }, name: 'night' }
  });
  expect(exported.status).toBe(201);
  expect(await exported.json()).toMatchObject({ name: 'night', rows: 3 });
  const twin = await fixture.client.api.exports.$post({
    json: { source: { kind: 'selection' }, name: 'Night' }
  });
  expect(await twin.json()).toMatchObject({ name: 'Night-2' });
  const rows = tableFromIPC(await (await fixture.ask('/api/selection/rows.arrow')).arrayBuffer());
  const file = tableFromIPC(await (await fixture.ask('/api/exports/night')).arrayBuffer());
  expect(file.toColumns()).toEqual(rows.toColumns());
  const csv = await fixture.ask('/api/exports/night?format=csv');
  expect(csv.headers.get('Content-Disposition')).toContain('night.csv');
  expect((await csv.text()).trim().split('\n')).toHaveLength(4);
  const parquet = new Uint8Array(
    await (await fixture.ask('/api/exports/night?format=parquet')).arrayBuffer()
  );
  expect(new TextDecoder().decode(parquet.subarray(0, 4))).toBe('PAR1');
  expect((await (await fixture.client.api.exports.$get()).json()) as unknown).toMatchObject([
    { name: 'night' },
    { name: 'Night-2' }
  ]);
  expect((await fixture.ask('/api/exports/night', { method: 'DELETE' })).status).toBe(204);
  expect((await fixture.ask('/api/exports/night')).status).toBe(404);
  const undone = await fixture.client.api.selection.undo.$post();
  expect(await undone.json()).toMatchObject({ count: 0, canRedo: true });
  const empty = await fixture.client.api.exports.$post({ json: { source: { kind: 'selection' } } });
  expect(empty.status).toBe(409);
  expect(fixture.bugs).toEqual([]);
});

test('clusters can be selected, exported and listed', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const { hash, clusters } = await draw(fixture);
  const selected = await fixture.ask(`/api/layouts/${hash}/clusters/1/selection`, {
    method: 'PUT'
  });
  expect(await selected.json()).toMatchObject({ count: clusters[1]?.count });
  const exported = await fixture.client.api.exports.$post({
    json: { source: { kind: 'clusters', layout: hash, clusters: ['0', '2'] } }
  });
  const { name } = (await exported.json()) as { name: string };
  expect(name).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$/);
  const table = tableFromIPC(await (await fixture.ask(`/api/exports/${name}`)).arrayBuffer());
  expect(new Set(table.getChild('__phoenix_cluster_id__').toArray())).toEqual(new Set(['0', '2']));
  for (const cluster of ['9', '-1', 'x', '00']) {
    const source = { kind: 'cluster' as const, layout: hash, cluster };
    expect((await fixture.client.api.rows.$post({ json: { source } })).status).toBe(404);
  }
});

test('the selection from code lights points and is told to every view', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const told: unknown[] = [];
  fixture.parts.broadcast.subscribe(event => event.event === 'selection' && told.push(event.body));
  const answer = await fixture.client.api.selection.$put({
    json: { parts: [{ by: 'ids', ids: ['row-3', 'row-200'] }] }
  });
  const state = await answer.json();
  expect(state).toMatchObject({ counts: { primary: 2, reference: 1, corpus: 0 } });
  expect(told).toEqual([state]);
});

test('data that is replaced cancels the job on it', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const started = await fixture.client.api.maps.$post({
    json: { ...MAP, parameters: { ...MAP.parameters, seed: 8 } }
  });
  const { id } = (await started.json()) as Job;
  await fixture.client.api.datasets.$put({
    json: { primary: { file: 'primary.arrow', schema: SCHEMA } }
  });
  expect((await untilEnd(fixture, id)).state).toBe('cancelled');
});

test('maps that cannot be made say why', async () => {
  await using fixture = await createAppFixture();
  await load(fixture);
  const unknown = await fixture.client.api.maps.$post({ json: { embedding: 'nothing' } });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: 'embedding/unknown' } });
  for (const parameters of [
    { nComponents: 4 },
    { minDist: -1 },
    { nNeighbors: 1 },
    { minClusterSize: 1 },
    { minSamples: 0 },
    { epsilon: -1 },
    { other: 1 }
  ]) {
    const answer = await fixture.ask('/api/maps', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ embedding: 'thing', parameters })
    });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('request/invalid');
    expect(error.message).toContain(Object.keys(parameters)[0]);
  }
  const none = await fixture.client.api.maps.$post({
    json: { embedding: 'thing', parameters: { nSamples: 0 } }
  });
  const failed = await untilEnd(fixture, ((await none.json()) as Job).id);
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'map/no-vectors' } });
  expect(fixture.bugs).toEqual([]);
});

test('GET /media shows what the link of a row holds, sandboxed and in ranges', async () => {
  await using fixture = await createAppFixture();
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const path = join(fixture.root, 'picture.png');
  await writeFile(path, png);
  const table = tableFromArrays({
    vector: [0, 1, 2].map(i => [i, 1]),
    link: [`data:image/png;base64,${png.toString('base64')}`, path, 'https://example.com/a.png']
  });
  const file = tableToIPC(table, { format: 'file' }) ?? new Uint8Array();
  await writeFile(join(fixture.parts.folders.datasets, 'a.arrow'), file);
  const embedding = { name: 'picture', vectorColumnName: 'vector', linkToDataColumnName: 'link' };
  const primary = { file: 'a.arrow', schema: { embeddingFeatures: [embedding] } };
  expect((await fixture.client.api.datasets.$put({ json: { primary } })).status).toBe(200);
  const get = (row: number, headers = {}) =>
    fixture.ask(`/api/media/primary/${row}?embedding=picture`, { headers });
  for (const row of [0, 1]) {
    const answer = await get(row);
    expect(answer.headers.get('Content-Type')).toBe('image/png');
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
    const part = await get(row, { Range: 'bytes=1-3' });
    expect(part.status).toBe(206);
    expect(part.headers.get('Content-Range')).toBe(`bytes 1-3/${png.length}`);
    expect(await part.text()).toBe('PNG');
  }
  expect((await get(2)).status).toBe(404);
  expect((await get(3)).status).toBe(404);
  expect(fixture.bugs).toEqual([]);
});

test('a body that is not JSON is refused in one sentence', async () => {
  await using fixture = await createAppFixture();
  for (const [type, body] of [
    ['application/json', '{"a'],
    ['text/plain', '{}']
  ] as const) {
    const answer = await fixture.ask('/api/datasets', {
      method: 'PUT',
      headers: { 'Content-Type': type },
      body
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'request/invalid' } });
  }
  expect(fixture.bugs).toEqual([]);
});

test('POST /shutdown answers and asks for the end', async () => {
  await using fixture = await createAppFixture();
  const answer = await fixture.client.api.shutdown.$post();
  expect(answer.status).toBe(202);
  expect(fixture.closings).toHaveLength(1);
  fixture.parts.closing.abort();
  expect((await fixture.ask('/api/session')).status).toBe(503);
});
