import { Arena, type SharedMemory } from '../arena.ts';
import { openKernels, type Kernels } from '../kernels.ts';
import { narrowCodes } from './codes.ts';
import type { EncodedTexts, Texts } from './encode-texts.ts';

/** Texts that go into the kernel's memory at once; a multiple of 8, so that bits of validity begin at a byte. */
const CHUNK_TEXTS = 8192;
const CHUNK_BYTES = 2 ** 19;
/** Room for copies of the long ones among the distinct texts. */
const COPY_BYTES = 2 ** 21;
/** Most columns have few distinct texts: their table stays in the processor's cache. */
const TABLE_SLOTS = [2 ** 10, 2 ** 13, 2 ** 15, 2 ** 17];
const SLOT_BYTES = 24;
const MOST_CODES = 2 ** 16;
/** The kernel reads whole words, also the last one. */
const SLACK_BYTES = 8;

interface Scratch {
  readonly kernels: Kernels;
  readonly memory: SharedMemory;
  readonly tables: readonly number[];
  readonly places: number;
  readonly firsts: number;
  readonly copies: number;
  readonly bytes: number;
  readonly offsets: number;
  readonly validity: number;
  readonly codes: number;
}

let scratch: Scratch | undefined;

/** Eight megabytes, made once per thread and used for one column after the other. */
function openScratch(): Scratch {
  const arena = new Arena();
  const places = {
    tables: TABLE_SLOTS.map(slots => arena.reserve(slots * SLOT_BYTES)),
    places: arena.reserve(4 * MOST_CODES),
    firsts: arena.reserve(4 * MOST_CODES),
    copies: arena.reserve(COPY_BYTES),
    bytes: arena.reserve(CHUNK_BYTES + SLACK_BYTES),
    offsets: arena.reserve(4 * (CHUNK_TEXTS + 1)),
    validity: arena.reserve(CHUNK_TEXTS / 8),
    codes: arena.reserve(2 * CHUNK_TEXTS)
  };
  const memory = arena.createMemory();
  return { kernels: openKernels(memory), memory, ...places };
}

/** Null for texts that the kernel has no room for: more than 65,535 distinct ones, or very long ones. */
export function encodeByKernel(
  { bytes, offsets }: Texts,
  length: number,
  validity: Uint8Array | null
): EncodedTexts | null {
  scratch ??= openScratch();
  const { kernels, memory, tables, ...at } = scratch;
  const heap = new Uint8Array(memory.buffer);
  let level = -1;
  const clearNext = (): number => {
    level++;
    const table = tables[level];
    heap.fill(0, table, table + TABLE_SLOTS[level] * SLOT_BYTES);
    return table;
  };
  kernels.openTexts(
    clearNext(),
    TABLE_SLOTS[level],
    at.places,
    at.firsts,
    at.copies,
    at.copies + COPY_BYTES
  );
  const codes = new Uint16Array(length);
  const chunkOffsets = new Int32Array(memory.buffer, at.offsets, CHUNK_TEXTS + 1);
  const chunkCodes = new Uint16Array(memory.buffer, at.codes, CHUNK_TEXTS);
  for (let row = 0; row < length;) {
    const count = fitTexts(offsets, row, Math.min(CHUNK_TEXTS, length - row));
    if (count === 0) {
      return null;
    }
    const base = offsets[row];
    heap.set(bytes.subarray(base, offsets[row + count]), at.bytes);
    chunkOffsets.set(offsets.subarray(row, row + count + 1));
    if (validity !== null) {
      heap.set(validity.subarray(row >> 3, (row + count + 7) >> 3), at.validity);
    }
    for (let done = 0; done < count;) {
      // What was done stands before: texts are taken up in groups of eight, so that the bits of validity begin with one.
      const from = done & ~7;
      const more = kernels.encodeTexts(
        at.offsets + 4 * from,
        at.bytes,
        base,
        count - from,
        validity === null ? 0 : at.validity + (from >> 3),
        row + from,
        at.codes + 2 * from
      );
      done = from + more;
      if (done < count) {
        if (level + 1 === tables.length || !hasRoom(kernels, level)) {
          return null;
        }
        kernels.moveTexts(clearNext(), TABLE_SLOTS[level]);
      }
    }
    codes.set(chunkCodes.subarray(0, count), row);
    row += count;
  }
  const distinct = kernels.countTexts();
  return {
    codes: narrowCodes(codes, distinct),
    firsts: new Int32Array(memory.buffer, at.firsts, distinct).slice()
  };
}

/** Whether a larger table is what is missing, and not room for copies. */
function hasRoom(kernels: Kernels, level: number): boolean {
  return 2 * kernels.countTexts() >= TABLE_SLOTS[level];
}

/** How many of the next texts fit: all of them, else a multiple of 8. */
function fitTexts(offsets: Int32Array, row: number, most: number): number {
  let count = most;
  while (count > 0 && offsets[row + count] - offsets[row] > CHUNK_BYTES) {
    count = count > 8 ? (count >> 4) << 3 : 0;
  }
  return count;
}
