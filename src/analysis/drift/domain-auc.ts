import { measureAuc, sortScores } from '../performance/roc.ts';
import { createPrecondition, fitLogistic, scoreRow, type LabeledRows } from './fit-logistic.ts';
import type { Sample } from './vector-table.ts';

export const FOLDS = 5;

/** Rows of both sides with the fold that leaves each of them out; `rows` are first the primary's, labeled 1, then the reference's. */
export interface FoldedRows extends LabeledRows {
  readonly folds: Uint8Array;
}

/** Both samples in one, every column with mean 0 and standard deviation 1; constant columns are 0. */
export function standardize(primary: Sample, reference: Sample): LabeledRows {
  const { dimension } = primary;
  const count = primary.count + reference.count;
  const values = new Float64Array(count * dimension);
  values.set(primary.values);
  values.set(reference.values, primary.values.length);
  const means = new Float64Array(dimension);
  for (let row = 0, at = 0; row < count; row++) {
    for (let c = 0; c < dimension; c++, at++) {
      means[c] += values[at];
    }
  }
  const squares = new Float64Array(dimension);
  for (let row = 0, at = 0; row < count; row++) {
    for (let c = 0; c < dimension; c++, at++) {
      const deviation = values[at] - means[c] / count;
      values[at] = deviation;
      squares[c] += deviation * deviation;
    }
  }
  const scales = squares.map((square, c) => {
    const deviation = Math.sqrt(square / count);
    // What is left of equal numbers is a rounding error of their mean.
    return deviation > 1e-14 * Math.abs(means[c] / count) ? 1 / deviation : 0;
  });
  for (let row = 0, at = 0; row < count; row++) {
    for (let c = 0; c < dimension; c++, at++) {
      values[at] *= scales[c];
    }
  }
  return { values, labels: new Uint8Array(count).fill(1, 0, primary.count), dimension };
}

/** Every fold gets as many rows of each side as any other, or one more; which ones is drawn. */
export function drawFolds(labels: Uint8Array, random: () => number): Uint8Array {
  const folds = new Uint8Array(labels.length);
  for (const label of [1, 0]) {
    const rows = Uint32Array.from(labels.keys()).filter(row => labels[row] === label);
    for (let i = rows.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [rows[i], rows[j]] = [rows[j], rows[i]];
    }
    rows.forEach((row, i) => {
      folds[row] = i % FOLDS;
    });
  }
  return folds;
}

/** Log-odds of each row by the model that was fitted without its fold. */
export function scoreOutOfFold(rows: FoldedRows, tolerance?: number): Float64Array {
  const scores = new Float64Array(rows.labels.length);
  const precondition = createPrecondition(rows, 1 - 1 / FOLDS);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fitLogistic(rows, row => rows.folds[row] !== fold, precondition, tolerance);
    for (let row = 0; row < scores.length; row++) {
      if (rows.folds[row] === fold) {
        scores[row] = scoreRow(rows, model, row);
      }
    }
  }
  return scores;
}

export function measureLabeledAuc(scores: Float64Array, labels: Uint8Array): number {
  return measureAuc(
    sortScores({
      positives: scores.filter((_, i) => labels[i] === 1),
      negatives: scores.filter((_, i) => labels[i] === 0)
    })
  );
}

/**
 * How well a linear classifier tells the two samples apart (Lopez-Paz & Oquab, 2017): the AUC of logistic regression on standardized vectors,
 * over the scores of all rows by models of 5-fold cross-validation that have not seen them. 0.5 when they are alike, 1 when they can be
 * told apart. NaN when a side has fewer vectors than there are folds. `random` draws the folds.
 */
export function measureDomainAuc(primary: Sample, reference: Sample, random: () => number): number {
  const scored = scoreSides(primary, reference, random);
  return scored ? measureLabeledAuc(scored.scores, scored.labels) : NaN;
}

/**
 * Share of random relabelings with at least the same AUC, (b + 1) / (n + 1). The models stay as they are, and labels are drawn among the rows
 * of a fold, none of which its model has seen.
 */
export function testDomainAuc(
  primary: Sample,
  reference: Sample,
  permutations: number,
  random: () => number
): number {
  const scored = scoreSides(primary, reference, random);
  if (!scored) {
    return NaN;
  }
  const { scores, labels, folds } = scored;
  const observed = measureLabeledAuc(scores, labels);
  // Ascending scores once: a relabeling then costs one pass.
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  const ascending = Float64Array.from(order, row => scores[row]);
  const members = Array.from({ length: FOLDS }, (_, fold) =>
    Uint32Array.from(order.keys()).filter(i => folds[order[i]] === fold)
  );
  const drawn = Uint8Array.from(order, row => labels[row]);
  let asMuch = 0;
  for (let p = 0; p < permutations; p++) {
    for (const places of members) {
      for (let i = places.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        const label = drawn[places[i]];
        drawn[places[i]] = drawn[places[j]];
        drawn[places[j]] = label;
      }
    }
    asMuch += measureSortedAuc(ascending, drawn) >= observed - 1e-12 ? 1 : 0;
  }
  return (asMuch + 1) / (permutations + 1);
}

function measureSortedAuc(ascending: Float64Array, labels: Uint8Array): number {
  const positives = new Float64Array(ascending.length);
  const negatives = new Float64Array(ascending.length);
  let i = 0;
  let j = 0;
  for (let at = 0; at < ascending.length; at++) {
    if (labels[at] === 1) {
      positives[i++] = ascending[at];
    } else {
      negatives[j++] = ascending[at];
    }
  }
  return measureAuc({ positives: positives.subarray(0, i), negatives: negatives.subarray(0, j) });
}

function scoreSides(primary: Sample, reference: Sample, random: () => number) {
  if (Math.min(primary.count, reference.count) < FOLDS) {
    return null;
  }
  const rows = standardize(primary, reference);
  const folds = drawFolds(rows.labels, random);
  return { scores: scoreOutOfFold({ ...rows, folds }), labels: rows.labels, folds };
}
