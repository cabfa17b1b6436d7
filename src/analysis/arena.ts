const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** A WebAssembly memory that threads share: what of it the code outside the kernels uses. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Lays arrays into one memory: reserve them all, then make the memory. Offsets are multiples of 64, a cache line. */
export class Arena {
  // The compiled kernels keep the first kilobyte.
  #end = 1024;

  /** Reserves `bytes` and returns their offset. */
  reserve(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes) / 64) * 64;
    return at;
  }

  /** A zeroed shared memory of everything reserved. Throws RangeError beyond the 4 GiB that WebAssembly can address. */
  createMemory(): SharedMemory {
    const pages = Math.ceil(this.#end / PAGE_BYTES);
    if (pages > MAX_PAGES) {
      throw new RangeError(
        `Cannot reserve ${Math.ceil(this.#end / 2 ** 20)} MiB for a map: the limit is 4096 MiB`
      );
    }
    return new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES, shared: true });
  }
}
