import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { ask } from './ask.ts';
import {
  findOrphans,
  isHealthy,
  isKernelGone,
  logPath,
  readRecord,
  readRecords,
  recordPath,
  runtimeFolder
} from './discovery.ts';
import { LaunchFailed, RequestError } from './errors.ts';
import { holdLock, LockTimeout } from './hold-lock.ts';
import { randomHex, type Kernel } from './kernel.ts';
import { sleep, waitUntil } from './platform.ts';
import { endProcess, isAlive, isSessionServer } from './processes.ts';
import {
  finishStart,
  makePrivateFolder,
  startServer,
  toDiskFailure,
  type Launch
} from './start-server.ts';

const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 6006;
/** A server that computes may take a while to answer; one that is alive is never doubled. */
const PATIENCE_MS = 10_000;
const LOCK_MS = 90_000;
const CLOSE_MS = 3000;

export interface Ensured {
  record: DiscoveryRecord;
  how: 'found' | 'adopted' | 'restored' | 'started';
}

/**
 * The one session of a kernel, started when there is none; the steps and the lock are those of the Python twin, so that
 * kernels and the Jupyter server find each other's sessions.
 *
 * Looks, in this order, for a running session of the kernel (`found`); for the data of one whose server died, and starts it
 * again under its id (`restored`); for a running session of the same notebook whose kernel is gone (`adopted`); for the data
 * of such a one (`restored`); and else starts a new one (`started`). However many ask at once for one kernel, there is one
 * server. Throws LaunchFailed; nothing is left half-started.
 */
export async function ensureSession(
  kernel: Kernel,
  { host, port }: { host?: string | undefined; port?: number | undefined }
): Promise<Ensured> {
  const launch: Launch = {
    kernelId: kernel.id,
    kernelPid: kernel.pid,
    notebook: kernel.notebook,
    name: kernel.name,
    host: host ?? (process.env['PHOENIX_HOST'] || DEFAULT_HOST),
    port: port ?? usualPort(),
    isPortFixed: port !== undefined,
    workingFolder: findWorkingFolder()
  };
  makePrivateFolder(runtimeFolder());
  return holdKernelLock(kernel.id || kernel.notebook, async () => {
    await finishStart(kernel.id);
    return (
      (await find(launch)) ??
      (await restoreOrAdopt(launch)) ?? {
        record: await startServer(launch, randomHex(12)),
        how: 'started'
      }
    );
  });
}

/** `$PHOENIX_WORKING_DIR`, else `~/.phoenix`; absolute, not created. */
export function findWorkingFolder(): string {
  const chosen = process.env['PHOENIX_WORKING_DIR'] || join(homedir(), '.phoenix');
  return resolve(chosen.replace(/^~(?=[\\/]|$)/, homedir()));
}

/** `$PHOENIX_PORT` or 6006. A word in the variable is passed over, a number that is no port is not. */
export function usualPort(): number {
  const text = process.env['PHOENIX_PORT'] ?? '';
  if (!/^\d+$/.test(text)) {
    return DEFAULT_PORT;
  }
  if (Number(text) > 65535) {
    throw new LaunchFailed(
      `Cannot use PHOENIX_PORT=${text}: a port is a whole number from 0 to 65535`,
      {
        code: 'port/invalid'
      }
    );
  }
  return Number(text);
}

/** Ends a session for good: its server, record, log and data sets. Exports and layouts stay on disk. */
export async function closeSession(record: DiscoveryRecord): Promise<void> {
  await ask(record, 'POST', '/api/shutdown', { timeoutMs: CLOSE_MS }).catch(() => undefined);
  const hasEnded = () => !isAlive(record.pid);
  // The record goes last; the process ends right after.
  await waitUntil(hasEnded, CLOSE_MS);
  if (!existsSync(recordPath(record.id)) && hasEnded()) {
    return;
  }
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (isSessionServer(record.pid, record.id)) {
      endProcess(record.pid, signal);
      await waitUntil(hasEnded, CLOSE_MS);
    }
  }
  rmSync(recordPath(record.id), { force: true });
  rmSync(logPath(record.id), { force: true });
  if (basename(record.folder) === record.id) {
    rmSync(join(record.folder, 'session.json'), { force: true });
    rmSync(join(record.folder, 'datasets'), { recursive: true, force: true });
  }
}

/** The running session of a name or an id, whoever launched it: the newest. Throws RequestError when there is none. */
export async function findByName(name: string): Promise<DiscoveryRecord> {
  const records = readRecords().reverse();
  for (const record of records) {
    if ((record.name === name || record.id === name) && (await isHealthy(record))) {
      return record;
    }
  }
  const names = [...new Set(records.map(record => `"${record.name}"`))].join(', ');
  throw new RequestError(`Cannot find a running session called "${name}"`, {
    code: 'session/unknown',
    hint: names === '' ? 'None is running: start one with launchApp()' : `There are ${names}`
  });
}

/** Gives a running session whose own kernel is gone to this kernel; one whose kernel lives stays where it is. */
export async function adopt(record: DiscoveryRecord, kernel: Kernel): Promise<DiscoveryRecord> {
  return isKernelGone(record.kernel_id, record.kernel_pid)
    ? ((await handOver(record, kernel.id, kernel.pid, kernel.notebook)) ?? record)
    : record;
}

async function find(launch: Launch): Promise<Ensured | undefined> {
  for (const record of readRecords().reverse()) {
    const isMine =
      launch.kernelId === ''
        ? launch.notebook !== '' && record.notebook === launch.notebook
        : record.kernel_id === launch.kernelId;
    if (isMine && (await answers(record))) {
      // A restarted kernel keeps its id, but its process is another one.
      const hasMoved = launch.kernelPid > 0 && launch.kernelPid !== record.kernel_pid;
      const current = hasMoved ? await handOverTo(record, launch) : undefined;
      return { record: current ?? record, how: 'found' };
    }
  }
  return undefined;
}

async function restoreOrAdopt(launch: Launch): Promise<Ensured | undefined> {
  const records = readRecords();
  const dead = records.filter(record => !isAlive(record.pid));
  if (launch.kernelId !== '') {
    const mine = dead.findLast(record => record.kernel_id === launch.kernelId);
    if (mine) {
      return restore(launch, mine.id, mine.port);
    }
    const manifest = readManifests(launch).find(({ kernelId }) => kernelId === launch.kernelId);
    if (manifest) {
      return restore(launch, manifest.id);
    }
  }
  for (const record of findOrphans(records, launch.notebook)) {
    const adopted = (await isHealthy(record)) ? await handOverTo(record, launch) : undefined;
    if (adopted) {
      return { record: adopted, how: 'adopted' };
    }
  }
  const [orphan] = findOrphans(dead, launch.notebook);
  if (orphan) {
    return restore(launch, orphan.id, orphan.port);
  }
  const manifest = readManifests(launch).find(
    ({ id, kernelId, notebook }) =>
      launch.notebook !== '' &&
      notebook === launch.notebook &&
      !records.some(record => record.id === id) &&
      isKernelGone(kernelId, 0)
  );
  return manifest && restore(launch, manifest.id);
}

/** Starts the server of a session again, on its old port when that is free, so that open pages find it. */
async function restore(launch: Launch, sessionId: string, port?: number): Promise<Ensured> {
  const moved = port === undefined || launch.isPortFixed ? launch : { ...launch, port };
  return { record: await startServer(moved, sessionId), how: 'restored' };
}

function handOverTo(
  record: DiscoveryRecord,
  { kernelId, kernelPid, notebook }: Launch
): Promise<DiscoveryRecord | undefined> {
  return handOver(record, kernelId, kernelPid, notebook);
}

/** Gives a running session to a kernel; undefined when its server refuses or is gone. */
async function handOver(
  record: DiscoveryRecord,
  kernelId: string,
  kernelPid: number,
  notebook: string
): Promise<DiscoveryRecord | undefined> {
  const body = JSON.stringify({
    kernelPid,
    ...(kernelId === '' ? {} : { kernelId }),
    ...(notebook === '' ? {} : { notebook })
  });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await ask(record, 'PATCH', '/api/session', { body, headers }).catch(
    () => undefined
  );
  const changed = answer?.status === 200 ? readRecord(recordPath(record.id)) : undefined;
  return changed && (kernelId === '' || changed.kernel_id === kernelId) ? changed : undefined;
}

/** Whether the server of a record is there; throws when its process lives but does not answer. */
async function answers(record: DiscoveryRecord): Promise<boolean> {
  for (const startMs = performance.now(); ;) {
    if (await isHealthy(record, 2000)) {
      return true;
    }
    if (!isSessionServer(record.pid, record.id)) {
      return false;
    }
    if (performance.now() - startMs > PATIENCE_MS) {
      throw new LaunchFailed(
        `Cannot reach the Phoenix server of this kernel: process ${record.pid} runs but has not answered on port ${record.port} for ${PATIENCE_MS / 1000} seconds`,
        {
          code: 'server/unresponsive',
          hint: 'Wait for its work to finish, or end it with closeApp() and launch again'
        }
      );
    }
    await sleep(100);
  }
}

/** The sessions on disk, newest first. */
function readManifests({ workingFolder }: Launch) {
  const folder = join(workingFolder, 'sessions');
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .map(id => {
      const path = join(folder, id, 'session.json');
      return { id, path, modifiedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
    })
    .filter(({ modifiedMs }) => modifiedMs > 0)
    .sort((a, b) => b.modifiedMs - a.modifiedMs)
    .flatMap(({ id, path }) => readManifest(id, path) ?? []);
}

function readManifest(id: string, path: string) {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const { kernel_id, notebook } = manifest;
    return manifest['id'] === id
      ? {
          id,
          kernelId: typeof kernel_id === 'string' ? kernel_id : '',
          notebook: typeof notebook === 'string' ? notebook : ''
        }
      : undefined;
  } catch {
    return undefined;
  }
}

async function holdKernelLock<Result>(key: string, body: () => Promise<Result>): Promise<Result> {
  // Kernel ids come from outside; a file name takes no slashes.
  const name = /^[A-Za-z0-9_-]{1,64}$/.test(key)
    ? key
    : createHash('sha256').update(key).digest('hex').slice(0, 32);
  try {
    return await holdLock(join(runtimeFolder(), `phoenix-kernel-${name}.lock`), LOCK_MS, body);
  } catch (error) {
    if (error instanceof LockTimeout) {
      throw new LaunchFailed(
        `Cannot launch: process ${error.pid} has been launching for this kernel for ${LOCK_MS / 1000} seconds`,
        { code: 'launch/busy', hint: 'Wait for it, or end that process and launch again' }
      );
    }
    if (error instanceof Error && 'syscall' in error) {
      throw toDiskFailure(`Cannot write to the folder '${runtimeFolder()}'`, error);
    }
    throw error;
  }
}
