import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { MapParameters } from '../../contract/map.ts';
import { LAYOUT_VERSION } from '../../contract/stored-layout.ts';

/** Two milliseconds of hashing at a time leave room for other requests. */
const PIECE_BYTES = 4 * 2 ** 20;

/** Digest of byte ranges of any size, one after the other; other requests are served in between. */
export async function digestBytes(
  parts: Iterable<ArrayBufferView>,
  signal?: AbortSignal
): Promise<string> {
  const hash = createHash('sha256');
  for (const part of parts) {
    // The length first, so that moving a byte from one part to the next gives another digest.
    hash.update(`${part.byteLength};`);
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      hash.update(bytes.subarray(start, start + PIECE_BYTES));
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return hash.digest('hex').slice(0, 32);
}

/**
 * Names a layout by what it is made of: the vectors in the order of their rows, what narrows them, and the
 * parameters of the projection. Without a seed the draw is random, but the first picture made under this name is the
 * one that comes back.
 */
export function hashLayout(request: {
  vectors: string;
  parameters: MapParameters;
  timeRange: { start: string; end: string } | null;
  /** Digest of the times it narrows; empty without a range. */
  times: string;
}): string {
  const { nComponents, minDist, nNeighbors, nSamples, metric, seed } = request.parameters;
  const parts = [
    LAYOUT_VERSION,
    request.vectors,
    request.timeRange && [request.timeRange.start, request.timeRange.end, request.times],
    [nComponents, minDist, nNeighbors, nSamples, metric, seed]
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Names a clustering of a layout. */
export function clusterKey({ minClusterSize, minSamples, epsilon }: MapParameters): string {
  const parts = JSON.stringify([LAYOUT_VERSION, minClusterSize, minSamples, epsilon]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}
