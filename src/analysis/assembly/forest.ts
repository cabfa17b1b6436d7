import { offer } from './heap';
import { sumLanesI32 } from './lanes';

// Rows of 8 bits, as in scan.ts; one forest is open per instance.
let left: usize = 0;
let right: usize = 0;
let bytes: usize = 0;
let norms: usize = 0;
let factors: usize = 0;
let shifts: usize = 0;
let distances: usize = 0;
let ids: usize = 0;
let k: i32 = 0;

export function openForest(
  left_: usize, right_: usize, bytes_: usize, norms_: usize, factors_: usize, shifts_: usize,
  distances_: usize, ids_: usize, k_: i32
): void {
  left = left_;
  right = right_;
  bytes = bytes_;
  norms = norms_;
  factors = factors_;
  shifts = shifts_;
  distances = distances_;
  ids = ids_;
  k = k_;
}

/** Dot products of left row `x` with right rows b0 … b3, as i32. */
// @ts-ignore: decorator
@inline
function dotFour(x: usize, b0: usize, b1: usize, b2: usize, b3: usize): v128 {
  let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let o: usize = 0; o < bytes; o += 16) {
    const v = v128.load(x + o);
    s0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(v, v128.load(b0 + o), s0);
    s1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(v, v128.load(b1 + o), s1);
    s2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(v, v128.load(b2 + o), s2);
    s3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(v, v128.load(b3 + o), s3);
  }
  return sumLanesI32(s0, s1, s2, s3);
}

/** For each of `count` rows in `members` its place along the line from row `b` to row `a`, as f32, up to a constant. */
export function placeRows(members: usize, count: i32, a: i32, b: i32, out: usize): void {
  const atA = right + <usize>a * bytes;
  const atB = right + <usize>b * bytes;
  const factorA = load<f32>(factors + (<usize>a << 2));
  const factorB = load<f32>(factors + (<usize>b << 2));
  for (let m = 0; m < count; m++) {
    const x = load<i32>(members + (<usize>m << 2));
    const shift = load<i32>(shifts + (<usize>x << 2));
    const dots = dotFour(left + <usize>x * bytes, atA, atB, atA, atB);
    const place =
      factorA * <f32>(i32x4.extract_lane(dots, 0) - shift) - factorB * <f32>(i32x4.extract_lane(dots, 1) - shift);
    store<f32>(out + (<usize>m << 2), place * load<f32>(factors + (<usize>x << 2)));
  }
}

/** Copies `count` rows in `members` to run after run, with their norms, factors, shifts and heap roots. */
export function gatherRows(
  members: usize, count: i32, leftOut: usize, rightOut: usize, normsOut: usize, factorsOut: usize, shiftsOut: usize,
  rootsOut: usize
): void {
  for (let m: usize = 0; m < <usize>count; m++) {
    const row = <usize>load<i32>(members + (m << 2));
    memory.copy(leftOut + m * bytes, left + row * bytes, bytes);
    memory.copy(rightOut + m * bytes, right + row * bytes, bytes);
    store<f32>(normsOut + (m << 2), load<f32>(norms + (row << 2)));
    store<f32>(factorsOut + (m << 2), load<f32>(factors + (row << 2)));
    store<i32>(shiftsOut + (m << 2), load<i32>(shifts + (row << 2)));
    store<f32>(rootsOut + (m << 2), load<f32>(distances + (row * <usize>k << 2)));
  }
}

/** Offers rows in `candidates` to the heap of row `i`, which holds none of them; the list reaches to a multiple of four. */
export function offerRows(i: i32, candidates: usize, count: i32): void {
  const row = <usize>i << 2;
  const x = left + <usize>i * bytes;
  const norm = load<f32>(norms + row);
  const factor: f32 = 2 * load<f32>(factors + row);
  const shift = load<i32>(shifts + row);
  const o = <usize>i * <usize>k << 2;
  let root = load<f32>(distances + o);
  for (let c = 0; c < count; c += 4) {
    const at = candidates + (<usize>c << 2);
    const j0 = load<i32>(at), j1 = load<i32>(at, 4), j2 = load<i32>(at, 8), j3 = load<i32>(at, 12);
    const dots = dotFour(
      x, right + <usize>j0 * bytes, right + <usize>j1 * bytes, right + <usize>j2 * bytes, right + <usize>j3 * bytes
    );
    for (let q = 0; q < 4 && c + q < count; q++) {
      const j = load<i32>(at + (<usize>q << 2));
      const dot = q == 0 ? i32x4.extract_lane(dots, 0)
        : q == 1 ? i32x4.extract_lane(dots, 1)
        : q == 2 ? i32x4.extract_lane(dots, 2)
        : i32x4.extract_lane(dots, 3);
      const d: f32 = max(
        <f32>0,
        norm + load<f32>(norms + (<usize>j << 2)) - factor * load<f32>(factors + (<usize>j << 2)) * <f32>(dot - shift)
      );
      if (d <= root) root = offer(distances + o, ids + o, k, d, j);
    }
  }
}
