import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** The bytes of a file, which is deleted: at once where an open file may be, else when it has been read. */
export async function openFrameFile(path: string): Promise<ReadableStream<Uint8Array>> {
  const file = await open(path);
  const remove = () => rm(path, { force: true });
  const isGone = await remove().then(
    () => true,
    () => false
  );
  const stream = file.createReadStream({ highWaterMark: 2 ** 20 });
  if (!isGone) {
    stream.once('close', () => void remove());
  }
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
