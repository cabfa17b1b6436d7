/**
 * Numbers texts by their first appearance. A slot of the table holds the first eight bytes of a text, then its last eight, the length and the
 * code plus one; 0 is a free slot. Beyond 16 bytes a hash of all of them stands in the second place, and a copy is compared.
 */
const SLOT: usize = 24;
const MOST_CODES: u32 = 65_535;

let table: usize = 0;
let mask: u32 = 0;
/** By code: where the copy of a long text lies. */
let places: usize = 0;
/** By code: the row of its first text. */
let firsts: usize = 0;
let copies: usize = 0;
let copiesEnd: usize = 0;
let distinct: u32 = 0;

/** Begins with an empty table of `slots`, a power of two; its memory must be zero. */
export function openTexts(
  tableAt: usize,
  slots: u32,
  placesAt: usize,
  firstsAt: usize,
  copiesAt: usize,
  copiesTo: usize
): void {
  table = tableAt;
  mask = slots - 1;
  places = placesAt;
  firsts = firstsAt;
  copies = copiesAt;
  copiesEnd = copiesTo;
  distinct = 0;
}

export function countTexts(): u32 {
  return distinct;
}

/** Moves what is known to a larger table in zeroed memory. */
export function moveTexts(to: usize, slots: u32): void {
  const end = table + (<usize>mask + 1) * SLOT;
  const wider = slots - 1;
  for (let from = table; from < end; from += SLOT) {
    if (load<u32>(from, 20) === 0) continue;
    let at = hashOf(load<u64>(from), load<u64>(from, 8), load<u32>(from, 16)) & wider;
    while (load<u32>(to + <usize>at * SLOT, 20) !== 0) at = (at + 1) & wider;
    memory.copy(to + <usize>at * SLOT, from, SLOT);
  }
  table = to;
  mask = wider;
}

// @ts-ignore: decorator
@inline
function hashOf(head: u64, tail: u64, size: u32): u32 {
  // Odd constants of the golden ratio and of MurmurHash3's finalizer (A. Appleby): the upper half of a product depends on all bits.
  let x = (head ^ rotl<u64>(tail, 31) ^ <u64>size) * 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 32)) * 0xff51afd7ed558ccd;
  return <u32>(x >> 32);
}

/** All words of a text longer than 16 bytes, the last of which overlaps the one before. */
function hashLong(at: usize, size: u32): u64 {
  const last = at + size - 8;
  let hash: u64 = size;
  for (let p = at; p < last; p += 8) hash = rotl<u64>((hash ^ load<u64>(p)) * 0x9e3779b97f4a7c15, 29);
  return rotl<u64>((hash ^ load<u64>(last)) * 0x9e3779b97f4a7c15, 29);
}

function isSame(a: usize, b: usize, size: u32): bool {
  const last = <usize>size - 8;
  for (let o: usize = 0; o < last; o += 8) {
    if (load<u64>(a + o) !== load<u64>(b + o)) return false;
  }
  return load<u64>(a + last) === load<u64>(b + last);
}

/**
 * Codes plus one of `count` texts as 16-bit numbers, 0 where bit i of `validity` (0: none are missing) is not set. Text i is
 * bytes[offsets[i] − base…offsets[i + 1] − base); eight bytes after the last one must be readable. Row numbers count from `row`. Returns how
 * many texts were done: fewer when the table is half full, or when there is no room for another text.
 */
export function encodeTexts(
  offsets: usize,
  bytes: usize,
  base: u32,
  count: u32,
  validity: usize,
  row: u32,
  codes: usize
): u32 {
  let start = load<u32>(offsets) - base;
  for (let i: u32 = 0; i < count; i++) {
    const end = load<u32>(offsets + (<usize>i << 2), 4) - base;
    const out = codes + (<usize>i << 1);
    if (validity !== 0 && ((load<u8>(validity + <usize>(i >> 3)) >> <u8>(i & 7)) & 1) === 0) {
      store<u16>(out, 0);
      start = end;
      continue;
    }
    const size = end - start;
    const at = bytes + start;
    let head = load<u64>(at);
    let tail: u64 = 0;
    if (size < 8) {
      head &= (<u64>1 << (<u64>size << 3)) - 1;
    } else if (size <= 16) {
      tail = load<u64>(at + size - 8);
    } else {
      tail = hashLong(at, size);
    }
    let place = hashOf(head, tail, size) & mask;
    let slot = table + <usize>place * SLOT;
    let code = load<u32>(slot, 20);
    while (
      code !== 0 &&
      (load<u64>(slot) !== head ||
        load<u64>(slot, 8) !== tail ||
        load<u32>(slot, 16) !== size ||
        (size > 16 && !isSame(at, load<u32>(places + (<usize>(code - 1) << 2)), size)))
    ) {
      place = (place + 1) & mask;
      slot = table + <usize>place * SLOT;
      code = load<u32>(slot, 20);
    }
    if (code === 0) {
      if (distinct * 2 > mask || distinct === MOST_CODES) return i;
      if (size > 16) {
        if (copies + size > copiesEnd) return i;
        memory.copy(copies, at, size);
        store<u32>(places + (<usize>distinct << 2), <u32>copies);
        copies += size;
      }
      store<u32>(firsts + (<usize>distinct << 2), row + i);
      code = ++distinct;
      store<u64>(slot, head);
      store<u64>(slot, tail, 8);
      store<u32>(slot, size, 16);
      store<u32>(slot, code, 20);
    }
    store<u16>(out, <u16>code);
    start = end;
  }
  return count;
}
