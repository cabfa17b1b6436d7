import { findABParams } from 'umap-js/dist/umap.js';
import { refuseMinDist } from './refuse-min-dist.ts';

/** Parameters of the similarity 1 / (1 + a·d^2b) of two points at distance d in the layout. */
export interface Curve {
  a: number;
  b: number;
}

/** Distances at which the curve is fitted, evenly from 0 to three spreads, as in umap-learn. */
const SAMPLES = 300;
/** Gauss–Newton converges in five or six steps from where umap-js stops. */
const STEPS = 20;

/**
 * The smooth curve nearest, by least squares, to: 1 up to `minDist`, then exp(−(d − minDist) / spread) (McInnes, Healy & Melville, 2018,
 * §4.2, definition 11). umap-js finds it to about 0.02, and a few more steps to six digits. Throws RangeError unless 0 ≤ minDist ≤ spread.
 */
export function findCurve(minDist: number, spread = 1): Curve {
  refuseMinDist(minDist, spread);
  let curve: Curve = findABParams(spread, minDist);
  for (let step = 0; step < STEPS; step++) curve = improveCurve(curve, minDist, spread);
  return curve;
}

/** One Gauss–Newton step in log a and log b, which keeps both positive; halved until it improves. */
function improveCurve(curve: Curve, minDist: number, spread: number): Curve {
  const { a, b } = curve;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  let aError = 0;
  let bError = 0;
  for (let s = 1; s < SAMPLES; s++) {
    const d = (3 * spread * s) / (SAMPLES - 1);
    const power = a * d ** (2 * b);
    const value = 1 / (1 + power);
    const error = wanted(d, minDist, spread) - value;
    const byA = -value * value * power;
    const byB = byA * 2 * b * Math.log(d);
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    aError += byA * error;
    bError += byB * error;
  }
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 0)) return curve;
  const aStep = (bb * aError - ab * bError) / determinant;
  const bStep = (aa * bError - ab * aError) / determinant;
  const before = measureError(curve, minDist, spread);
  for (let part = 1; part > 1e-3; part /= 2) {
    const next = { a: a * Math.exp(part * aStep), b: b * Math.exp(part * bStep) };
    if (measureError(next, minDist, spread) < before) return next;
  }
  return curve;
}

function wanted(d: number, minDist: number, spread: number): number {
  return d < minDist ? 1 : Math.exp(-(d - minDist) / spread);
}

function measureError({ a, b }: Curve, minDist: number, spread: number): number {
  let sum = 0;
  for (let s = 0; s < SAMPLES; s++) {
    const d = (3 * spread * s) / (SAMPLES - 1);
    sum += (wanted(d, minDist, spread) - 1 / (1 + a * d ** (2 * b))) ** 2;
  }
  return sum;
}
