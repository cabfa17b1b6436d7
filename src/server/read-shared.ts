import { open } from 'node:fs/promises';
import { Failure } from '../contract/failures.ts';
import { errnoOf } from './disk-failure.ts';

/** One read call takes at most 2 GiB; pieces of this size also let other requests in between. */
const PIECE_BYTES = 32 * 2 ** 20;

/**
 * Reads a file of any size into memory that worker threads share. `name` is what messages call it.
 * Throws a Failure when the file is missing, shrinks while it is read, or does not fit into memory.
 */
export async function readShared(
  path: string,
  name: string,
  signal: AbortSignal
): Promise<SharedArrayBuffer> {
  const file = await openForReading(path, name);
  try {
    const { size } = await file.stat();
    const buffer = allocate(size, name);
    for (let start = 0; start < size;) {
      signal.throwIfAborted();
      const length = Math.min(PIECE_BYTES, size - start);
      const { bytesRead } = await file.read(
        new Uint8Array(buffer, start, length),
        0,
        length,
        start
      );
      if (bytesRead === 0) {
        throw unreadable(name, `it ended after ${start} of ${size} bytes`);
      }
      start += bytesRead;
    }
    return buffer;
  } finally {
    await file.close();
  }
}

async function openForReading(path: string, name: string) {
  try {
    return await open(path, 'r');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) {
      throw error;
    }
    throw unreadable(name, errno === 'ENOENT' ? 'the file is not there' : errno, error);
  }
}

function allocate(size: number, name: string): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(size);
  } catch (error) {
    throw unreadable(name, `its ${size} bytes do not fit into memory`, error);
  }
}

function unreadable(name: string, reason: string, cause?: unknown): Failure {
  return new Failure('dataset/unreadable', `Cannot read the data set "${name}": ${reason}`, {
    cause
  });
}
