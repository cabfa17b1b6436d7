import * as zlib from 'node:zlib';

/** Less is not worth a call. */
const LEAST_BYTES = 1024;
/** What is hardly shorter is left as it is. */
const LEAST_GAIN = 0.85;
const PLAIN = 0;
const ZSTD = 1;

/** Node 22.13 has none yet. */
const { zstdCompressSync, zstdDecompressSync } = zlib as Partial<typeof zlib>;
const FAST = { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } };

/** A byte that tells how the rest is packed, and the rest. */
export function packBytes(bytes: Buffer): Buffer {
  if (zstdCompressSync && bytes.length >= LEAST_BYTES) {
    const packed = zstdCompressSync(bytes, FAST);
    if (packed.length < bytes.length * LEAST_GAIN) {
      return Buffer.concat([Uint8Array.of(ZSTD), packed]);
    }
  }
  return Buffer.concat([Uint8Array.of(PLAIN), bytes]);
}

/** Whether bytes that {@link packBytes} packed can be read by this program. */
export function canUnpack(packed: Uint8Array): boolean {
  return packed[0] === PLAIN || (packed[0] === ZSTD && zstdDecompressSync !== undefined);
}

export function unpackBytes(packed: Uint8Array): Buffer {
  const rest = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.length - 1);
  return packed[0] === ZSTD && zstdDecompressSync ? zstdDecompressSync(rest) : rest;
}
