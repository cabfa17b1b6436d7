import { type RefObject, useEffect } from 'react';
import { RequestFailure } from '../app/api.ts';
import { useApi } from '../app/api-context.tsx';
import { useTheme } from '../app/theme-context.tsx';
import { useViewState } from '../app/view-state-context.tsx';
import type { Cloud } from '../cloud/cloud.ts';

/** Long enough that a turn of the wheel, or a fit that still glides, makes one picture. */
const REST_MS = 1500;

/** Twice the room a narrow panel has for it, for screens of high density. */
const WIDTH = 536;
const HEIGHT = 300;

/** Keeps a small picture of the map with the server once it rests, for places that have no room to draw one. */
export function useSnapshot(
  cloud: RefObject<Cloud | null>,
  hash: string | undefined,
  color: string
): void {
  const api = useApi();
  const { revision } = useTheme();
  const camera = useViewState('camera');
  useEffect(() => {
    if (hash === undefined) {
      return;
    }
    const closed = new AbortController();
    const keep = async (signal: AbortSignal) => {
      const picture = await cloud.current?.snapshot();
      if (picture === undefined || signal.aborted) {
        return;
      }
      const body = await (await shrink(picture)).arrayBuffer();
      await api.json(`api/layouts/${hash}/snapshot`, { method: 'PUT', body, signal });
    };
    const timer = setTimeout(() => void keep(closed.signal).catch(forgiveUnlessBug), REST_MS);
    return () => {
      clearTimeout(timer);
      closed.abort();
    };
  }, [api, cloud, hash, color, camera, revision]);
}

/** The middle of a picture, as large as fits. */
async function shrink(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const scale = Math.max(WIDTH / bitmap.width, HEIGHT / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas
    .getContext('2d')
    ?.drawImage(bitmap, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
  bitmap.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new DOMException('Cannot write a picture'))),
      'image/png'
    )
  );
}

/** A picture that could not be made or kept costs nothing that the reader came for. */
function forgiveUnlessBug(error: unknown): void {
  if (!(error instanceof RequestFailure || error instanceof DOMException)) {
    throw error;
  }
}
