import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { activeSession, closeApp, Dataset, launchApp, PhoenixError, SessionLost } from './index.ts';
import { createFolders, createRows, listRecords, SCHEMA } from './kernel-fixture.ts';

const KERNEL = fileURLToPath(new URL('./index.ts', import.meta.url));

// Processes start here, each from source.
vi.setConfig({ testTimeout: 90_000 });

/** Runs a program of its own against the kernel client; gives what it prints. */
async function run(code: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise(resolve => child.on('close', resolve));
  return text.trim();
}

test('five launches at once for one notebook, from two processes, give one server', async () => {
  await using folders = await createFolders();
  const code = (count: number) => `import { launchApp } from ${JSON.stringify(KERNEL)};
    console.log = () => undefined;
    const sessions = await Promise.all(Array.from({ length: ${count} }, () => launchApp()));
    process.stdout.write(sessions.map(({ id }) => id).join(' ') + ' ');`;
  const env = { JPY_SESSION_NAME: join(folders.root, 'a.ipynb') };
  const ids = (await Promise.all([run(code(3), env), run(code(2), env)])).join(' ').split(' ');
  const records = await listRecords(join(folders.root, 'runtime'));
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ name: 'a', notebook: env.JPY_SESSION_NAME });
  expect(ids).toEqual(new Array(5).fill(records[0]?.id));
  const rest = readdirSync(join(folders.root, 'runtime')).filter(
    name => !/^phoenix-.*\.(json|log)$/.test(name)
  );
  expect(rest).toEqual([]);
});

test('a server that is killed is missed in one sentence, and comes back with its data', async () => {
  await using folders = await createFolders();
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const session = await launchApp({ primary: new Dataset(createRows(30), SCHEMA) });
  await session.select([1]);
  await session.export('kept');
  const [record] = await listRecords(join(folders.root, 'runtime'));
  process.kill(record?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(async () => expect(await session.active).toBe(false));
  const failure: unknown = await session.signals().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SessionLost);
  expect((failure as Error).message).toBe(
    `The Phoenix server of session "Node" has stopped (it ran on port ${session.port}). launchApp() brings it back with the same data`
  );
  expect(() => session.view()).toThrow('has stopped');
  expect(session.exports.at(-1)?.numRows()).toBe(1);
  expect(await launchApp()).toBe(session);
  expect(said.mock.lastCall?.[0]).toContain('The Phoenix server had stopped: it runs again');
  expect((await session.state()).datasets.primary?.rowCount).toBe(30);
  await closeApp();
  await expect(session.signals()).rejects.toThrow(
    'Session "Node" is closed. Start a new one with launchApp(…)'
  );
  expect(session.exports.names).toEqual(['kept']);
  expect(await activeSession()).toBeNull();
  await closeApp();
  expect(said.mock.lastCall?.[0]).toBe('No Phoenix session to close');
});

test('a running session is found by its name, and the nearest names are told', async () => {
  await using folders = await createFolders();
  const env = { JPY_SESSION_NAME: join(folders.root, 'drift.ipynb') };
  await run(
    `import { launchApp, Dataset } from ${JSON.stringify(KERNEL)};
     await launchApp({ primary: new Dataset({ a: [1, 2, 3] }) });`,
    env
  );
  const session = await activeSession('drift');
  expect((await session?.state())?.datasets.primary?.rowCount).toBe(3);
  // Its kernel has ended: the session is this kernel's now.
  expect((await listRecords(join(folders.root, 'runtime')))[0]?.kernel_pid).toBe(process.pid);
  expect(await activeSession()).toBe(session);
  await expect(activeSession('drfit')).rejects.toThrow(
    'Cannot find a running session called "drfit". There are "drift"'
  );
  await session?.end();
});

test('a port that is taken is refused when it was asked for, and nothing is left', async () => {
  await using folders = await createFolders();
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(launchApp({ port })).rejects.toThrow(String(port));
  expect(readdirSync(join(folders.root, 'runtime'))).toEqual([]);
  server.close();
});

test('a launch that the server refuses leaves no server', async () => {
  await using folders = await createFolders();
  const broken = new Dataset({ t: ['yesterday', 'today'] }, { timestampColumnName: 't' });
  const failure: unknown = await launchApp({ primary: broken }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PhoenixError);
  expect((failure as PhoenixError).code).toBe('dataset/invalid');
  expect(await listRecords(join(folders.root, 'runtime'))).toEqual([]);
});

test('a Node that does not run is refused by name', async () => {
  await using folders = await createFolders();
  process.env['PHOENIX_NODE'] = join(folders.root, 'nowhere');
  await expect(launchApp()).rejects.toThrow(/PHOENIX_NODE is '.*nowhere', which does not run/);
  delete process.env['PHOENIX_NODE'];
});

test.skipIf(process.platform !== 'linux')(
  'a server is told to give back what its threads have freed',
  async () => {
    await using folders = await createFolders();
    await launchApp();
    const [record] = await listRecords(join(folders.root, 'runtime'));
    const environment = readFileSync(`/proc/${record?.pid ?? 0}/environ`, 'utf8').split('\0');
    expect(environment).toContain('MALLOC_ARENA_MAX=2');
  }
);

test('a lock of a process that died is broken', async () => {
  await using folders = await createFolders();
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const { holdLock, LockTimeout } = await import('./hold-lock.ts');
  const lock = join(folders.root, 'a.lock');
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, nonce: 'x' }));
  expect(await holdLock(lock, 2000, () => Promise.resolve(readFileSync(lock, 'utf8')))).toContain(
    `"pid":${process.pid}`
  );
  expect(existsSync(lock)).toBe(false);
  writeFileSync(lock, JSON.stringify({ pid: process.pid, nonce: 'x' }));
  await expect(holdLock(lock, 50, () => Promise.resolve(1))).rejects.toThrow(LockTimeout);
  rmSync(lock);
});
