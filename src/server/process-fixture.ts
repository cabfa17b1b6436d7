import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hc } from 'hono/client';
import { ALLOCATION } from '../contract/allocation.ts';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import type { Api } from './app.ts';

const READY_MS = 15_000;

export interface ServerProcess extends AsyncDisposable {
  child: ChildProcess;
  record: DiscoveryRecord;
  client: ReturnType<typeof hc<Api>>;
  headers: { Authorization: string };
  /** What it wrote so far. */
  output(): string;
  /** Exit code and signal, once it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export interface Sandbox extends AsyncDisposable {
  root: string;
  runtime: string;
  working: string;
  start(script: string, options?: StartOptions): Promise<ServerProcess>;
  /** Starts a server that is expected to give up. */
  fail(script: string, options?: StartOptions): Promise<{ code: number | null; error: unknown }>;
}

interface StartOptions {
  id?: string;
  port?: number;
  host?: string;
  isPortFixed?: boolean;
  working?: string;
  runtime?: string;
}

/** Folders of their own for server processes of a test; what still runs at its end is killed. */
export async function createSandbox(): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), 'phoenix-process-'));
  const runtime = join(root, 'runtime');
  const working = join(root, 'working');
  const children: ChildProcess[] = [];

  function launch(script: string, options: StartOptions) {
    const { id = 'abcdef012345', port = 0, host = '127.0.0.1', isPortFixed = false } = options;
    const args = [
      script,
      `--id=${id}`,
      '--kernel-id=kernel-1',
      `--runtime-dir=${options.runtime ?? runtime}`,
      `--working-dir=${options.working ?? working}`,
      `--host=${host}`,
      `--port=${port}`,
      ...(isPortFixed ? ['--port-fixed'] : [])
    ];
    const child = spawn(process.execPath, args, {
      cwd: '/',
      env: { ...ALLOCATION, PATH: process.env['PATH'], HOME: root, USERPROFILE: root },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    }
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    return {
      child,
      ended,
      output: () => text,
      path: join(options.runtime ?? runtime, `phoenix-${id}.json`)
    };
  }

  return {
    root,
    runtime,
    working,
    async start(script, options = {}) {
      await rm(join(runtime, `phoenix-${options.id ?? 'abcdef012345'}.json`), { force: true });
      const { child, ended, output, path } = launch(script, options);
      for (const startMs = performance.now(); !existsSync(path);) {
        if (child.exitCode !== null || performance.now() - startMs > READY_MS) {
          throw new Error(`The server did not start: ${output()}`);
        }
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      const record = JSON.parse(await readFile(path, 'utf8')) as DiscoveryRecord;
      const headers = { Authorization: `Bearer ${record.token}` };
      return {
        child,
        record,
        client: hc<Api>(record.url, { headers }),
        headers,
        output,
        ended,
        async [Symbol.asyncDispose]() {
          child.kill('SIGKILL');
          await ended;
        }
      };
    },
    async fail(script, options = {}) {
      const { ended, output } = launch(script, options);
      const { code } = await ended;
      const line = output().trim().split('\n').at(-1) ?? '';
      return { code, error: (JSON.parse(line) as { error: unknown }).error };
    },
    async [Symbol.asyncDispose]() {
      children.forEach(child => child.kill('SIGKILL'));
      await rm(root, { recursive: true, force: true });
    }
  };
}
