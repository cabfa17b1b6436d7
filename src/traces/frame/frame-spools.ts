import { closeSync, openSync, readSync, renameSync, rmSync, writeSync, writevSync } from 'node:fs';
import type { FrameSpool } from './frame-stream.ts';
import { countBytes, joinBytes } from './join-bytes.ts';

/** A frame in memory. */
export class MemorySpool implements FrameSpool {
  readonly #parts: Uint8Array[] = [];
  #next: MemorySpool | undefined;

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#next?.bytes ?? joinBytes(this.#parts);
  }

  readonly write = (parts: readonly Uint8Array[]) => {
    this.#parts.push(joinBytes(parts));
  };

  readonly read = (from: number, to: number) => joinBytes(this.#parts).subarray(from, to);

  readonly restart = () => {
    this.#next = new MemorySpool();
    return this.#next;
  };
}

/** A frame that is kept in memory while it is short, and goes to a file of its own when it is not. */
export class FileSpool implements FrameSpool {
  readonly #path: string;
  readonly #maxKept: number;
  #kept: Uint8Array[] = [];
  #file: number | undefined;
  #length = 0;
  #next: FileSpool | undefined;

  constructor(path: string, maxKept: number) {
    this.#path = path;
    this.#maxKept = maxKept;
  }

  readonly write = (parts: readonly Uint8Array[]) => {
    const length = this.#length + countBytes(parts);
    if (this.#file === undefined && length <= this.#maxKept) {
      this.#kept.push(joinBytes(parts));
    } else {
      if (this.#file === undefined) {
        this.#file = openSync(this.#path, 'w+', 0o600);
        writeParts(this.#file, this.#kept, 0);
        this.#kept = [];
      }
      writeParts(this.#file, parts, this.#length);
    }
    this.#length = length;
  };

  readonly read = (from: number, to: number) =>
    this.#file === undefined
      ? joinBytes(this.#kept).subarray(from, to)
      : readPart(this.#file, from, to);

  readonly restart = () => {
    this.#next = new FileSpool(`${this.#path}-again`, this.#maxKept);
    return this.#next;
  };

  /** The bytes; or their number, when they are in the file, which is whole now. */
  finish(): Uint8Array<ArrayBuffer> | number {
    if (!this.#next) {
      this.#close();
      return this.#file === undefined ? joinBytes(this.#kept) : this.#length;
    }
    const finished = this.#next.finish();
    this.#remove();
    if (typeof finished === 'number') {
      renameSync(this.#next.#path, this.#path);
    }
    return finished;
  }

  discard(): void {
    this.#next?.discard();
    this.#remove();
  }

  #remove(): void {
    this.#close();
    rmSync(this.#path, { force: true });
  }

  #close(): void {
    if (this.#file !== undefined) {
      closeSync(this.#file);
    }
  }
}

function writeParts(file: number, parts: readonly Uint8Array[], from: number): void {
  let at = from + writevSync(file, parts, from);
  // A disk that is filling up may have taken some of it.
  let start = from;
  for (const part of parts) {
    const end = start + part.length;
    while (at < end) {
      at += writeSync(file, part, at - start, end - at, at);
    }
    start = end;
  }
}

function readPart(file: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  for (let at = 0; at < bytes.length;) {
    const count = readSync(file, bytes, at, bytes.length - at, from + at);
    if (count === 0) {
      throw new RangeError('Cannot read a frame again: its file is shorter than what was written');
    }
    at += count;
  }
  return bytes;
}
