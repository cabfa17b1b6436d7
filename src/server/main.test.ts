import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../contract/map.ts';
import { createArrowFile, SCHEMA } from './app-fixture.ts';
import { createSandbox, type ServerProcess } from './process-fixture.ts';

const SOURCE = fileURLToPath(new URL('./main.ts', import.meta.url));

const CONFIG = new URL('./rolldown.config.mjs', import.meta.url).href;

/** Bundled into a folder without node_modules above it. */
let bundle = '';

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'phoenix-bundle-'));
  const { default: configs } = (await import(CONFIG)) as {
    default: { output: object }[];
  };
  for (const config of configs) {
    await build({ ...config, output: { ...config.output, dir: folder }, logLevel: 'silent' });
  }
  bundle = join(folder, 'main.mjs');
}, 60_000);

afterAll(() => rm(join(bundle, '..'), { recursive: true, force: true }));

async function load({ record, client }: ServerProcess): Promise<void> {
  await writeFile(join(record.folder, 'datasets', 'a.arrow'), createArrowFile(300, 1));
  const answer = await client.api.datasets.$put({
    json: { primary: { file: 'a.arrow', schema: SCHEMA } }
  });
  expect(answer.status).toBe(200);
}

/** Everything the event stream has said so far. */
function listen({ record, headers }: ServerProcess): () => string {
  let heard = '';
  void (async () => {
    const { body } = await fetch(`${record.url}api/events`, { headers });
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) {
      heard += decoder.decode(chunk as Uint8Array, { stream: true });
    }
  })();
  return () => heard;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const startMs = performance.now(); !isTrue();) {
    if (performance.now() - startMs > 15_000) {
      throw new Error('It did not come true within 15 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe.each([
  ['source', () => SOURCE],
  ['bundle', () => bundle]
])('the %s', (_, script) => {
  test('listens, says where in a private file, and answers', async () => {
    await using sandbox = await createSandbox();
    await using server = await sandbox.start(script());
    const { record } = server;
    expect(record).toMatchObject({
      version: 1,
      id: 'abcdef012345',
      kernel_id: 'kernel-1',
      pid: server.child.pid
    });
    if (process.platform !== 'win32') {
      const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
      expect(await modeOf(join(sandbox.runtime, 'phoenix-abcdef012345.json'))).toBe(0o600);
      expect(await modeOf(record.folder)).toBe(0o700);
      expect(await modeOf(join(record.folder, 'datasets'))).toBe(0o700);
    }
    const health = await server.client.api.health.$get();
    expect(await health.json()).toEqual({ id: record.id, version: record.product_version });
    expect(server.output()).not.toContain(record.token);
  });

  test('makes a map, tells its progress, and closes within two seconds', async () => {
    await using sandbox = await createSandbox();
    await using server = await sandbox.start(script());
    const { record, client } = server;
    const heard = listen(server);
    await until(() => heard().includes('event: hello'));
    await load(server);
    const map = { embedding: 'thing', parameters: { nNeighbors: 10 } };
    expect((await client.api.maps.$post({ json: map })).status).toBe(202);
    await until(() => /"state":"(?:done|failed)"/.test(heard()));
    expect(heard()).not.toContain('"state":"failed"');
    expect(heard()).toMatch(/event: session[^]*event: job[^]*event: positions/);
    await client.api.exports.$post({
      json: { source: { kind: 'dataset', dataset: 'primary' }, name: 'all' }
    });
    // A long job must not hold up the close.
    await client.api.maps.$post({ json: { ...map, parameters: { nNeighbors: 200, seed: 1 } } });
    const startMs = performance.now();
    expect((await client.api.shutdown.$post()).status).toBe(202);
    expect(await server.ended).toEqual({ code: 0, signal: null });
    // Two seconds are promised, to a machine that has nothing else to do.
    expect(performance.now() - startMs).toBeLessThan(10_000);
    expect(heard().trim().split('\n\n').at(-1)).toMatch(/^event: closing\ndata: {"reason"/);
    expect(await readdir(sandbox.runtime)).toEqual([]);
    expect(await readdir(record.folder)).toEqual(['exports']);
    expect(await readdir(join(record.folder, 'exports'))).toEqual(['all.arrow']);
    expect(await readdir(join(sandbox.working, 'layouts'))).toHaveLength(1);
  });

  test('comes back with its data, its selection and its rules after SIGKILL', async () => {
    await using sandbox = await createSandbox();
    await using server = await sandbox.start(script());
    await load(server);
    const parts = [{ by: 'rows' as const, dataset: 'primary' as const, runs: [3, 5, 200, 1] }];
    const selected = await (await server.client.api.selection.$put({ json: { parts } })).json();
    const rule = { kind: 'constant' as const, upper: 0.1 };
    const set = await server.client.api.thresholds.$put({ json: [{ metric: 'psi', rule }] });
    const thresholds = await set.json();
    server.child.kill('SIGKILL');
    await server.ended;
    await using again = await sandbox.start(script());
    expect(await (await again.client.api.session.$get()).json()).toMatchObject({
      revision: 1,
      datasets: { primary: { rowCount: 300 } }
    });
    expect(await (await again.client.api.selection.$get()).json()).toEqual({
      ...selected,
      count: 6,
      canUndo: false
    });
    expect(await (await again.client.api.thresholds.$get()).json()).toEqual(thresholds);
    expect(again.record.token).not.toBe(server.record.token);
  });
});

test('a package that is removed under a running server does not end its work', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'phoenix-upgraded-'));
  await cp(join(bundle, '..'), folder, { recursive: true });
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<p>The app</p>');
  await writeFile(join(folder, 'page', 'assets', 'app-1.js'), 'let a;');
  await using sandbox = await createSandbox();
  await using server = await sandbox.start(join(folder, 'main.mjs'));
  await until(() => server.output().includes('does not need its files any more'));
  await rm(folder, { recursive: true });

  await load(server);
  const { client, record, headers } = server;
  const heard = listen(server);
  await until(() => heard().includes('event: hello'));
  await client.api.maps.$post({ json: { embedding: 'thing' } });
  await until(() => heard().includes('"state":"done"'));
  const { layout: hash = '' } = ((await (await client.api.jobs.$get()).json()) as Job[])[0] ?? {};
  const get = (path: string) => fetch(`${record.url}${path}`, { headers });
  const source = { kind: 'selection' as const };
  const answers = [
    await client.api.signals.$post({ json: {} }),
    await client.api.segments.$post({ json: { dimension: 'amount' } }),
    await get(`api/layouts/${hash ?? ''}/neighbors?point=1`),
    await get(`api/layouts/${hash ?? ''}/colors?by=dataset`),
    await client.api.thresholds.$put({ json: [] }),
    await client.api.selection.source.$put({
      json: { source: { kind: 'where', dataset: 'primary' } }
    }),
    await client.api.rows.$post({ json: { source } }),
    await client.api.exports.$post({ json: { source, name: 'all' } }),
    await get('api/exports/all?format=parquet'),
    await get('api/exports/all?format=csv'),
    await get('assets/app-1.js'),
    await get('')
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 200, 200, 200, 201, 200, 200, 200, 200
  ]);
  expect(await answers.at(-1)?.text()).toBe('<p>The app</p>');
  expect(server.output()).not.toContain(' fault ');
  await client.api.shutdown.$post();
  await server.ended;
});

test.skipIf(process.platform === 'win32')(
  'SIGTERM ends the server, the data stays; SIGHUP does nothing',
  async () => {
    await using sandbox = await createSandbox();
    await using server = await sandbox.start(SOURCE);
    await load(server);
    server.child.kill('SIGHUP');
    expect((await server.client.api.health.$get()).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(await readdir(sandbox.runtime)).toEqual([]);
    expect((await readdir(server.record.folder)).sort()).toEqual([
      'datasets',
      'exports',
      'session.json'
    ]);
  }
);

test('a taken port gives way to the next one, or stops a server that wants no other', async () => {
  await using sandbox = await createSandbox();
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => blocker.once('listening', resolve));
  const { port } = blocker.address() as AddressInfo;
  try {
    await using server = await sandbox.start(SOURCE, { port });
    expect(server.record.port).toBeGreaterThan(port);
    expect(server.record.port).toBeLessThanOrEqual(port + 100);
    expect(server.output()).toContain(`Port ${port} is taken`);
    const refused = await sandbox.fail(SOURCE, { id: '0123456789ab', port, isPortFixed: true });
    expect(refused).toMatchObject({
      code: 3,
      error: {
        code: 'port/in-use',
        message: `Cannot listen on port ${port}: another program uses it`
      }
    });
  } finally {
    blocker.close();
  }
});

test('a server on ::1 is reached by its address in brackets', async () => {
  await using sandbox = await createSandbox();
  await using server = await sandbox.start(SOURCE, { host: '[::1]' });
  expect(server.record.url).toBe(`http://[::1]:${server.record.port}/`);
  expect((await server.client.api.session.$get()).status).toBe(200);
});

test('what cannot start says so in one line', async () => {
  await using sandbox = await createSandbox();
  expect(await sandbox.fail(SOURCE, { host: '203.0.113.7' })).toMatchObject({
    code: 1,
    error: { code: 'host/unavailable' }
  });
  expect(await sandbox.fail(SOURCE, { id: '../etc' })).toMatchObject({
    code: 1,
    error: {
      code: 'arguments/invalid',
      message: 'Cannot start with --id "../etc": 12 hexadecimal digits are needed'
    }
  });
  const file = join(sandbox.root, 'file');
  await writeFile(file, '');
  expect(await sandbox.fail(SOURCE, { working: join(file, 'below') })).toMatchObject({
    code: 1,
    error: { code: 'folder/unwritable' }
  });
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a read-only home is one sentence',
  async () => {
    await using sandbox = await createSandbox();
    const working = join(sandbox.root, 'locked');
    await mkdir(working, { mode: 0o500 });
    try {
      const { error } = await sandbox.fail(SOURCE, { working });
      expect(error).toMatchObject({
        code: 'folder/unwritable',
        hint: expect.stringContaining('PHOENIX_WORKING_DIR') as string
      });
    } finally {
      await chmod(working, 0o700);
    }
  }
);
