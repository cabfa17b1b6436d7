import type { BinaryScores } from './split-scores.ts';

/** Whether all scores lie between 0 and 1, both included. */
export function areProbabilities({ positives, negatives }: BinaryScores): boolean {
  const isProbability = (score: number) => score >= 0 && score <= 1;
  return positives.every(isProbability) && negatives.every(isProbability);
}

/**
 * Mean of −ln of the probability given to what happened, in nats; `positives` and `negatives` hold the probability of the positive class. No
 * probability counts as less than a double's epsilon, as in scikit-learn. NaN without scores.
 */
export function measureLogLoss({ positives, negatives }: BinaryScores): number {
  let sum = 0;
  for (const score of positives) {
    sum -= Math.log(Math.max(score, Number.EPSILON));
  }
  for (const score of negatives) {
    sum -= Math.log(Math.max(1 - score, Number.EPSILON));
  }
  return sum / (positives.length + negatives.length);
}

/** Mean squared distance of the probabilities from 1 for positives and 0 for negatives (Brier, 1950). NaN without scores. */
export function measureBrier({ positives, negatives }: BinaryScores): number {
  let sum = 0;
  for (const score of positives) {
    sum += (1 - score) * (1 - score);
  }
  for (const score of negatives) {
    sum += score * score;
  }
  return sum / (positives.length + negatives.length);
}

export interface CalibrationPart {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly meanScore: number;
  /** Share of positives. */
  readonly rate: number;
}

const BINS = 10;

/**
 * Mean score and share of positives in ten bins of one width, empty ones left out. A score on an edge belongs to the bin below it, as in
 * scikit-learn's `calibration_curve(n_bins=10)`; edges are its own, k times the double nearest to 0.1.
 */
export function calibrate({ positives, negatives }: BinaryScores): CalibrationPart[] {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const hits = new Float64Array(BINS);
  for (const score of positives) {
    const bin = findBin(score);
    counts[bin]++;
    sums[bin] += score;
    hits[bin]++;
  }
  for (const score of negatives) {
    const bin = findBin(score);
    counts[bin]++;
    sums[bin] += score;
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    count,
    meanScore: sums[bin] / count,
    rate: hits[bin] / count
  })).filter(({ count }) => count > 0);
}

function findBin(score: number): number {
  let bin = Math.min(BINS - 1, Math.max(0, Math.floor(score * BINS)));
  while (bin > 0 && score <= bin * 0.1) {
    bin--;
  }
  while (bin < BINS - 1 && score > (bin + 1) * 0.1) {
    bin++;
  }
  return bin;
}
