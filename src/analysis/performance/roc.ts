import type { BinaryScores } from './split-scores.ts';

/** Both sides ascending, in place: what the functions below ask for. */
export function sortScores({ positives, negatives }: BinaryScores): BinaryScores {
  positives.sort();
  negatives.sort();
  return { positives, negatives };
}

/**
 * Area under the ROC curve: the share of pairs of a positive and a negative in which the positive scores higher, ties counting half (Mann &
 * Whitney, 1947; Hanley & McNeil, 1982). Both sides ascend. NaN when one is empty.
 */
export function measureAuc({ positives, negatives }: BinaryScores): number {
  let below = 0;
  let through = 0;
  // Twice the number of pairs won: whole numbers, exact up to 2^53.
  let won = 0;
  for (const score of positives) {
    while (below < negatives.length && negatives[below] < score) {
      below++;
    }
    while (through < negatives.length && negatives[through] <= score) {
      through++;
    }
    won += below + through;
  }
  return won / (2 * positives.length * negatives.length);
}

export const MAX_ROC_POINTS = 200;

/**
 * The ROC curve, [false positive rate, true positive rate] from [0, 0] to [1, 1], one point per distinct score. With more than
 * {@link MAX_ROC_POINTS} of them those are kept that lie evenly along the curve; each is a point of the whole curve. Both sides ascend and
 * are not empty.
 */
export function traceRoc({ positives, negatives }: BinaryScores): [number, number][] {
  const all = walk(positives, negatives, 0, MAX_ROC_POINTS + 1);
  return all.length <= MAX_ROC_POINTS
    ? all
    : // Both rates together rise from 0 to 2, and a kept point is at least a step from the one before.
      walk(positives, negatives, 2 / (MAX_ROC_POINTS - 2), MAX_ROC_POINTS);
}

function walk(
  positives: Float64Array,
  negatives: Float64Array,
  step: number,
  maxPoints: number
): [number, number][] {
  const points: [number, number][] = [[0, 0]];
  let i = positives.length - 1;
  let j = negatives.length - 1;
  let last = 0;
  while ((i >= 0 || j >= 0) && points.length < maxPoints) {
    const score = Math.max(i >= 0 ? positives[i] : -Infinity, j >= 0 ? negatives[j] : -Infinity);
    while (i >= 0 && positives[i] === score) {
      i--;
    }
    while (j >= 0 && negatives[j] === score) {
      j--;
    }
    const falseRate = 1 - (j + 1) / negatives.length;
    const trueRate = 1 - (i + 1) / positives.length;
    if (falseRate + trueRate - last >= step || (i < 0 && j < 0)) {
      points.push([falseRate, trueRate]);
      last = falseRate + trueRate;
    }
  }
  return points;
}
