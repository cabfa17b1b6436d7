import { hasBit } from './arrow/bitmap.ts';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
const SIGN_BIT = 0x80000000;

/**
 * Source positions in ascending, stable order of 64-bit times; positions without a time (`present` bit 0) last.
 * Null when they are in order already.
 */
export function sortByTime(times: BigInt64Array, present: Uint8Array): Uint32Array | null {
  // Words instead of bigints: nothing is allocated. The sign bit is turned, so that words compare unsigned.
  const words = new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
  if (isSorted(words, present, times.length)) {
    return null;
  }
  let positions = new Uint32Array(times.length);
  let count = 0;
  for (let i = 0; i < times.length; i++) {
    if (hasBit(present, i)) {
      positions[count++] = i;
    }
  }
  const missing = count;
  for (let i = 0, at = count; i < times.length; i++) {
    if (!hasBit(present, i)) {
      positions[at++] = i;
    }
  }
  let spare = positions.slice();
  for (let digit = 0; digit < 4; digit++) {
    if (sortDigit(words, digit, positions, spare, missing)) {
      [positions, spare] = [spare, positions];
    }
  }
  return positions;
}

function highWord(words: Uint32Array, i: number): number {
  return ((words[2 * i + 1] ?? 0) ^ SIGN_BIT) >>> 0;
}

function isSorted(words: Uint32Array, present: Uint8Array, length: number): boolean {
  let high = 0;
  let low = 0;
  let ended = false;
  for (let i = 0; i < length; i++) {
    if (!hasBit(present, i)) {
      ended = true;
      continue;
    }
    const nextHigh = highWord(words, i);
    const nextLow = words[2 * i] ?? 0;
    if (ended || nextHigh < high || (nextHigh === high && nextLow < low)) {
      return false;
    }
    high = nextHigh;
    low = nextLow;
  }
  return true;
}

/** One pass of a radix sort from the lowest 16 bits up; false when all digits are equal and nothing was moved. */
function sortDigit(
  words: Uint32Array,
  digit: number,
  from: Uint32Array,
  to: Uint32Array,
  count: number
): boolean {
  const shift = (digit & 1) * DIGIT_BITS;
  const digitOf =
    digit < 2
      ? (i: number) => ((words[2 * i] ?? 0) >>> shift) & (DIGITS - 1)
      : (i: number) => (highWord(words, i) >>> shift) & (DIGITS - 1);
  const ends = new Uint32Array(DIGITS);
  for (let k = 0; k < count; k++) {
    const value = digitOf(from[k] ?? 0);
    ends[value] = (ends[value] ?? 0) + 1;
  }
  if (count === 0 || ends[digitOf(from[0] ?? 0)] === count) {
    return false;
  }
  let start = 0;
  for (let value = 0; value < DIGITS; value++) {
    const size = ends[value] ?? 0;
    ends[value] = start;
    start += size;
  }
  for (let k = 0; k < count; k++) {
    const position = from[k] ?? 0;
    const value = digitOf(position);
    const at = ends[value] ?? 0;
    to[at] = position;
    ends[value] = at + 1;
  }
  return true;
}
