/**
 * Where the worker's module is: beside this one as a source or a compiled file of the same kind, or, in a bundle, beside the bundle as
 * `map-worker.mjs`.
 */
export function findWorkerUrl(moduleUrl: string): URL {
  const extension = /\.(ts|js|mjs)$/.exec(new URL(moduleUrl).pathname)?.[1] ?? 'mjs';
  return new URL(`./map-worker.${extension}`, moduleUrl);
}
