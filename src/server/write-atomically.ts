import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toDiskFailure } from './disk-failure.ts';

/** Names that {@link writeAtomically} gives to files it has not finished. */
export const TEMPORARY = /^\..*\.[0-9a-f]{8}\.tmp$/;

/** A name in the same folder, so that the rename stays on one disk. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
}

/**
 * Writes all of `parts` under a temporary name, then renames: a reader sees the old file or the new one, and a
 * full disk leaves nothing behind. `action` completes the sentence "Cannot …".
 */
export async function writeAtomically(
  path: string,
  parts: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array>,
  action: string
): Promise<number> {
  const temporary = temporaryPath(path);
  try {
    const bytes = await writeAll(temporary, parts);
    await rename(temporary, path);
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw toDiskFailure(error, action);
  }
}

async function writeAll(
  path: string,
  parts: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array>
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const part of parts) {
      const chunk = typeof part === 'string' ? Buffer.from(part) : part;
      bytes += await writeChunk(file, chunk);
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** One write call takes at most 2 GiB on every platform; pieces of 64 MB also let other requests in between. */
const PIECE_BYTES = 64 * 2 ** 20;

async function writeChunk(
  file: Awaited<ReturnType<typeof open>>,
  chunk: Uint8Array
): Promise<number> {
  for (let start = 0; start < chunk.byteLength;) {
    const piece = chunk.subarray(start, start + PIECE_BYTES);
    const { bytesWritten } = await file.write(piece);
    start += bytesWritten;
  }
  return chunk.byteLength;
}
