import { largeUtf8, utf8 } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../arrow/batches.ts';

/** Characters of a UUID. */
const LENGTH = 36;
const MAX_ROWS = Math.floor(0x7fffffff / LENGTH);
const HEX = Uint8Array.from('0123456789abcdef', digit => digit.charCodeAt(0));
const DASH = 0x2d;
/** Where the 32 digits stand between the dashes. */
const PLACES = Uint8Array.from(
  { length: 32 },
  (_, digit) => digit + [8, 12, 16, 20].filter(end => digit >= end).length
);

/** Murmur3's finalizer (A. Appleby): every bit of the input changes about half the bits of the output. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Writes UUIDs in the form of version 4 (RFC 9562 §5.4) that depend on nothing but a seed and a number. */
function createWriter(seed: number): (i: number, bytes: Uint8Array, at: number) => void {
  const salts = Uint32Array.from([1, 2, 3, 4], word => mix(seed + Math.imul(word, 0x9e3779b9)));
  return (i, bytes, at) => {
    for (let word = 0; word < 4; word++) {
      const bits = mix((salts[word] ?? 0) ^ mix(i + word + 1));
      for (let digit = 0; digit < 8; digit++) {
        const place = PLACES[8 * word + digit] ?? 0;
        bytes[at + place] = HEX[(bits >>> (28 - 4 * digit)) & 15] ?? 0;
      }
      if (word === 2) {
        bytes[at + 19] = HEX[((bits >>> 28) & 3) | 8] ?? 0;
      }
    }
    bytes[at + 8] = bytes[at + 13] = bytes[at + 18] = bytes[at + 23] = DASH;
    bytes[at + 14] = HEX[4] ?? 0;
  };
}

/** The UUID number `i` of a seed. */
export function createUuid(seed: number, i: number): string {
  const bytes = new Uint8Array(LENGTH);
  createWriter(seed)(i, bytes, 0);
  return String.fromCharCode(...bytes);
}

/** A text column of the UUIDs 0 to `length` − 1 of a seed: what {@link createUuid} gives, without a string per row. */
export function createUuids(seed: number, length: number): AnyBatch {
  const write = createWriter(seed);
  const values = new Uint8Array(LENGTH * length);
  const ends = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    write(i, values, LENGTH * i);
    ends[i + 1] = LENGTH * (i + 1);
  }
  const isLarge = length > MAX_ROWS;
  return createBatch({
    type: isLarge ? largeUtf8() : utf8(),
    length,
    nullCount: 0,
    offsets: isLarge ? BigInt64Array.from(ends, BigInt) : Int32Array.from(ends),
    values
  });
}
