import type { ClassificationReport } from '../../contract/metrics.ts';

export const NORMALIZATIONS = ['none', 'actual', 'predicted'] as const;
export type Normalization = (typeof NORMALIZATIONS)[number];

/** The confusion matrix with its margins. */
export interface ConfusionTable {
  /** Undefined for the last one, when it stands for all smaller classes. */
  labels: readonly (string | undefined)[];
  size: number;
  count: (actual: number, predicted: number) => number;
  actualTotals: readonly number[];
  predictedTotals: readonly number[];
  total: number;
  /** What is shown and shaded: a share of its row or column, else the count. Null where there is nothing to divide by. */
  value: (actual: number, predicted: number, by: Normalization) => number | null;
  /** 0…1: how dark a cell is, among the cells of its kind, on the diagonal or off it. */
  shade: (actual: number, predicted: number, by: Normalization) => number;
}

export function toConfusionTable({
  classes,
  otherClasses,
  confusion
}: ClassificationReport): ConfusionTable {
  const labels = [...classes.map(({ label }) => label), ...(otherClasses > 0 ? [undefined] : [])];
  const size = labels.length;
  const count = (actual: number, predicted: number) => confusion[actual * size + predicted] ?? 0;
  const places = labels.map((_, i) => i);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const actualTotals = places.map(i => sum(places.map(j => count(i, j))));
  const predictedTotals = places.map(j => sum(places.map(i => count(i, j))));
  const value = (actual: number, predicted: number, by: Normalization) => {
    const cell = count(actual, predicted);
    if (by === 'none') {
      return cell;
    }
    const whole = by === 'actual' ? actualTotals[actual] : predictedTotals[predicted];
    return whole ? cell / whole : null;
  };
  const most = new Map<string, number>();
  const greatest = (isRight: boolean, by: Normalization) => {
    const key = `${String(isRight)} ${by}`;
    const known = most.get(key);
    if (known !== undefined) {
      return known;
    }
    let found = 0;
    for (const i of places) {
      for (const j of places) {
        if ((i === j) === isRight) {
          found = Math.max(found, value(i, j, by) ?? 0);
        }
      }
    }
    most.set(key, found);
    return found;
  };
  return {
    labels,
    size,
    count,
    actualTotals,
    predictedTotals,
    total: sum(actualTotals),
    value,
    shade(actual, predicted, by) {
      const cell = value(actual, predicted, by) ?? 0;
      // A share is dark by itself on the diagonal, where most of it should be; errors only among errors.
      const whole = actual === predicted && by !== 'none' ? 1 : greatest(actual === predicted, by);
      return cell === 0 || whole === 0 ? 0 : cell / whole;
    }
  };
}
