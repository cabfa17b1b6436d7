import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DiscoveryRecord } from '../src/contract/discovery.ts';
import type { LoadDatasets } from '../src/contract/session.ts';

const BUILT = fileURLToPath(new URL('../jupyterlab_phoenix/server/main.mjs', import.meta.url));
const SOURCE = fileURLToPath(new URL('../src/server/main.ts', import.meta.url));
const MAIN = process.env['PHOENIX_TEST_SERVER'] ?? (existsSync(BUILT) ? BUILT : SOURCE);
const ID = 'abcdef012345';
const START_MS = 30_000;

/** A real server in a folder of its own, without data. */
export interface TestServer extends AsyncDisposable {
  /** An address that opens the page once. */
  open(): Promise<string>;
  /** Throws when the answer is a refusal. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  load(data: TestData): Promise<void>;
}

export interface TestData {
  files: Record<string, Uint8Array>;
  datasets: LoadDatasets;
}

async function waitForRecord(file: string): Promise<DiscoveryRecord> {
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as DiscoveryRecord;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  throw new Error(`Cannot start the server: ${file} did not appear within ${START_MS / 1000} s`);
}

/** Starts the built server, or the sources where nothing is built; `name` is that of the session. */
export async function startServer(name = 'test'): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), 'phoenix-page-'));
  const [runtime, working] = [join(root, 'runtime'), join(root, 'working')];
  await Promise.all([runtime, working].map(folder => mkdir(folder, { mode: 0o700 })));
  const server = spawn(
    process.execPath,
    [
      MAIN,
      ...['--id', ID, '--kernel-id', 'test', '--kernel-pid', '0', '--notebook', ''],
      ...['--name', name, '--runtime-dir', runtime, '--working-dir', working],
      ...['--host', '127.0.0.1', '--port', '0']
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, HOME: root } }
  );
  const { url, token } = await waitForRecord(join(runtime, `phoenix-${ID}.json`));
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(new URL(path, url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` }
    });
    if (!answer.ok) {
      throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  };
  return {
    ask,
    async load({ files, datasets }) {
      for (const [file, bytes] of Object.entries(files)) {
        await ask(`api/uploads/${file}`, { method: 'PUT', body: bytes as BodyInit });
      }
      await ask('api/datasets', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(datasets)
      });
    },
    open: async () => {
      const answer = await ask('api/tickets', { method: 'POST' });
      return ((await answer.json()) as { url: string }).url;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise(resolve => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(root, { recursive: true, force: true });
    }
  };
}
