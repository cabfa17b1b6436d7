import { readFile } from 'node:fs/promises';
import { Worker, type ResourceLimits } from 'node:worker_threads';

const WORKERS = ['map-worker', 'report-worker', 'trace-worker'] as const;
type WorkerName = (typeof WORKERS)[number];

/** Workers that start from memory: data addresses by file address. */
const keptByHref = new Map<string, URL>();

/**
 * Where a worker's module is: beside the module that asks, as a source or a compiled file of the same kind, or, in a bundle, beside the
 * bundle as `<name>.mjs`.
 */
export function findWorkerUrl(moduleUrl: string, name: WorkerName): URL {
  const extension = /\.(ts|js|mjs)$/.exec(new URL(moduleUrl).pathname)?.[1] ?? 'mjs';
  return new URL(`./${name}.${extension}`, moduleUrl);
}

/** Starts a worker for the module `moduleUrl`; `workerData` is what it can read at once. */
export function startWorker(
  moduleUrl: string,
  name: WorkerName,
  workerData?: unknown,
  resourceLimits: ResourceLimits = {}
): Worker {
  const url = findWorkerUrl(moduleUrl, name);
  return new Worker(keptByHref.get(url.href) ?? url, { workerData, resourceLimits });
}

/** Keeps the workers of the bundle that `moduleUrl` is part of in memory: a package can be replaced under a running server. */
export async function keepWorkers(moduleUrl: string): Promise<void> {
  for (const name of WORKERS) {
    const url = findWorkerUrl(moduleUrl, name);
    const source = await readFile(url, 'utf8');
    // The name stands in stack traces instead of the whole source.
    const named = `${source}\n//# sourceURL=${name}.mjs`;
    keptByHref.set(url.href, new URL(`data:text/javascript,${encodeURIComponent(named)}`));
  }
}
