/**
 * Where a worker's module is: beside the module that asks, as a source or a compiled file of the same kind, or, in a bundle, beside the
 * bundle as `<name>.mjs`.
 */
export function findWorkerUrl(moduleUrl: string, name: string): URL {
  const extension = /\.(ts|js|mjs)$/.exec(new URL(moduleUrl).pathname)?.[1] ?? 'mjs';
  return new URL(`./${name}.${extension}`, moduleUrl);
}
