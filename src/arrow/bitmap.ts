/** Arrow bitmaps: bit i is bit `i & 7` of byte `i >> 3`. */
export function createBitmap(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Math.ceil(length / 8));
}

export function hasBit(bitmap: Uint8Array, i: number): boolean {
  return (((bitmap[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
}

export function setBit(bitmap: Uint8Array, i: number): void {
  bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
}

export function clearBit(bitmap: Uint8Array, i: number): void {
  bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) & ~(1 << (i & 7));
}

/** A bitmap of `length` ones; the bits after the last are zero, so that bitmaps of one length compare by bytes. */
export function createFullBitmap(length: number): Uint8Array<ArrayBuffer> {
  const bitmap = createBitmap(length).fill(0xff);
  const spare = length & 7;
  if (spare > 0) {
    bitmap[bitmap.length - 1] = (1 << spare) - 1;
  }
  return bitmap;
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) {
    ones += rest & 1;
  }
  return ones;
});

/** Ones among the first `length` bits. */
export function countBits(bitmap: Uint8Array, length = bitmap.length * 8): number {
  const whole = length >> 3;
  let ones = 0;
  for (let i = 0; i < whole; i++) {
    ones += ONES[bitmap[i] ?? 0] ?? 0;
  }
  const spare = length & 7;
  return ones + (spare > 0 ? (ONES[(bitmap[whole] ?? 0) & ((1 << spare) - 1)] ?? 0) : 0);
}
