import { availableParallelism, cpus, totalmem, type as osType, release } from 'node:os';

/** Where and with what a bench ran. */
export function describeMachine(versions: Record<string, string> = {}) {
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${osType()} ${release()}`,
    node: process.version,
    ...versions
  };
}
