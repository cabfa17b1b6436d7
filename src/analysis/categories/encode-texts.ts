import { type Codes, narrowCodes } from './codes.ts';
import { encodeByKernel } from './encode-by-kernel.ts';

/** Below so many texts the kernel takes longer to begin than it saves. */
const MIN_KERNEL_TEXTS = 512;

/** Texts that lie one after the other: text i is bytes[offsets[i]…offsets[i + 1]). */
export interface Texts {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

export interface EncodedTexts {
  /** Per text its place in `firsts` plus one; 0 where there is none. */
  readonly codes: Codes;
  /** The position of the first text of each code. */
  readonly firsts: Int32Array;
}

/** Codes by hash: open addressing, half full at most. */
interface Table {
  slots: Int32Array;
  /** By code. */
  hashes: Int32Array;
  count: number;
}

/**
 * Numbers the first `length` texts by their first appearance. Bit i of `validity` says whether there is a text i; null: all
 * are. Bytes are hashed and compared where they lie: no text is made.
 */
export function encodeTexts(
  texts: Texts,
  length: number,
  validity: Uint8Array | null
): EncodedTexts {
  return (
    (length < MIN_KERNEL_TEXTS ? null : encodeByKernel(texts, length, validity)) ??
    encodeMany(texts, length, validity)
  );
}

/** Any number of texts of any length: slower than the kernel, which has room for fewer. */
function encodeMany(texts: Texts, length: number, validity: Uint8Array | null): EncodedTexts {
  const { offsets } = texts;
  const view = viewOf(texts);
  const codes = new Int32Array(length);
  const table = createTable();
  let firsts = new Int32Array(256);
  for (let i = 0; i < length; i++) {
    if (validity !== null && ((validity[i >> 3] >> (i & 7)) & 1) === 0) {
      continue;
    }
    const start = offsets[i];
    const end = offsets[i + 1];
    const hash = hashBytes(view, start, end);
    const { slots, hashes } = table;
    const mask = slots.length - 1;
    let at = hash & mask;
    let code = slots[at];
    while (
      code >= 0 &&
      (hashes[code] !== hash || !isSame(view, start, end, view, offsets, firsts[code]))
    ) {
      at = (at + 1) & mask;
      code = slots[at];
    }
    if (code < 0) {
      code = insert(table, hash, at);
      if (code === firsts.length) {
        firsts = grow(firsts);
      }
      firsts[code] = i;
    }
    codes[i] = code + 1;
  }
  return { codes: narrowCodes(codes, table.count), firsts: firsts.slice(0, table.count) };
}

/** Distinct texts of one side, by code. */
export interface DistinctTexts extends Texts {
  readonly firsts: Int32Array;
}

/**
 * The code of each of the second texts among the first ones; those that the first lack get the next codes, in their order. Both
 * must be distinct in themselves.
 */
export function joinTexts(first: DistinctTexts, second: DistinctTexts): Int32Array {
  const table = createTable();
  const [a, b] = [viewOf(first), viewOf(second)];
  for (let code = 0; code < first.firsts.length; code++) {
    const i = first.firsts[code];
    const hash = hashBytes(a, first.offsets[i], first.offsets[i + 1]);
    const mask = table.slots.length - 1;
    let at = hash & mask;
    while (table.slots[at] >= 0) {
      at = (at + 1) & mask;
    }
    insert(table, hash, at);
  }
  const { slots, hashes, count } = table;
  const mask = slots.length - 1;
  let next = count;
  return second.firsts.map(i => {
    const start = second.offsets[i];
    const end = second.offsets[i + 1];
    const hash = hashBytes(b, start, end);
    let at = hash & mask;
    let code = slots[at];
    while (
      code >= 0 &&
      (hashes[code] !== hash || !isSame(b, start, end, a, first.offsets, first.firsts[code]))
    ) {
      at = (at + 1) & mask;
      code = slots[at];
    }
    return code < 0 ? next++ : code;
  });
}

function viewOf({ bytes }: Texts): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function createTable(): Table {
  return { slots: new Int32Array(1024).fill(-1), hashes: new Int32Array(256), count: 0 };
}

/** Takes the free slot `at` for the next code. */
function insert(table: Table, hash: number, at: number): number {
  const code = table.count++;
  if (code === table.hashes.length) {
    table.hashes = grow(table.hashes);
  }
  table.hashes[code] = hash;
  table.slots[at] = code;
  if (2 * table.count > table.slots.length) {
    table.slots = rehash(table.hashes, table.count, 4 * table.slots.length);
  }
  return code;
}

/**
 * The steps of MurmurHash3 (A. Appleby) over words of four bytes, the last of which overlaps the one before: two texts of one length are
 * hashed alike only when all their words are.
 */
function hashBytes(view: DataView, start: number, end: number): number {
  let hash = end - start;
  if (hash < 4) {
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
    }
  } else {
    for (let i = start; i < end - 4; i += 4) {
      hash = mix(hash, view.getInt32(i, true));
    }
    hash = mix(hash, view.getInt32(end - 4, true));
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function mix(hash: number, word: number): number {
  const mixed = hash ^ Math.imul(word, 0xcc9e2d51);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Whether the bytes [start, end) are those of text `j` on the other side. */
function isSame(
  view: DataView,
  start: number,
  end: number,
  other: DataView,
  offsets: Int32Array,
  j: number
): boolean {
  const size = end - start;
  const from = offsets[j];
  if (offsets[j + 1] - from !== size) {
    return false;
  }
  let k = 0;
  for (; k + 4 <= size; k += 4) {
    if (view.getInt32(start + k, true) !== other.getInt32(from + k, true)) {
      return false;
    }
  }
  for (; k < size; k++) {
    if (view.getUint8(start + k) !== other.getUint8(from + k)) {
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
