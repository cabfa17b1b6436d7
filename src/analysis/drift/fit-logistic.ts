import { dotAt, factorize, multiplyRows, solveFactored } from './cholesky.ts';

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

/** Nearly the inverse of the loss's second derivatives, applied to a vector in place; the intercept comes last. */
export type Precondition = (vector: Float64Array) => void;

/**
 * For rows of which `share` will be used: the bound ¼XᵀX + 1 of the second derivatives (Böhning & Lindsay, 1988). Columns have mean 0, so the
 * intercept stands alone. Features that go together, as those of embeddings do, would take hundreds of steps without.
 */
export function createPrecondition(
  { values, labels, dimension }: LabeledRows,
  share: number
): Precondition {
  const count = labels.length;
  const columns = new Float64Array(values.length);
  for (let row = 0, at = 0; row < count; row++) {
    for (let c = 0; c < dimension; c++, at++) {
      columns[c * count + row] = values[at];
    }
  }
  const factor = multiplyRows(columns, dimension, count);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      factor[i * dimension + j] = (share / 4) * factor[i * dimension + j] + (i === j ? 1 : 0);
    }
  }
  factorize(factor, dimension);
  return vector => {
    solveFactored(factor, dimension, vector);
    vector[dimension] /= (share / 4) * count;
  };
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
  precondition: Precondition,
  tolerance = 1e-5
): LogisticModel {
  const used = Uint32Array.from(rows.labels.keys()).filter(isUsed);
  const size = rows.dimension + 1;
  let position = new Float64Array(size);
  let slope = new Float64Array(size);
  let loss = evaluate(rows, used, position, slope);
  const steps: Step[] = [];
  for (let i = 0; i < MAX_ITERATIONS && largest(slope) > tolerance * used.length; i++) {
    const direction = findDirection(slope, steps, precondition);
    const downhill = dot(direction, slope);
    let length = 1;
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
    const [from, before] = [position, slope];
    const step = measureStep(
      next.map((value, c) => value - from[c]),
      nextSlope.map((value, c) => value - before[c]),
      precondition
    );
    if (step) {
      steps.push(step);
      steps.splice(0, steps.length - MEMORY);
    }
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
    const z = dotAt(values, row * dimension, position, 0, dimension) + position[dimension];
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

/** Log-odds of a row. */
export function scoreRow(
  { values, dimension }: LabeledRows,
  { weights, intercept }: LogisticModel,
  row: number
): number {
  return dotAt(values, row * dimension, weights, 0, dimension) + intercept;
}

function findDirection(
  slope: Float64Array,
  steps: readonly Step[],
  precondition: Precondition
): Float64Array {
  const direction = slope.map(value => -value);
  const shares = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { step, change, inverse } = steps[i];
    shares[i] = inverse * dot(step, direction);
    addScaled(direction, change, -shares[i]);
  }
  precondition(direction);
  // The bound is too steep where rows are told apart well; the last step tells by how much.
  const scale = steps.at(-1)?.scale ?? 1;
  for (let c = 0; c < direction.length; c++) {
    direction[c] *= scale;
  }
  for (let i = 0; i < steps.length; i++) {
    const { step, change, inverse } = steps[i];
    addScaled(direction, step, shares[i] - inverse * dot(change, direction));
  }
  return direction;
}

interface Step {
  readonly step: Float64Array;
  /** Of the slope. */
  readonly change: Float64Array;
  /** 1 / (step · change). */
  readonly inverse: number;
  /** How much longer the step was than the preconditioner alone would have it. */
  readonly scale: number;
}

function measureStep(
  step: Float64Array,
  change: Float64Array,
  precondition: Precondition
): Step | null {
  const curvature = dot(step, change);
  if (curvature <= 1e-300) {
    return null;
  }
  const expected = change.slice();
  precondition(expected);
  return { step, change, inverse: 1 / curvature, scale: curvature / dot(change, expected) };
}

function dot(a: Float64Array, b: Float64Array): number {
  return dotAt(a, 0, b, 0, a.length);
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
