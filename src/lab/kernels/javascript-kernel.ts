/** How a kernel of JavaScript reaches our client. */
export interface JavaScriptKernel {
  kind: 'deno' | 'tslab';
  /** What Jupyter calls the kernel. */
  id: string;
  /** The folder with `kernel.mjs` and `kernel.cjs`, on the machine of the Jupyter server. */
  folder: string;
}

/** The kind of a kernel by its name or implementation; undefined for those that understand `%phoenix` themselves, or never will. */
export function findKind(name: string): JavaScriptKernel['kind'] | undefined {
  if (/^deno/i.test(name)) {
    return 'deno';
  }
  return /^(?:ts|js)lab/i.test(name) ? 'tslab' : undefined;
}
