export interface RankingSummary {
  /** Of those that have a value; NaN when none has. */
  readonly mean: number;
  readonly count: number;
}

/** Mean over retrievals, and how many have a value; NaN stands for none (§4.9). */
export function summariseRanking(values: Float64Array): RankingSummary {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isNaN(value)) {
      sum += value;
      count++;
    }
  }
  return { mean: sum / count, count };
}
