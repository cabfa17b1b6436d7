import type { SelectionMode } from '../../contract/selection.ts';

/** Bit `i & 7` of byte `i >> 3` stands for point i. */
export type Bits = Uint8Array<ArrayBuffer>;

export function hasBit(bits: Uint8Array, i: number): boolean {
  return (((bits[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
}

export function bitsOf(points: Iterable<number>, count: number): Bits {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (const point of points) {
    bits[point >> 3] = (bits[point >> 3] ?? 0) | (1 << (point & 7));
  }
  return bits;
}

export function countBits(bits: Uint8Array): number {
  let count = 0;
  for (let byte of bits) {
    for (; byte > 0; count++) {
      byte &= byte - 1;
    }
  }
  return count;
}

/** What a selection becomes; the server does the same to rows. */
export function combineBits(before: Uint8Array, change: Uint8Array, mode: SelectionMode): Bits {
  const after = new Uint8Array(change.length);
  for (let i = 0; i < after.length; i++) {
    const [old, now] = [before[i] ?? 0, change[i] ?? 0];
    after[i] =
      mode === 'add'
        ? old | now
        : mode === 'remove'
          ? old & ~now
          : mode === 'toggle'
            ? old ^ now
            : now;
  }
  return after;
}

/** The first point whose bit is set. */
export function firstBit(bits: Uint8Array): number | null {
  const byte = bits.findIndex(value => value !== 0);
  return byte < 0 ? null : 8 * byte + Math.log2((bits[byte] ?? 0) & -(bits[byte] ?? 0));
}

export function toPoints(bits: Uint8Array): Uint32Array {
  const points = new Uint32Array(countBits(bits));
  let next = 0;
  for (let i = 0; next < points.length; i++) {
    if (hasBit(bits, i)) {
      points[next++] = i;
    }
  }
  return points;
}
