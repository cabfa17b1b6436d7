import { open, rm } from 'node:fs/promises';
import { noteBuffers } from '../free-memory.ts';

const PIECE_BYTES = 2 ** 20;

/** The bytes of a file, which is deleted: at once where an open file may be, else when it has been read. */
export async function openFrameFile(path: string): Promise<ReadableStream<Uint8Array>> {
  const file = await open(path);
  const remove = () => rm(path, { force: true });
  const isGone = await remove().then(
    () => true,
    () => false
  );
  const close = async () => {
    await file.close();
    if (!isGone) {
      await remove();
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await file
          .read(new Uint8Array(PIECE_BYTES))
          .catch(async (error: unknown) => {
            await close();
            throw error;
          });
        noteBuffers(PIECE_BYTES);
        if (bytesRead > 0) {
          controller.enqueue(buffer.subarray(0, bytesRead));
        } else {
          controller.close();
          await close();
        }
      },
      cancel: close
    },
    { highWaterMark: 1 }
  );
}
