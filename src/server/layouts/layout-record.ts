import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeFrame, encodeFrame, type Section } from '../../contract/frame.ts';
import { errnoOf } from '../disk-failure.ts';
import { writeAtomically } from '../write-atomically.ts';

const DIGEST_BYTES = 32;

/** Writes a frame and a SHA-256 of it, so that a file that was damaged later is noticed. */
export async function writeRecord(
  path: string,
  header: object,
  sections: Readonly<Record<string, Section>>
): Promise<void> {
  const frame = encodeFrame(header, sections);
  await writeAtomically(path, [frame, digest(frame)], 'keep the layout');
}

/** Reads what {@link writeRecord} wrote; undefined when the file is missing, torn or damaged. */
export async function readRecord(
  path: string
): Promise<{ header: unknown; sections: ReadonlyMap<string, Section> } | undefined> {
  try {
    const file = await readFile(path);
    const frame = file.subarray(0, -DIGEST_BYTES);
    if (file.length <= DIGEST_BYTES || !digest(frame).equals(file.subarray(-DIGEST_BYTES))) {
      return undefined;
    }
    // Typed arrays are laid over the buffer, which therefore has to begin at byte 0.
    return decodeFrame<unknown>(new Uint8Array(frame).buffer);
  } catch (error) {
    if (errnoOf(error) !== undefined) {
      return undefined;
    }
    throw error;
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
