import type { DatasetRole } from '../contract/session.ts';
import { encodeCategories, type Category } from './categories.ts';
import { sourceOf, type Column } from './column.ts';
import type { Model } from './model.ts';

type Correctness = 'correct' | 'incorrect' | 'unknown';

function labelColumns(model: Model, role: DatasetRole): [Column, Column] | null {
  const { predictionLabel, actualLabel } = model.roles;
  const { columns } = model.frames[role];
  const prediction = predictionLabel === null ? undefined : columns.get(predictionLabel);
  const actual = actualLabel === null ? undefined : columns.get(actualLabel);
  return role !== 'corpus' && prediction && actual ? [prediction, actual] : null;
}

/** Numbers and booleans are compared by value, text with anything by text (§7.9.5, §11 defect 15). */
function isSame(a: Category, b: Category): boolean {
  return a.key === b.key || a.label === b.label;
}

/** Whether the prediction of a row is right: unknown when a label is missing. */
export function readCorrectness(model: Model, role: DatasetRole): (row: number) => Correctness {
  const found = labelColumns(model, role);
  if (!found) {
    return () => 'unknown';
  }
  const [prediction, actual] = found;
  const predicted = encodeCategories(prediction);
  const real = encodeCategories(actual);
  return row => {
    const a = predicted.values[(predicted.codes[sourceOf(prediction.order, row)] ?? 0) - 1];
    const b = real.values[(real.codes[sourceOf(actual.order, row)] ?? 0) - 1];
    return a && b ? (isSame(a, b) ? 'correct' : 'incorrect') : 'unknown';
  };
}
