import { basename } from 'node:path';
import process from 'node:process';
import { findDeno } from './platform.ts';
import { readCommandLine } from './processes.ts';

/** The kernel that runs this code; a plain program counts as one that has no notebook. */
export interface Kernel {
  id: string;
  pid: number;
  /** Absolute path as Jupyter gives it to the kernel; empty when there is none. */
  notebook: string;
  /** What people call the session: the name of the notebook, or of the script, without its ending. */
  name: string;
}

let own: Kernel | undefined;
let injectedId: string | undefined;

/** Takes what a front end knows of the kernel it sends code to, and the kernel itself may not. */
export function inject({ kernelId }: { kernelId: string }): void {
  injectedId = kernelId;
}

/** The kernel this is called from. */
export function findKernel(): Kernel {
  own ??= readKernel();
  return injectedId === undefined ? own : { ...own, id: injectedId };
}

function readKernel(): Kernel {
  const notebook = process.env['JPY_SESSION_NAME'] ?? '';
  // Jupyter names the connection file for the kernel; Deno and tslab have it on their command line.
  const found = /(?:^|[\\/ =])kernel-([\w-]+)\.json(?: |$)/.exec(readCommandLine(process.pid));
  const id = found?.[1] ?? (notebook === '' ? `javascript-${process.pid}-${randomHex(8)}` : '');
  const file = notebook !== '' || found ? notebook : findScript();
  const name = basename(file).replace(/\.[^.]*$/, '') || (findDeno() ? 'Deno' : 'Node');
  return { id, pid: process.pid, notebook, name };
}

/** The file that this process was started with; empty when that is a tool which runs the code of others. */
function findScript(): string {
  const path = process.argv[1] ?? '';
  return /[\\/]node_modules[\\/]|[\\/][^.\\/]*$/.test(path) ? '' : path;
}

/** Random hexadecimal digits. */
export function randomHex(digits: number): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, digits);
}
