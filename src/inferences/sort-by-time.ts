import { hasBit } from '../arrow/bitmap.ts';

/** 2,048 groups: so few that the ends of all of them stay in the processor's cache. */
const DIGIT_BITS = 11;
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
  for (let shift = 0; shift < 64; shift += DIGIT_BITS) {
    if (sortDigit(words, shift, positions, spare, missing)) {
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

/** One pass of a radix sort, lowest digit first; false when all digits are equal and nothing was moved. */
function sortDigit(
  words: Uint32Array,
  shift: number,
  from: Uint32Array,
  to: Uint32Array,
  count: number
): boolean {
  const digits = new Uint16Array(count);
  const ends = new Uint32Array(DIGITS);
  for (let k = 0; k < count; k++) {
    const i = from[k] ?? 0;
    const digit = digitAt(highWord(words, i), words[2 * i] ?? 0, shift);
    digits[k] = digit;
    ends[digit] = (ends[digit] ?? 0) + 1;
  }
  if (count === 0 || ends[digits[0] ?? 0] === count) {
    return false;
  }
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const size = ends[digit] ?? 0;
    ends[digit] = start;
    start += size;
  }
  for (let k = 0; k < count; k++) {
    const digit = digits[k] ?? 0;
    const at = ends[digit] ?? 0;
    to[at] = from[k] ?? 0;
    ends[digit] = at + 1;
  }
  to.set(from.subarray(count), count);
  return true;
}

/** `DIGIT_BITS` bits of a 64-bit number from `shift` on; one digit lies across both words. */
function digitAt(high: number, low: number, shift: number): number {
  const bits =
    shift >= 32
      ? high >>> (shift - 32)
      : shift > 32 - DIGIT_BITS
        ? (low >>> shift) | (high << (32 - shift))
        : low >>> shift;
  return bits & (DIGITS - 1);
}
