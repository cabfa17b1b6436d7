import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findSurroundings, runtimeDir } from './surroundings.ts';

interface DiscoveryRecord {
  pid: number;
  url: string;
  token: string;
}

/** Sessions outlive Jupyter by design, so those that tests left behind are closed here. */
export default async function closeServers(): Promise<void> {
  const surroundings = findSurroundings();
  const folders = ['open', 'secured', 'oldest'].map(server => runtimeDir(surroundings, server));
  for (const folder of folders.filter(each => existsSync(each))) {
    for (const file of await readdir(folder)) {
      if (/^phoenix-[0-9a-f]{12}\.json$/.test(file)) {
        await closeServer(
          JSON.parse(await readFile(join(folder, file), 'utf8')) as DiscoveryRecord
        );
      }
    }
  }
  await rm(surroundings.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

async function closeServer({ pid, url, token }: DiscoveryRecord): Promise<void> {
  try {
    await fetch(new URL('api/shutdown', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(3000)
    });
  } catch (error) {
    console.warn(`Session process ${pid} did not answer: ${String(error)}`);
  }
  await waitForEnd(pid, 5000);
}

async function waitForEnd(pid: number, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < end) {
    await new Promise(done => setTimeout(done, 100));
  }
  if (isAlive(pid)) {
    process.kill(pid, 'SIGKILL');
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
