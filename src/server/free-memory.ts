import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (how: { type: 'major' | 'minor'; flavor?: 'last-resort' }) => void;

/** A thread that has had nothing to do for so long is at rest. */
const REST_MS = 2000;

/** Buffers worth collecting: V8 lets some times as many bytes of them pile up, in each thread. */
const BUFFER_BYTES = 8 * 2 ** 20;

let found: Collect | null | undefined;

/** What V8 calls `gc`; other engines, and a V8 that does not show it, collect when they like. */
function findCollect(): Collect | null {
  if (found === undefined) {
    try {
      setFlagsFromString('--expose-gc');
      found = runInNewContext('typeof gc === "function" ? gc : null') as Collect | null;
    } catch {
      found = null;
    }
  }
  return found;
}

/** Gives back what this thread does not need any more: V8 itself waits until it needs memory, and threads that rest never do. */
export function freeMemory(): void {
  findCollect()?.({ type: 'major', flavor: 'last-resort' });
}

let bufferBytes = 0;

/** Buffers of so many bytes were made, and are hardly used any more. Those that are young are collected from time to time, which takes a millisecond. */
export function noteBuffers(bytes: number): void {
  bufferBytes += bytes;
  if (bufferBytes >= BUFFER_BYTES) {
    bufferBytes = 0;
    findCollect()?.({ type: 'minor' });
  }
}

/** Calls {@link freeMemory} when nothing was noted for a while. */
export class RestWatch {
  readonly #timer = setTimeout(freeMemory, REST_MS).unref();

  /** The thread has begun or finished something. */
  readonly note = (): void => {
    this.#timer.refresh();
  };
}
