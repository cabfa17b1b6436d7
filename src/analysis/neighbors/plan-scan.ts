import { Arena, type SharedMemory } from '../arena.ts';

/**
 * How rows are compared: all pairs as they are, or as 16- or 8-bit integers; or only those pairs, as 8-bit integers, that a forest of random projection
 * trees brings together. All but the first only choose candidates, which are then ranked by exact distance.
 */
export type Storage = 'float' | 'int16' | 'int8' | 'forest';

/** Candidates kept beyond k, by how coarse the storage is. */
const SPARE = { float: 2, int16: 6, int8: 10, forest: 8 } as const;
const KINDS = { float: 0, int8: 1, forest: 1, int16: 2 } as const;
const VALUE_BYTES = { float: 4, int16: 2, int8: 1, forest: 1 } as const;

/** Rows of one side of a tile, and the bytes of the other side's rows: half of a level-2 cache. */
export const TILE_ROWS = 48;
const BLOCK_BYTES = 147_456;
/** Rows read at a time when they are prepared. */
export const READ_ROWS = 32;

/** Sizes and byte offsets of one scan; plain, so that it can be posted to threads together with its memory. */
export interface ScanPlan {
  storage: Storage;
  kind: number;
  count: number;
  /** Columns of the vectors, and the same padded to what the kernels step by. */
  dimension: number;
  padded: number;
  /** Bytes of a stored row. */
  bytes: number;
  /** Neighbors wanted, and candidates kept. */
  k: number;
  kept: number;
  threads: number;
  /** Rows of the larger side of a tile. */
  block: number;
  left: number;
  right: number;
  norms: number;
  factors: number;
  shifts: number;
  /** `count × kept` heaps: one for each thread, or one for all in a forest, whose threads never meet in a row. */
  heaps: { distances: number; ids: number }[];
  scratch: ThreadScratch[];
  forest: ForestScratch[];
}

export interface ThreadScratch {
  tile: number;
  roots: number;
  /** `READ_ROWS` rows, and their places on the leading axes. */
  read: number;
  turned: number;
  mean: number;
  signs: number;
  axes: number;
}

/** What a thread needs to grow a tree, to compare the rows of a leaf, and to refine. */
export interface ForestScratch {
  members: number;
  places: number;
  left: number;
  right: number;
  norms: number;
  factors: number;
  shifts: number;
}

/** Rows of a leaf at most: more find more neighbors a tree, fewer cost less. */
export const LEAF_ROWS = 1024;

/** Lays out a scan for the `k` nearest other rows of each of `count` rows in `threads` threads. */
export function planScan(
  {
    count,
    dimension,
    k,
    threads
  }: { count: number; dimension: number; k: number; threads: number },
  storage: Storage
): { plan: ScanPlan; memory: SharedMemory } {
  const padded = Math.ceil(dimension / 16) * 16;
  const bytes = padded * VALUE_BYTES[storage];
  const kept = Math.min(k + SPARE[storage], Math.max(1, count - 1));
  const rows = Math.ceil(count / 4) * 4;
  const block = Math.max(
    64,
    Math.min(1024, Math.floor(BLOCK_BYTES / bytes / TILE_ROWS) * TILE_ROWS)
  );
  const arena = new Arena();
  const left = arena.reserve(rows * bytes);
  const offsets = {
    left,
    right: KINDS[storage] === 1 ? arena.reserve(rows * bytes) : left,
    norms: arena.reserve(rows * 4),
    factors: arena.reserve(rows * 4),
    shifts: arena.reserve(rows * 4)
  };
  const heaps = Array.from({ length: storage === 'forest' ? 1 : threads }, () => ({
    distances: arena.reserve(count * kept * 4),
    ids: arena.reserve(count * kept * 4)
  }));
  const scratch = Array.from({ length: threads }, () => ({
    tile: arena.reserve(TILE_ROWS * Math.max(block, TILE_ROWS, LEAF_ROWS) * 4),
    roots: arena.reserve(Math.max(rows, LEAF_ROWS) * 4),
    read: arena.reserve(READ_ROWS * padded * 4),
    turned: arena.reserve(READ_ROWS * 4 * 4),
    mean: arena.reserve(padded * 4),
    signs: arena.reserve(padded * 4),
    axes: arena.reserve(4 * padded * 4)
  }));
  const forest = Array.from({ length: storage === 'forest' ? threads : 0 }, () => ({
    members: arena.reserve(rows * 4),
    places: arena.reserve(rows * 4),
    left: arena.reserve(LEAF_ROWS * bytes),
    right: arena.reserve(LEAF_ROWS * bytes),
    norms: arena.reserve(LEAF_ROWS * 4),
    factors: arena.reserve(LEAF_ROWS * 4),
    shifts: arena.reserve(LEAF_ROWS * 4)
  }));
  return {
    plan: {
      ...offsets,
      storage,
      kind: KINDS[storage],
      count,
      dimension,
      padded,
      bytes,
      k,
      kept,
      threads,
      block,
      heaps,
      scratch,
      forest
    },
    memory: arena.createMemory()
  };
}
