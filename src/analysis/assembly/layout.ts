import { sumLanesF32 } from './lanes';

/** Kept bits of the mantissa, smallest and largest exponent of the table of attraction. */
const MANTISSA_BITS: i32 = 6;
const SHIFT: i32 = 23 - MANTISSA_BITS;
const FIRST: i32 = (127 - 24) << MANTISSA_BITS;
const LAST: i32 = ((24 + 20) << MANTISSA_BITS) - 1;
const REST: f32 = 1.0 / <f32>(1 << SHIFT);

let starts: usize = 0;
let tails: usize = 0;
let periods: usize = 0;
let due: usize = 0;
let positions: usize = 0;
let remembered: usize = 0;
let attraction: usize = 0;
let pointsPerUnit: f32 = 0;
let lastPoint: i32 = 0;
let negatives: i32 = 0;
let curveA: f32 = 0;
let curveB: f32 = 0;
let random: v128 = i32x4.splat(0);
let debt: i32 = 0;

/**
 * Opens a layout: edges of row i are `starts[i] … starts[i+1]` in `tails` (row), `periods` (epochs between two samples)
 * and `due` (epoch of the next one); `positions` are 4 floats a point; `attraction` the table by float bits.
 */
export function openLayout(
  starts_: usize, tails_: usize, periods_: usize, due_: usize, positions_: usize, attraction_: usize,
  count: i32, negatives_: i32, a: f32, b: f32
): void {
  starts = starts_;
  tails = tails_;
  periods = periods_;
  due = due_;
  positions = positions_;
  remembered = positions_;
  attraction = attraction_;
  pointsPerUnit = <f32>count / <f32>(1 << 24);
  lastPoint = count - 1;
  negatives = negatives_;
  curveA = a;
  curveB = b;
  debt = 0;
}

/** Sets the four streams of random numbers; none may be zero. */
export function seedLayout(a: i32, b: i32, c: i32, d: i32): void {
  random = i32x4.replace_lane(
    i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 2, c), 3, d
  );
}

/** Copies all positions to `at`: from now on points are pushed by those. */
export function rememberPositions(at: usize): void {
  remembered = at;
  memory.copy(at, positions, <usize>(lastPoint + 1) << 4);
}

/** −2ab·d^(2b−2) / (1 + a·d^2b) at squared distance `d2`, linear between table entries. */
// @ts-ignore: decorator
@inline
function attract(d2: f32): f32 {
  const bits = reinterpret<i32>(d2);
  const i = min(max((bits >> SHIFT) - FIRST, 0), LAST);
  const fraction = <f32>(bits & ((1 << SHIFT) - 1)) * REST;
  const at = attraction + (<usize>i << 2);
  const value = load<f32>(at);
  return value + (load<f32>(at, 4) - value) * fraction;
}

// `pmin`, `pmax` and the relaxed conversion are one instruction each on x64, where `min`, `max` and the saturating one take
// eight for the sake of NaN, which does not occur here: that was a third of the time of the layout.

/** x^b in every lane, relative error below 2e−4; x within 1e−30 … 1e30. Logarithm and power of two by minimax polynomials. */
// @ts-ignore: decorator
@inline
function power(x: v128, b: v128): v128 {
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127)));
  const m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f800000));
  let log = f32x4.add(f32x4.mul(m, f32x4.splat(-0.07844068)), f32x4.splat(0.62603218));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(-2.07833517));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(4.02921139));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(-2.49835315));
  const y = f32x4.mul(f32x4.add(log, exponent), b);
  const whole = f32x4.floor(y);
  const f = f32x4.sub(y, whole);
  let p = f32x4.add(f32x4.mul(f, f32x4.splat(0.07896726)), f32x4.splat(0.22469316));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.69632477));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.99990029));
  return i32x4.add(p, i32x4.shl(i32x4.relaxed_trunc_f32x4_s(whole), 23));
}

// @ts-ignore: decorator
@inline
function clamp4(v: v128): v128 {
  return f32x4.pmax(f32x4.splat(-4), f32x4.pmin(f32x4.splat(4), v));
}

/** Sum of the pushes of four random points on `current`. */
// @ts-ignore: decorator
@inline
function repelFour(current: v128): v128 {
  let r = random;
  r = v128.xor(r, i32x4.shl(r, 13));
  r = v128.xor(r, i32x4.shr_u(r, 17));
  r = v128.xor(r, i32x4.shl(r, 5));
  random = r;
  const unit = f32x4.convert_i32x4_s(i32x4.shr_u(r, 8));
  const picks = i32x4.min_s(
    i32x4.relaxed_trunc_f32x4_s(f32x4.mul(unit, f32x4.splat(pointsPerUnit))), i32x4.splat(lastPoint)
  );
  const p0 = v128.load(remembered + (<usize>i32x4.extract_lane(picks, 0) << 4));
  const p1 = v128.load(remembered + (<usize>i32x4.extract_lane(picks, 1) << 4));
  const p2 = v128.load(remembered + (<usize>i32x4.extract_lane(picks, 2) << 4));
  const p3 = v128.load(remembered + (<usize>i32x4.extract_lane(picks, 3) << 4));
  const xy01 = v128.shuffle<f32>(p0, p1, 0, 4, 1, 5);
  const xy23 = v128.shuffle<f32>(p2, p3, 0, 4, 1, 5);
  const z01 = v128.shuffle<f32>(p0, p1, 2, 6, 3, 7);
  const z23 = v128.shuffle<f32>(p2, p3, 2, 6, 3, 7);
  const dx = f32x4.sub(v128.shuffle<f32>(current, current, 0, 0, 0, 0), v128.shuffle<f32>(xy01, xy23, 0, 1, 4, 5));
  const dy = f32x4.sub(v128.shuffle<f32>(current, current, 1, 1, 1, 1), v128.shuffle<f32>(xy01, xy23, 2, 3, 6, 7));
  const dz = f32x4.sub(v128.shuffle<f32>(current, current, 2, 2, 2, 2), v128.shuffle<f32>(z01, z23, 0, 1, 4, 5));
  const d2 = f32x4.pmax(
    f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz)), f32x4.splat(1e-12)
  );
  const b = f32x4.splat(curveB);
  const one = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(curveA), power(d2, b)));
  const push = f32x4.div(f32x4.add(b, b), f32x4.mul(f32x4.add(d2, f32x4.splat(0.001)), one));
  return sumLanesF32(
    clamp4(f32x4.mul(push, dx)), clamp4(f32x4.mul(push, dy)), clamp4(f32x4.mul(push, dz)), f32x4.splat(0)
  );
}

/**
 * One epoch for rows [first, last). As in umap-learn a sampled edge moves both ends and its head is pushed by
 * `negatives` random points; ours differs in that pushes are summed four at a time from one position, and a
 * remainder is carried to the next sample.
 */
export function layoutRows(first: i32, last: i32, epoch: f32, alpha: f32): void {
  const step = f32x4.splat(alpha);
  let edge = <usize>load<i32>(starts + (<usize>first << 2)) << 2;
  for (let i = first; i < last; i++) {
    const end = <usize>load<i32>(starts + (<usize>(i + 1) << 2)) << 2;
    const at = positions + (<usize>i << 4);
    let current = v128.load(at);
    for (; edge < end; edge += 4) {
      const next = load<f32>(due + edge);
      if (next > epoch) continue;
      store<f32>(due + edge, next + load<f32>(periods + edge));
      const other = positions + (<usize>load<i32>(tails + edge) << 4);
      const otherAt = v128.load(other);
      const difference = f32x4.sub(current, otherAt);
      const squares = f32x4.mul(difference, difference);
      const d2 =
        f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2);
      let pushed = f32x4.splat(0);
      debt += negatives;
      while (debt >= 4) {
        pushed = f32x4.add(pushed, repelFour(current));
        debt -= 4;
      }
      if (d2 > 0) {
        const pull = f32x4.mul(clamp4(f32x4.mul(f32x4.splat(attract(d2)), difference)), step);
        current = f32x4.add(current, pull);
        v128.store(other, f32x4.sub(otherAt, pull));
      }
      current = f32x4.add(current, f32x4.mul(pushed, step));
    }
    v128.store(at, current);
  }
}
