import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { errnoOf } from './platform.ts';

/** Whether a process of this user runs under this id; a zombie, dead but not yet reaped, does not. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform === 'win32') {
    return false;
  }
  if (process.platform !== 'linux') {
    return outputOf('ps', ['-o', 'stat=', '-p', String(pid)]).startsWith('Z');
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses.
    return /^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}

/** The words of a process's command line joined by spaces; empty when there is none to read. */
export function readCommandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return '';
    }
  }
  return process.platform === 'win32'
    ? outputOf('powershell', [
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`
      ])
    : outputOf('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
}

/** Whether the process is the server of this session and not a stranger that got its number. */
export function isSessionServer(pid: number, sessionId: string): boolean {
  return isAlive(pid) && readCommandLine(pid).includes(`--id=${sessionId}`);
}

/** Asks a process to end, or ends it; one that is gone is no error. */
export function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') {
      throw error;
    }
  }
}

function outputOf(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, {
      timeout: 5000,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim();
  } catch {
    return '';
  }
}
