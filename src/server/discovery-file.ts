import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { writeAtomically } from './write-atomically.ts';

function discoveryPath(runtimeFolder: string, id: string): string {
  return join(runtimeFolder, `phoenix-${id}.json`);
}

/** Where the spawner sends this process's output. */
export function logPath(runtimeFolder: string, id: string): string {
  return join(runtimeFolder, `phoenix-${id}.log`);
}

/** Writes or replaces the record; it holds the token, so only the owner may read it. */
export async function writeDiscovery(
  runtimeFolder: string,
  record: DiscoveryRecord
): Promise<void> {
  const path = discoveryPath(runtimeFolder, record.id);
  await writeAtomically(path, [JSON.stringify(record)], 'announce the session');
  if (process.platform !== 'win32') {
    await chmod(path, 0o600);
  }
}

export async function removeDiscovery(runtimeFolder: string, id: string): Promise<void> {
  await rm(discoveryPath(runtimeFolder, id), { force: true });
}
