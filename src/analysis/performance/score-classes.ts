import type { ClassCounts } from './count-classes.ts';

export interface ClassScores {
  /** Share of right ones among the rows that were given the class. */
  readonly precision: number;
  /** Share of the class's rows that were found. */
  readonly recall: number;
  /** Harmonic mean of both, 2·hits / (predicted + support). */
  readonly f1: number;
}

/** Shares of nothing are 0, as scikit-learn's `zero_division=0` has it. */
export function scoreClass(hits: number, predicted: number, support: number): ClassScores {
  return {
    precision: predicted > 0 ? hits / predicted : 0,
    recall: support > 0 ? hits / support : 0,
    f1: predicted + support > 0 ? (2 * hits) / (predicted + support) : 0
  };
}

/** Unweighted means over the classes that either side names (macro average); NaN without any. */
export function scoreMacro({ classes, support, predicted, hits }: ClassCounts): ClassScores {
  let precision = 0;
  let recall = 0;
  let f1 = 0;
  for (let i = 0; i < classes.length; i++) {
    const scores = scoreClass(hits[i], predicted[i], support[i]);
    precision += scores.precision;
    recall += scores.recall;
    f1 += scores.f1;
  }
  return {
    precision: precision / classes.length,
    recall: recall / classes.length,
    f1: f1 / classes.length
  };
}
