import { Arena, type SharedMemory } from '../arena.ts';

/**
 * How rows are stored for the comparison of all pairs: as they are, as 16- or 8-bit integers, or as 8-bit integers of
 * {@link PROJECTED_WIDTH} principal axes. All but the first only choose candidates, which are ranked by exact distance.
 */
export type Storage = 'float' | 'int16' | 'int8' | 'projected';

export const PROJECTED_WIDTH = 128;

/** Candidates kept beyond k, by how coarse the storage is. */
const SPARE = { float: 2, int16: 6, int8: 10, projected: 26 } as const;
const KINDS = { float: 0, int8: 1, projected: 1, int16: 2 } as const;
const VALUE_BYTES = { float: 4, int16: 2, int8: 1, projected: 1 } as const;

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
  /** `READ_ROWS`-row scratch, and what stays the same for every row, of each thread. */
  scratch: ThreadScratch[];
}

export interface ThreadScratch {
  tile: number;
  roots: number;
  distances: number;
  ids: number;
  read: number;
  turned: number;
  mean: number;
  signs: number;
  axes: number;
  basis: number;
}

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
  const width = storage === 'projected' ? PROJECTED_WIDTH : padded;
  const bytes = width * VALUE_BYTES[storage];
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
  const scratch = Array.from({ length: threads }, () => ({
    tile: arena.reserve(TILE_ROWS * Math.max(block, TILE_ROWS) * 4),
    roots: arena.reserve(rows * 4),
    distances: arena.reserve(count * kept * 4),
    ids: arena.reserve(count * kept * 4),
    read: arena.reserve(READ_ROWS * padded * 4),
    turned: arena.reserve(READ_ROWS * PROJECTED_WIDTH * 4),
    mean: arena.reserve(padded * 4),
    signs: arena.reserve(padded * 4),
    axes: arena.reserve(4 * padded * 4),
    basis: arena.reserve(storage === 'projected' ? PROJECTED_WIDTH * padded * 4 : 0)
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
      scratch
    },
    memory: arena.createMemory()
  };
}
