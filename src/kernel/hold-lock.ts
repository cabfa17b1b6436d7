import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import process from 'node:process';
import { errnoOf, sleep } from './platform.ts';
import { isAlive } from './processes.ts';

const POLL_MS = 20;
/** Breaking a lock takes microseconds; who died within them left this file behind. */
const BREAKER_STALE_MS = 10_000;
/** A lock is written at once after it is created; an empty one is being written, or its writer died. */
const EMPTY_STALE_MS = 5000;

/** Somebody alive holds the lock; `pid` is theirs. */
export class LockTimeout extends Error {
  readonly pid: number;

  constructor(path: string, pid: number) {
    super(`Cannot take the lock '${path}': process ${pid} holds it`);
    this.name = 'LockTimeout';
    this.pid = pid;
  }
}

/**
 * Runs `body` while a file that only one process can create exists. It is the lock of the Python twin: its holder's pid and
 * a nonce in JSON, broken when the holder has died. Throws LockTimeout, and the system's error when it cannot be written.
 */
export async function holdLock<Result>(
  path: string,
  timeoutMs: number,
  body: () => Promise<Result>
): Promise<Result> {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const startMs = performance.now();
  while (!create(path, nonce)) {
    breakIfStale(path);
    if (performance.now() - startMs > timeoutMs) {
      throw new LockTimeout(path, readPid(path));
    }
    await sleep(POLL_MS);
  }
  try {
    return await body();
  } finally {
    if (read(path)['nonce'] === nonce) {
      rmSync(path, { force: true });
    }
  }
}

function create(path: string, nonce: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    // Windows answers EPERM while another process is deleting the file.
    if (errnoOf(error) === 'EEXIST' || (errnoOf(error) === 'EPERM' && existsSync(path))) {
      return false;
    }
    throw error;
  }
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, nonce }));
  } catch (error) {
    // A full disk: what nobody can read as a lock would only block others for a while.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

function breakIfStale(path: string): void {
  if (!isStale(path)) {
    return;
  }
  // Only one process at a time may remove somebody else's lock, or the second would remove the first one's new lock.
  const breaker = path.replace(/\.[^.]*$/, '.breaking');
  try {
    closeSync(openSync(breaker, 'wx', 0o600));
  } catch {
    if (ageMs(breaker) > BREAKER_STALE_MS) {
      rmSync(breaker, { force: true });
    }
    return;
  }
  try {
    if (isStale(path)) {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(breaker, { force: true });
  }
}

function isStale(path: string): boolean {
  const pid = readPid(path);
  return pid > 0 ? !isAlive(pid) : ageMs(path) > EMPTY_STALE_MS;
}

function read(path: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function readPid(path: string): number {
  const { pid } = read(path);
  return typeof pid === 'number' ? pid : 0;
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
