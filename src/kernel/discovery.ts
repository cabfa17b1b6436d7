import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { isAlive } from './processes.ts';
import { ask } from './ask.ts';

/** A record is about 600 bytes; anything far larger is not ours. */
const MAX_RECORD_BYTES = 64 * 1024;
const HEALTH_MS = 1000;

/** Jupyter's runtime folder, where records, logs and locks live; as `jupyter --runtime-dir` says. */
export function runtimeFolder(): string {
  return process.env['JUPYTER_RUNTIME_DIR'] || join(dataFolder(), 'runtime');
}

function dataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) {
    return JUPYTER_DATA_DIR;
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Jupyter');
  }
  if (process.platform === 'win32') {
    return APPDATA ? join(APPDATA, 'jupyter') : join(homedir(), '.jupyter', 'data');
  }
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'jupyter');
}

export function recordPath(sessionId: string): string {
  return join(runtimeFolder(), `phoenix-${sessionId}.json`);
}

export function logPath(sessionId: string): string {
  return join(runtimeFolder(), `phoenix-${sessionId}.log`);
}

/** One record, or undefined when its file is missing, malformed or not to be trusted. */
export function readRecord(path: string): DiscoveryRecord | undefined {
  const json = readOwnJson(path);
  return isRecord(json) && basename(path) === `phoenix-${json.id}.json` ? json : undefined;
}

/** All records of this user, oldest first; whether their servers still answer is not asked here. */
export function readRecords(): DiscoveryRecord[] {
  let files: string[];
  try {
    files = readdirSync(runtimeFolder());
  } catch {
    return [];
  }
  return files
    .filter(file => /^phoenix-[0-9a-f]{12}\.json$/.test(file))
    .flatMap(file => readRecord(join(runtimeFolder(), file)) ?? [])
    .sort((a, b) => a.started - b.started || (a.id < b.id ? -1 : 1));
}

/**
 * Whether the server answers in time with the id of its record. Its process must be one of this user's too: ids are no
 * secret, and anybody may listen on the port of a server that was killed.
 */
export async function isHealthy(record: DiscoveryRecord, timeoutMs = HEALTH_MS): Promise<boolean> {
  if (!isAlive(record.pid)) {
    return false;
  }
  try {
    const answer = await ask(record, 'GET', '/api/health', { timeoutMs });
    const body = answer.status === 200 ? (JSON.parse(answer.text()) as { id?: unknown }) : {};
    return body.id === record.id;
  } catch {
    return false;
  }
}

/**
 * The running session of a kernel, else one of its notebook whose own kernel is gone; changes nothing. Without a kernel
 * id, the notebook alone decides.
 */
export async function findSession(
  kernelId: string,
  notebook: string
): Promise<DiscoveryRecord | undefined> {
  const records = readRecords();
  const candidates =
    kernelId === ''
      ? records.filter(record => notebook !== '' && record.notebook === notebook).reverse()
      : [
          ...records.filter(record => record.kernel_id === kernelId),
          ...findOrphans(records, notebook)
        ];
  for (const record of candidates) {
    if (await isHealthy(record)) {
      return record;
    }
  }
  return undefined;
}

/** Records of a notebook whose kernel is gone, newest first; none without a notebook. */
export function findOrphans(
  records: readonly DiscoveryRecord[],
  notebook: string
): DiscoveryRecord[] {
  return notebook === ''
    ? []
    : records
        .filter(
          record =>
            record.notebook === notebook && isKernelGone(record.kernel_id, record.kernel_pid)
        )
        .reverse();
}

/** Whether a kernel has ended: its connection file is gone, or its process is. */
export function isKernelGone(kernelId: string, kernelPid: number): boolean {
  if (kernelPid > 0 && !isAlive(kernelPid)) {
    return true;
  }
  return kernelId === ''
    ? kernelPid <= 0
    : ![`kernel-${kernelId}.json`, `${kernelId}.json`].some(name =>
        existsSync(join(runtimeFolder(), name))
      );
}

/** The JSON in a file that belongs to this user and that nobody else can read or write. */
function readOwnJson(path: string): unknown {
  let file: number | undefined;
  try {
    // Windows has neither flag, and its constants are absent.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Record<string, number>;
    file = openSync(path, (O_RDONLY ?? 0) | O_NOFOLLOW | O_NONBLOCK);
    const status = fstatSync(file);
    const uid = process.getuid?.();
    const isPrivate =
      status.isFile() &&
      (uid === undefined ||
        (status.uid === uid && (allowsInsecureWrites() || (status.mode & 0o077) === 0)));
    if (!isPrivate) {
      return undefined;
    }
    const bytes = Buffer.alloc(MAX_RECORD_BYTES);
    return JSON.parse(bytes.toString('utf8', 0, readSync(file, bytes)));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
  }
}

/** Jupyter's own switch for file systems that cannot keep modes. */
function allowsInsecureWrites(): boolean {
  return ['true', '1'].includes(process.env['JUPYTER_ALLOW_INSECURE_WRITES']?.toLowerCase() ?? '');
}

const FIELDS = {
  id: 'string',
  name: 'string',
  kernel_id: 'string',
  kernel_pid: 'number',
  notebook: 'string',
  pid: 'number',
  host: 'string',
  port: 'number',
  url: 'string',
  token: 'string',
  started: 'number',
  product_version: 'string',
  folder: 'string'
} as const;

function isRecord(json: unknown): json is DiscoveryRecord {
  if (typeof json !== 'object' || json === null) {
    return false;
  }
  const fields = json as Record<string, unknown>;
  const hasAll = Object.entries(FIELDS).every(([name, type]) => typeof fields[name] === type);
  if (!hasAll || fields['version'] !== 1 || !/^[0-9a-f]{12}$/.test(String(fields['id']))) {
    return false;
  }
  const url = URL.parse(String(fields['url']));
  return url?.protocol === 'http:' && Number(url.port || 80) === fields['port'];
}
