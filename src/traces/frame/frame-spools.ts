import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { joinBytes, type FrameSpool } from './frame-stream.ts';

/** A frame in memory. */
export class MemorySpool implements FrameSpool {
  readonly #parts: Uint8Array[] = [];
  #next: MemorySpool | undefined;

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#next?.bytes ?? joinBytes(this.#parts);
  }

  readonly write = (bytes: Uint8Array) => {
    this.#parts.push(bytes);
  };

  readonly read = (from: number, to: number) => joinBytes(this.#parts).subarray(from, to);

  readonly restart = () => {
    this.#next = new MemorySpool();
    return this.#next;
  };
}

/** A frame in a file of its own. */
export class FileSpool implements FrameSpool {
  readonly #path: string;
  readonly #file: number;
  #length = 0;
  #next: FileSpool | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'w+', 0o600);
  }

  readonly write = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      at += writeSync(this.#file, bytes, at, bytes.length - at, this.#length + at);
    }
    this.#length += bytes.length;
  };

  readonly read = (from: number, to: number) => {
    const bytes = new Uint8Array(to - from);
    for (let at = 0; at < bytes.length;) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, from + at);
      if (count === 0) {
        throw new RangeError(
          'Cannot read a frame again: its file is shorter than what was written'
        );
      }
      at += count;
    }
    return bytes;
  };

  readonly restart = () => {
    this.#next = new FileSpool(`${this.#path}-again`);
    return this.#next;
  };

  /** Closes the file, which is whole now; its length. */
  finish(): number {
    closeSync(this.#file);
    if (!this.#next) {
      return this.#length;
    }
    const length = this.#next.finish();
    renameSync(this.#next.#path, this.#path);
    return length;
  }

  discard(): void {
    this.#next?.discard();
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }
}
