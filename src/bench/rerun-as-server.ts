import { spawnSync } from 'node:child_process';
import { ALLOCATION } from '../contract/allocation.ts';

/** Runs this script again in the environment of a server, unless it has it already: how memory is given back is decided when a process starts. */
export function rerunAsServer(): void {
  if (process.env['MALLOC_ARENA_MAX'] === undefined) {
    const env = { ...ALLOCATION, ...process.env };
    const { status } = spawnSync(process.execPath, process.argv.slice(1), {
      env,
      stdio: 'inherit'
    });
    process.exit(status ?? 1);
  }
}
