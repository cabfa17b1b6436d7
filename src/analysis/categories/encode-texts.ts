export interface EncodedTexts {
  /** Per text an index into `firsts`; −1 where there is none. */
  readonly codes: Int32Array;
  /** The position of the first text of each code. */
  readonly firsts: Int32Array;
}

/**
 * Numbers texts by their first appearance; text i is bytes[offsets[i]…offsets[i + 1]). Bit i of `validity` says whether there is a text
 * i; null: all are. Bytes are hashed and compared where they lie, in a table with open addressing: no text is made.
 */
export function encodeTexts(
  bytes: Uint8Array,
  offsets: Int32Array,
  length: number,
  validity: Uint8Array | null
): EncodedTexts {
  const codes = new Int32Array(length);
  let firsts = new Int32Array(256);
  let hashes = new Int32Array(256);
  let slots = new Int32Array(1024).fill(-1);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (validity !== null && ((validity[i >> 3] >> (i & 7)) & 1) === 0) {
      codes[i] = -1;
      continue;
    }
    const hash = hashBytes(bytes, offsets[i], offsets[i + 1]);
    const mask = slots.length - 1;
    let at = hash & mask;
    let code = slots[at];
    while (code >= 0 && (hashes[code] !== hash || !isSame(bytes, offsets, i, firsts[code]))) {
      at = (at + 1) & mask;
      code = slots[at];
    }
    if (code < 0) {
      code = count++;
      if (code === firsts.length) {
        firsts = grow(firsts);
        hashes = grow(hashes);
      }
      firsts[code] = i;
      hashes[code] = hash;
      slots[at] = code;
      if (2 * count > slots.length) {
        slots = rehash(hashes, count, 4 * slots.length);
      }
    }
    codes[i] = code;
  }
  return { codes, firsts: firsts.slice(0, count) };
}

/** FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), with the high bits mixed into the low ones that the table looks at. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ bytes[i], 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

function isSame(bytes: Uint8Array, offsets: Int32Array, i: number, j: number): boolean {
  const start = offsets[i];
  const other = offsets[j];
  const size = offsets[i + 1] - start;
  if (offsets[j + 1] - other !== size) {
    return false;
  }
  for (let k = 0; k < size; k++) {
    if (bytes[start + k] !== bytes[other + k]) {
      return false;
    }
  }
  return true;
}

function grow(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}

function rehash(hashes: Int32Array, count: number, size: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(size).fill(-1);
  for (let code = 0; code < count; code++) {
    let at = hashes[code] & (size - 1);
    while (slots[at] >= 0) {
      at = (at + 1) & (size - 1);
    }
    slots[at] = code;
  }
  return slots;
}
