import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ALLOCATION } from '../contract/allocation.ts';
import type { DiscoveryRecord } from '../contract/discovery.ts';

export const SESSION = 'abcdef012345';

/** Starts the server `script` with all it keeps in `folder`; another one in the same folder goes on with that. */
export async function startBenchServer(script: string, folder: string) {
  const path = join(folder, `phoenix-${SESSION}.json`);
  await rm(path, { force: true });
  const started = performance.now();
  const places = [`--runtime-dir=${folder}`, `--working-dir=${folder}/working`];
  const child = spawn(process.execPath, [script, `--id=${SESSION}`, ...places, '--port=0'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...ALLOCATION, ...process.env }
  });
  while (!existsSync(path)) {
    await setTimeout(2);
  }
  const record = JSON.parse(await readFile(path, 'utf8')) as DiscoveryRecord;
  const send = (method: string, route: string, body?: unknown) =>
    fetch(`${record.url}${route}`, {
      method,
      headers: { Authorization: `Bearer ${record.token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body)
    });
  return {
    record,
    startMs: performance.now() - started,
    get: (route: string) => send('GET', route),
    post: (route: string, body: unknown) => send('POST', route, body),
    remove: (route: string) => send('DELETE', route),
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise(resolve => child.once('exit', resolve));
    },
    /** Megabytes: now, or at most so far. */
    readMemory: async (what: 'VmRSS' | 'VmHWM' = 'VmRSS') => {
      const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
      const kilobytes = new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1];
      return Math.round(Number(kilobytes ?? NaN) / 1024);
    },
    /** Seconds of the processor, of all its threads. */
    readCpuSeconds: async () => {
      const text = await readFile(`/proc/${child.pid ?? 0}/stat`, 'utf8').catch(() => '');
      const fields = text.split(') ')[1]?.split(' ') ?? [];
      // User and system time, in hundredths.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    }
  };
}
