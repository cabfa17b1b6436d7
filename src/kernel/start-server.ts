import { spawn, type ChildProcess } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { join, parse } from 'node:path';
import process from 'node:process';
import { ALLOCATION } from '../contract/allocation.ts';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { logPath, readRecord, recordPath, runtimeFolder } from './discovery.ts';
import { LaunchFailed } from './errors.ts';
import { findNode } from './find-node.ts';
import { findServerScript } from './package-folder.ts';
import { errnoOf, sleep, waitUntil } from './platform.ts';
import { isSessionServer } from './processes.ts';

/** Restoring reads the data sets first: seconds for the largest. */
const START_MS = 60_000;
/** Of a start whose process is not known: longer than an idle machine needs, and hardly ever waited for. */
const UNKNOWN_START_MS = 3000;

/** What a server is started with. */
export interface Launch {
  kernelId: string;
  kernelPid: number;
  notebook: string;
  name: string;
  host: string;
  port: number;
  isPortFixed: boolean;
  workingFolder: string;
}

/**
 * Starts the server of a session and gives its record when it listens; the data of an earlier server of this id come
 * back. Throws LaunchFailed; then nothing runs, and nothing is left but a log, when it tells more than the sentence.
 */
export async function startServer(launch: Launch, sessionId: string): Promise<DiscoveryRecord> {
  const script = findServerScript();
  const [command = '', ...words] = findNode();
  makePrivateFolder(launch.workingFolder);
  rmSync(recordPath(sessionId), { force: true });
  const starting = join(runtimeFolder(), `phoenix-${sessionId}.starting`);
  const log = logPath(sessionId);
  try {
    // Twice: who is killed between the start and the second note still leaves word of it.
    noteStart(starting, launch.kernelId, 0);
    const output = openLog(log);
    const logStart = statSync(log).size;
    const server = spawnDetached(
      command,
      [...words, script, ...toArguments(launch, sessionId)],
      output
    );
    try {
      noteStart(starting, launch.kernelId, server.pid ?? 0);
      return await waitForRecord(server, sessionId, logStart);
    } catch (error) {
      server.kill('SIGKILL');
      rmSync(recordPath(sessionId), { force: true });
      throw error;
    }
  } finally {
    rmSync(starting, { force: true });
  }
}

/** Waits for a server of this kernel whose launcher died before it listened, so that there will not be two. */
export async function finishStart(kernelId: string): Promise<void> {
  const names = readdirSync(runtimeFolder()).flatMap(
    name => /^phoenix-([0-9a-f]{12})\.starting$/.exec(name)?.[1] ?? []
  );
  for (const sessionId of names) {
    const path = join(runtimeFolder(), `phoenix-${sessionId}.starting`);
    const note = readNote(path);
    if (note === undefined || note.kernel_id !== kernelId) {
      continue;
    }
    const hasRecord = () => existsSync(recordPath(sessionId));
    await (note.pid > 0
      ? waitUntil(() => hasRecord() || !isSessionServer(note.pid, sessionId), START_MS)
      : waitUntil(hasRecord, UNKNOWN_START_MS));
    if (!hasRecord()) {
      rmSync(logPath(sessionId), { force: true });
    }
    rmSync(path, { force: true });
  }
}

function readNote(path: string): { kernel_id: string; pid: number } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { kernel_id: string; pid: number };
  } catch {
    return undefined;
  }
}

/** A folder of this user's alone, made when it is missing; throws LaunchFailed when it cannot be written to. */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw toDiskFailure(`Cannot write to the folder '${folder}'`, error);
  }
}

/** What to say when a file or folder that a launch needs cannot be written. */
export function toDiskFailure(what: string, error: unknown): LaunchFailed {
  const code = errnoOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new LaunchFailed(`${what}: no space is left`, {
        code: 'disk/full',
        hint: 'Make room and launch again',
        cause: error
      })
    : new LaunchFailed(`${what}: ${code ?? String(error)}`, {
        code: 'folder/unwritable',
        hint: 'Make it writable, or set PHOENIX_WORKING_DIR and JUPYTER_RUNTIME_DIR to folders that are',
        cause: error
      });
}

function noteStart(path: string, kernelId: string, pid: number): void {
  try {
    writeFileSync(path, JSON.stringify({ kernel_id: kernelId, pid }));
  } catch (error) {
    throw toDiskFailure(`Cannot write to the folder '${runtimeFolder()}'`, error);
  }
}

function openLog(path: string): number {
  try {
    const file = openSync(path, 'a', 0o600);
    chmodSync(path, 0o600);
    return file;
  } catch (error) {
    throw toDiskFailure(`Cannot write to the log '${path}'`, error);
  }
}

/** Starts a process that outlives this one, its terminal and its process group. */
function spawnDetached(command: string, args: string[], output: number): ChildProcess {
  // What a debugger or an editor tells its own Node must not reach ours.
  const env: NodeJS.ProcessEnv = { ...ALLOCATION, ...process.env };
  delete env['NODE_OPTIONS'];
  const child = spawn(command, args, {
    // A root folder cannot be removed under the server's feet.
    cwd: parse(process.execPath).root,
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output]
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(output);
  return child;
}

function toArguments(launch: Launch, sessionId: string): string[] {
  const options = {
    id: sessionId,
    'kernel-id': launch.kernelId,
    'kernel-pid': launch.kernelPid,
    notebook: launch.notebook,
    name: launch.name,
    'runtime-dir': runtimeFolder(),
    'working-dir': launch.workingFolder,
    host: launch.host,
    port: launch.port
  };
  // One word per option: a name may begin with a dash.
  const words = Object.entries(options)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `--${name}=${value}`);
  return launch.isPortFixed ? [...words, '--port-fixed'] : words;
}

async function waitForRecord(
  server: ChildProcess,
  sessionId: string,
  logStart: number
): Promise<DiscoveryRecord> {
  for (const startMs = performance.now(); performance.now() - startMs < START_MS;) {
    const record = readRecord(recordPath(sessionId));
    if (record !== undefined) {
      return record;
    }
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) {
      throw toLaunchFailure(server.exitCode, logPath(sessionId), logStart);
    }
    await sleep(10);
  }
  throw new LaunchFailed(
    `Cannot start the Phoenix server: it was not ready after ${START_MS / 1000} seconds`,
    { code: 'launch/timeout', hint: `See what it said in '${logPath(sessionId)}'` }
  );
}

/** What a server said before it ended: its JSON line when there is one, else the error its runtime printed. */
function toLaunchFailure(exitCode: number | null, log: string, logStart: number): LaunchFailed {
  const lines = readFileSync(log).subarray(logStart).toString().trim().split('\n');
  for (const line of lines.toReversed()) {
    const error = readRefusal(line);
    if (error !== undefined) {
      rmSync(log, { force: true });
      const { message, code, hint } = error;
      return new LaunchFailed(message, hint === undefined ? { code } : { code, hint });
    }
  }
  const thrown = lines.map(line => line.trim()).find(line => /^\w*Error\b/.test(line));
  return new LaunchFailed(
    `Cannot start the Phoenix server: it ended with exit code ${exitCode ?? 'none'}${thrown === undefined ? '' : `: ${thrown}`}`,
    { code: 'launch/crashed', hint: `See what it said in '${log}'` }
  );
}

function readRefusal(line: string): { message: string; code: string; hint?: string } | undefined {
  try {
    return (JSON.parse(line) as { error?: { message: string; code: string; hint?: string } }).error;
  } catch {
    return undefined;
  }
}
