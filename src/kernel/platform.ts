import process from 'node:process';

interface DenoNamespace {
  execPath(): string;
  /** Reading it throws where no kernel of Jupyter runs. */
  jupyter?: unknown;
}

/** Deno, when this runs in it. */
export function findDeno(): DenoNamespace | undefined {
  return (globalThis as { Deno?: DenoNamespace }).Deno;
}

/** What tslab lets through to the modules it loads; it offers no public way to show several MIME types at once. */
interface TslabJupyter {
  lastWriteDisplayData?: (content: object, update: boolean) => void;
}

/** tslab's side of the Jupyter protocol, when this runs in one of its kernels. */
export function findTslab(): TslabJupyter | undefined {
  // CommonJS alone has a main module; its declaration promises one everywhere.
  const main = (process as { mainModule?: NodeJS.Module }).mainModule;
  if (main === undefined || !/[\\/]tslab[\\/]bin[\\/]/.test(main.filename)) {
    return undefined;
  }
  try {
    return main.require('../dist/jupyter') as TslabJupyter;
  } catch {
    return undefined;
  }
}

/** Whether this runs in a kernel of Jupyter. */
export function isInNotebook(): boolean {
  return isInDenoKernel() || findTslab() !== undefined;
}

function isInDenoKernel(): boolean {
  try {
    return findDeno()?.jupyter !== undefined;
  } catch {
    return false;
  }
}

/** The code of a system error, such as `ENOENT`; undefined for others. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

/** Whether a condition came true in time; looked at every 10 ms. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number
): Promise<boolean> {
  for (const startMs = performance.now(); !(await isTrue());) {
    if (performance.now() - startMs > timeoutMs) {
      return false;
    }
    await sleep(10);
  }
  return true;
}
