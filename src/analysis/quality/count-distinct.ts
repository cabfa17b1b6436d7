/** Ranges of integers up to which a bit per integer is kept: 8 MiB. */
const MAX_BITS = 1 << 26;

/** Distinct numbers among the first `count`, all of them integers up to 2^53; `min` and `max` are theirs. */
export function countDistinctIntegers(
  values: Float64Array,
  count: number,
  { min, max }: { min: number; max: number }
): number {
  if (count === 0) {
    return 0;
  }
  const span = max - min + 1;
  if (span > MAX_BITS || span > 64 * count + 4096) {
    return countDistinctWords(
      new Int32Array(values.buffer, values.byteOffset, 2 * values.length),
      count
    );
  }
  const seen = new Uint32Array(Math.ceil(span / 32));
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    const at = values[i] - min;
    const bit = 1 << (at & 31);
    if ((seen[at >>> 5] & bit) === 0) {
      seen[at >>> 5] |= bit;
      distinct++;
    }
  }
  return distinct;
}

/** Distinct 64-bit words among the first `count`, each two entries of `words`: open addressing, half full at most. */
export function countDistinctWords(words: Int32Array, count: number): number {
  let size = 1024;
  while (size < 2 * count) {
    size *= 2;
  }
  const slots = new Int32Array(2 * size);
  const used = new Uint8Array(size);
  const mask = size - 1;
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    const low = words[2 * i];
    const high = words[2 * i + 1];
    let at = mix(low, high) & mask;
    while (used[at] === 1 && (slots[2 * at] !== low || slots[2 * at + 1] !== high)) {
      at = (at + 1) & mask;
    }
    if (used[at] === 0) {
      used[at] = 1;
      slots[2 * at] = low;
      slots[2 * at + 1] = high;
      distinct++;
    }
  }
  return distinct;
}

/** The finalizer of MurmurHash3 (A. Appleby) over both words. */
function mix(low: number, high: number): number {
  let h = low ^ Math.imul(high, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
