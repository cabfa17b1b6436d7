import { holds, offer } from './heap';
import { squaredDistances, tile8, tile16 } from './tiles';

/** Values of `kind`: how rows are stored. */
const EIGHT: i32 = 1;
const SIXTEEN: i32 = 2;

// One scan is open per instance, and every thread has its own instance.
let kind: i32 = 0;
let left: usize = 0;
let right: usize = 0;
let bytes: usize = 0;
let norms: usize = 0;
let factors: usize = 0;
let shifts: usize = 0;
let tile: usize = 0;
let roots: usize = 0;
let distances: usize = 0;
let ids: usize = 0;
let k: i32 = 0;
let members: usize = 0;

/**
 * Opens a scan: `left`, `right` rows (the same memory unless 8-bit), `norms` squared lengths, `factors` the value of
 * one unit of a row, `shifts` what the right rows' offset adds to a dot product, `tile` scratch, and per row a heap of
 * `k` (`distances`, `ids`) with its root's distance repeated in `roots`. Per-row arrays reach to a multiple of 4
 * rows; there `norms` is ∞ and `roots` −∞, which no pair passes.
 *
 * With `members` ≠ 0 the rows are a gathered few: row r stands for row `members[r]`, whose heap may hold the other already.
 */
export function openScan(
  kind_: i32, left_: usize, right_: usize, bytes_: usize, norms_: usize, factors_: usize, shifts_: usize,
  tile_: usize, roots_: usize, distances_: usize, ids_: usize, k_: i32, members_: usize
): void {
  kind = kind_;
  left = left_;
  right = right_;
  bytes = bytes_;
  norms = norms_;
  factors = factors_;
  shifts = shifts_;
  tile = tile_;
  roots = roots_;
  distances = distances_;
  ids = ids_;
  k = k_;
  members = members_;
}

/** Turns dot products in row `at` of the tile into squared distances from row `i` to rows `j0 …`. */
function toDistances(at: usize, i: i32, j0: i32, count: i32): void {
  const norm = f32x4.splat(load<f32>(norms + (<usize>i << 2)));
  const factor = f32x4.splat(2 * load<f32>(factors + (<usize>i << 2)));
  const shift = i32x4.splat(load<i32>(shifts + (<usize>i << 2)));
  const zero = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const o = <usize>j << 2;
    const other = <usize>(j0 + j) << 2;
    const dot = f32x4.convert_i32x4_s(i32x4.sub(v128.load(at + o), shift));
    const twice = f32x4.mul(f32x4.mul(factor, v128.load(factors + other)), dot);
    v128.store(at + o, f32x4.pmax(zero, f32x4.sub(f32x4.add(norm, v128.load(norms + other)), twice)));
  }
}

// @ts-ignore: decorator
@inline
function offerTo(row: i32, d: f32, id: i32): f32 {
  const at = <usize>row << 2;
  const heap = members ? load<i32>(members + at) : row;
  const other = members ? load<i32>(members + (<usize>id << 2)) : id;
  const o = <usize>heap * <usize>k << 2;
  if (members && holds(ids + o, k, other)) return load<f32>(roots + at);
  const root = offer(distances + o, ids + o, k, d, other);
  store<f32>(roots + at, root);
  return root;
}

/** Compares rows [i0, i1) with rows [j0, j1), each pair once, for both heaps. j0 is a multiple of 4; j0 ≥ i1 or j0 = i0. */
export function scanTile(i0: i32, i1: i32, j0: i32, j1: i32): void {
  const count = j1 - j0;
  const step = <usize>((count + 3) & ~3) << 2;
  const a = left + <usize>i0 * bytes;
  const b = right + <usize>j0 * bytes;
  if (kind == EIGHT) tile8(a, i1 - i0, b, count, bytes, tile, step);
  else if (kind == SIXTEEN) tile16(a, i1 - i0, b, count, bytes, tile, step);
  else squaredDistances(a, i1 - i0, b, count, bytes, tile, step);
  for (let i = i0; i < i1; i++) {
    const row = tile + <usize>(i - i0) * step;
    if (kind) toDistances(row, i, j0, count);
    const from = i0 == j0 ? i + 1 : j0;
    let root = load<f32>(roots + (<usize>i << 2));
    let near = f32x4.splat(root);
    for (let j = (from - j0) & ~3; j < count; j += 4) {
      const d4 = v128.load(row + (<usize>j << 2));
      const limits = f32x4.pmax(near, v128.load(roots + (<usize>(j0 + j) << 2)));
      if (!v128.any_true(f32x4.le(d4, limits))) continue;
      for (let q = j; q < j + 4; q++) {
        const other = j0 + q;
        if (other < from || other >= j1) continue;
        const d = load<f32>(row + (<usize>q << 2));
        if (d <= root) {
          root = offerTo(i, d, other);
          near = f32x4.splat(root);
        }
        if (d <= load<f32>(roots + (<usize>other << 2))) offerTo(other, d, i);
      }
    }
  }
}
