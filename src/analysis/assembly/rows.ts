import { sumF32 } from './lanes';

/**
 * Squared distance of `a · aScale` and `b · bScale`, float32 rows. Scaling first keeps rows of magnitude 1e30 inside
 * the range of a float32.
 */
export function scaledDistance(a: usize, aScale: f32, b: usize, bScale: f32, bytes: usize): f32 {
  const aFactor = f32x4.splat(aScale);
  const bFactor = f32x4.splat(bScale);
  let sum = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const e = f32x4.sub(f32x4.mul(v128.load(a + o), aFactor), f32x4.mul(v128.load(b + o), bFactor));
    sum = f32x4.add(sum, f32x4.mul(e, e));
  }
  return sumF32(sum);
}

/** `row ← (row · scale − mean) · signs`, in place. */
export function shiftRow(row: usize, scale: f32, mean: usize, signs: usize, bytes: usize): void {
  const factor = f32x4.splat(scale);
  for (let o: usize = 0; o < bytes; o += 16) {
    const centered = f32x4.sub(f32x4.mul(v128.load(row + o), factor), v128.load(mean + o));
    v128.store(row + o, f32x4.mul(centered, v128.load(signs + o)));
  }
}

export function squaredNorm(row: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const x = v128.load(row + o);
    sum = f32x4.add(sum, f32x4.mul(x, x));
  }
  return sumF32(sum);
}

export function largest(row: usize, bytes: usize): f32 {
  let most = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) most = f32x4.max(most, f32x4.abs(v128.load(row + o)));
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3))
  );
}

/**
 * Walsh–Hadamard transform of every block of `block` floats (a power of two, at least 4), unnormalised, in place. It spreads the
 * weight of a few large columns over all of them, so that few bits a value are enough.
 */
export function mixRow(row: usize, bytes: usize, block: i32): void {
  for (let o: usize = 0; o < bytes; o += 16) {
    const v = v128.load(row + o);
    const swapped = v128.shuffle<f32>(v, v, 1, 0, 3, 2);
    const one = f32x4.add(f32x4.mul(v, f32x4(1, -1, 1, -1)), swapped);
    const far = v128.shuffle<f32>(one, one, 2, 3, 0, 1);
    v128.store(row + o, f32x4.add(f32x4.mul(one, f32x4(1, 1, -1, -1)), far));
  }
  const blockBytes = <usize>block << 2;
  for (let half: usize = 16; half < blockBytes; half <<= 1) {
    for (let o: usize = 0; o < bytes; o += half << 1) {
      for (let p = row + o, end = p + half; p < end; p += 16) {
        const x = v128.load(p);
        const y = v128.load(p + half);
        v128.store(p, f32x4.add(x, y));
        v128.store(p + half, f32x4.sub(x, y));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function round4(at: usize, factor: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(at), factor)));
}

// @ts-ignore: decorator
@inline
function round16(at: usize, factor: v128): v128 {
  return i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(round4(at, factor), round4(at + 16, factor)),
    i16x8.narrow_i32x4_s(round4(at + 32, factor), round4(at + 48, factor))
  );
}

/**
 * Writes `length` floats (a multiple of 16) as 8-bit integers of ±127 to `left` and as 7-bit integers of 64 ± 63 to `right`; `most` is
 * the largest magnitude. Returns 64 · Σ left, what the offset of `right` adds to a dot product with this row.
 */
export function quantize8(row: usize, length: i32, most: f32, left: usize, right: usize): i32 {
  const fine = f32x4.splat(most > 0 ? 127 / most : 0);
  const coarse = f32x4.splat(most > 0 ? 63 / most : 0);
  const offset = i8x16.splat(64);
  let sum = i32x4.splat(0);
  for (let c = 0; c < length; c += 16) {
    const at = row + (<usize>c << 2);
    const q = round16(at, fine);
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(q)));
    v128.store(left + c, q);
    v128.store(right + c, i8x16.add(round16(at, coarse), offset));
  }
  return (
    64 *
    (i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3))
  );
}

/** Writes `length` floats (a multiple of 8) as 16-bit integers, `factor` units each. */
export function quantize16(row: usize, length: i32, factor: f32, out: usize): void {
  const units = f32x4.splat(factor);
  for (let c = 0; c < length; c += 8) {
    const at = row + (<usize>c << 2);
    v128.store(out + (<usize>c << 1), i16x8.narrow_i32x4_s(round4(at, units), round4(at + 16, units)));
  }
}
