import { sumLanesF32, sumLanesI32 } from './lanes';

/**
 * Tiles of all pairs between two runs of rows. `rows × bytes` memory, row-major, rows padded with zeros to a multiple
 * of 16 bytes; `out` gets four bytes a pair, one row of `step` bytes for each row of `a`. The second run is read in
 * steps of four rows: its memory must reach to a multiple of four rows, and so must `step`.
 *
 * Register blocks are two rows by four: eight sums, two left operands and one right operand fit the
 * fifteen vector registers V8 has on x64 (three by four spills, and was 8 % slower with 8-bit rows).
 */

/** What a tile holds, as a type: the compiler resolves it, so that each kind is a loop of its own. */
type Dots8 = i8;
type Dots16 = i16;
type DotsF32 = f32;
type SquaresF32 = f64;

// @ts-ignore: decorator
@inline
function dot8(x: v128, y: v128, sum: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(x, y, sum);
}

// @ts-ignore: decorator
@inline
function dot16(x: v128, y: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, y));
}

// @ts-ignore: decorator
@inline
function dotF32(x: v128, y: v128, sum: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

// @ts-ignore: decorator
@inline
function squareF32(x: v128, y: v128, sum: v128): v128 {
  const difference = f32x4.sub(x, y);
  return f32x4.add(sum, f32x4.mul(difference, difference));
}

// @ts-ignore: decorator
@inline
function addTerm<Kind>(x: v128, y: v128, sum: v128): v128 {
  if (sizeof<Kind>() == sizeof<Dots8>()) return dot8(x, y, sum);
  if (sizeof<Kind>() == sizeof<Dots16>()) return dot16(x, y, sum);
  if (sizeof<Kind>() == sizeof<DotsF32>()) return dotF32(x, y, sum);
  return squareF32(x, y, sum);
}

// @ts-ignore: decorator
@inline
function sumLanes<Kind>(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  return isInteger<Kind>() ? sumLanesI32(s0, s1, s2, s3) : sumLanesF32(s0, s1, s2, s3);
}

// @ts-ignore: decorator
@inline
function fillTile<Kind>(
  a: usize, aRows: i32, b: usize, bRows: i32, bytes: usize, out: usize, step: usize
): void {
  for (let i = 0; i < aRows; i += 2) {
    const a0 = a + <usize>i * bytes;
    // An odd last row is paired with itself, and its second result is not kept.
    const two = i + 1 < aRows;
    const a1 = two ? a0 + bytes : a0;
    const row = out + <usize>i * step;
    for (let j = 0; j < bRows; j += 4) {
      const b0 = b + <usize>j * bytes;
      const b1 = b0 + bytes;
      const b2 = b1 + bytes;
      const b3 = b2 + bytes;
      let s00 = i32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
      let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
      for (let o: usize = 0; o < bytes; o += 16) {
        const x0 = v128.load(a0 + o);
        const x1 = v128.load(a1 + o);
        let y = v128.load(b0 + o);
        s00 = addTerm<Kind>(x0, y, s00);
        s10 = addTerm<Kind>(x1, y, s10);
        y = v128.load(b1 + o);
        s01 = addTerm<Kind>(x0, y, s01);
        s11 = addTerm<Kind>(x1, y, s11);
        y = v128.load(b2 + o);
        s02 = addTerm<Kind>(x0, y, s02);
        s12 = addTerm<Kind>(x1, y, s12);
        y = v128.load(b3 + o);
        s03 = addTerm<Kind>(x0, y, s03);
        s13 = addTerm<Kind>(x1, y, s13);
      }
      const at = row + (<usize>j << 2);
      v128.store(at, sumLanes<Kind>(s00, s01, s02, s03));
      if (two) v128.store(at + step, sumLanes<Kind>(s10, s11, s12, s13));
    }
  }
}

/** Dot products of signed 8-bit rows `a` and unsigned 7-bit rows `b`, as i32. */
export function tile8(a: usize, aRows: i32, b: usize, bRows: i32, bytes: usize, out: usize, step: usize): void {
  fillTile<Dots8>(a, aRows, b, bRows, bytes, out, step);
}

/** Dot products of signed 16-bit rows, as i32. */
export function tile16(a: usize, aRows: i32, b: usize, bRows: i32, bytes: usize, out: usize, step: usize): void {
  fillTile<Dots16>(a, aRows, b, bRows, bytes, out, step);
}

/** Dot products of float32 rows. */
export function dots(a: usize, aRows: i32, b: usize, bRows: i32, bytes: usize, out: usize, step: usize): void {
  fillTile<DotsF32>(a, aRows, b, bRows, bytes, out, step);
}

/** Squared distances of float32 rows, from differences: no cancellation, however far the rows are from zero. */
export function squaredDistances(
  a: usize, aRows: i32, b: usize, bRows: i32, bytes: usize, out: usize, step: usize
): void {
  fillTile<SquaresF32>(a, aRows, b, bRows, bytes, out, step);
}
