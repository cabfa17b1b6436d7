/** Rows and what they are: `count` × `dimension` standardized values, and 1 or 0 per row. */
export interface LabeledRows {
  readonly values: Float64Array;
  readonly labels: Uint8Array;
  readonly dimension: number;
}

export interface LogisticModel {
  readonly weights: Float64Array;
  readonly intercept: number;
}

/** Pairs of steps that the curvature is estimated from. */
const MEMORY = 10;
const MAX_ITERATIONS = 500;

/**
 * Logistic regression with the penalty ½‖w‖² and C = 1, the intercept free: scikit-learn's defaults. Minimizes ½‖w‖² + Σ ln(1 + exp(−yᵢ·zᵢ)),
 * y = ±1, over the rows with `isUsed` by L-BFGS (Liu & Nocedal, 1989; Nocedal & Wright, 2006, alg. 7.4 and 3.5) until no slope, per row, exceeds
 * `tolerance`.
 */
export function fitLogistic(
  rows: LabeledRows,
  isUsed: (row: number) => boolean,
  tolerance = 1e-6
): LogisticModel {
  const used = Uint32Array.from(rows.labels.keys()).filter(isUsed);
  const size = rows.dimension + 1;
  let position = new Float64Array(size);
  let slope = new Float64Array(size);
  let loss = evaluate(rows, used, position, slope);
  const steps: { step: Float64Array; change: Float64Array; inverse: number }[] = [];
  for (let i = 0; i < MAX_ITERATIONS && largest(slope) > tolerance * used.length; i++) {
    const direction = findDirection(slope, steps);
    let downhill = dot(direction, slope);
    if (downhill >= 0) {
      steps.length = 0;
      direction.set(slope.map(value => -value));
      downhill = dot(direction, slope);
    }
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-downhill)) : 1;
    const next = new Float64Array(size);
    const nextSlope = new Float64Array(size);
    let nextLoss: number;
    // The loss is convex and smooth: halving the step until it falls enough (Armijo) ends.
    for (;;) {
      for (let c = 0; c < size; c++) {
        next[c] = position[c] + length * direction[c];
      }
      nextLoss = evaluate(rows, used, next, nextSlope);
      if (nextLoss <= loss + 1e-4 * length * downhill || length < 1e-12) {
        break;
      }
      length /= 2;
    }
    remember(steps, position, next, slope, nextSlope);
    if (nextLoss >= loss) {
      break;
    }
    position = next;
    slope = nextSlope;
    loss = nextLoss;
  }
  return { weights: position.subarray(0, size - 1), intercept: position[size - 1] };
}

/** The loss; its slope is written to `slope`. The last entry of both vectors belongs to the intercept. */
function evaluate(
  { values, labels, dimension }: LabeledRows,
  used: Uint32Array,
  position: Float64Array,
  slope: Float64Array
): number {
  let loss = 0;
  for (let c = 0; c < dimension; c++) {
    loss += position[c] * position[c];
    slope[c] = position[c];
  }
  loss /= 2;
  slope[dimension] = 0;
  for (const row of used) {
    const z = predict(values, row * dimension, dimension, position) + position[dimension];
    const signed = labels[row] === 1 ? z : -z;
    const small = Math.exp(-Math.abs(signed));
    loss += Math.log1p(small) + Math.max(0, -signed);
    const wrong = signed >= 0 ? small / (1 + small) : 1 / (1 + small);
    const pull = labels[row] === 1 ? -wrong : wrong;
    for (let c = 0, at = row * dimension; c < dimension; c++, at++) {
      slope[c] += pull * values[at];
    }
    slope[dimension] += pull;
  }
  return loss;
}

function predict(
  values: Float64Array,
  at: number,
  dimension: number,
  weights: Float64Array
): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let c = 0;
  for (; c < dimension - 3; c += 4, at += 4) {
    s += values[at] * weights[c];
    t += values[at + 1] * weights[c + 1];
    u += values[at + 2] * weights[c + 2];
    v += values[at + 3] * weights[c + 3];
  }
  for (; c < dimension; c++, at++) {
    s += values[at] * weights[c];
  }
  return s + t + (u + v);
}

/** Log-odds of a row. */
export function scoreRow(
  { values, dimension }: LabeledRows,
  { weights, intercept }: LogisticModel,
  row: number
): number {
  return predict(values, row * dimension, dimension, weights) + intercept;
}

function findDirection(
  slope: Float64Array,
  steps: readonly { step: Float64Array; change: Float64Array; inverse: number }[]
): Float64Array {
  const direction = slope.map(value => -value);
  const shares = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { step, change, inverse } = steps[i];
    shares[i] = inverse * dot(step, direction);
    addScaled(direction, change, -shares[i]);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let c = 0; c < direction.length; c++) {
      direction[c] *= scale;
    }
  }
  for (let i = 0; i < steps.length; i++) {
    const { step, change, inverse } = steps[i];
    addScaled(direction, step, shares[i] - inverse * dot(change, direction));
  }
  return direction;
}

function remember(
  steps: { step: Float64Array; change: Float64Array; inverse: number }[],
  position: Float64Array,
  next: Float64Array,
  slope: Float64Array,
  nextSlope: Float64Array
): void {
  const step = next.map((value, c) => value - position[c]);
  const change = nextSlope.map((value, c) => value - slope[c]);
  const curvature = dot(step, change);
  if (curvature > 1e-300) {
    steps.push({ step, change, inverse: 1 / curvature });
    if (steps.length > MEMORY) {
      steps.shift();
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return predict(a, 0, a.length, b);
}

function addScaled(to: Float64Array, from: Float64Array, scale: number): void {
  for (let c = 0; c < to.length; c++) {
    to[c] += scale * from[c];
  }
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) {
    most = Math.max(most, Math.abs(value));
  }
  return most;
}
