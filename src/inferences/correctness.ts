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
    const a = predicted.values[predicted.codes[sourceOf(prediction.order, row)] ?? -1];
    const b = real.values[real.codes[sourceOf(actual.order, row)] ?? -1];
    return a && b ? (isSame(a, b) ? 'correct' : 'incorrect') : 'unknown';
  };
}

type LabelKind = 'text' | 'number';

/** Labels that can be scored: all text, or all finite integers and booleans (§4.6, §14.15); else null. */
function findLabelKind(values: Iterable<Category>): LabelKind | null {
  let kind: LabelKind | undefined;
  for (const { value } of values) {
    const next = typeof value === 'string' ? 'text' : 'number';
    if ((kind ?? next) !== next || (typeof value === 'number' && !Number.isInteger(value))) {
      return null;
    }
    kind = next;
  }
  return kind ?? null;
}

/** Share of right predictions among the rows that have both labels; null where §4.6 gives none. */
export function measureAccuracy(
  model: Model,
  role: DatasetRole,
  rows: Iterable<number>
): number | null {
  const found = labelColumns(model, role);
  if (!found) {
    return null;
  }
  const [predicted, real] = found.map(encodeCategories);
  if (!predicted || !real) {
    return null;
  }
  const order = found[0].order;
  const seen = [new Set<Category>(), new Set<Category>()] as const;
  let both = 0;
  let right = 0;
  for (const row of rows) {
    const at = sourceOf(order, row);
    const a = predicted.values[predicted.codes[at] ?? -1];
    const b = real.values[real.codes[at] ?? -1];
    if (a && b) {
      seen[0].add(a);
      seen[1].add(b);
      both++;
      right += a.key === b.key ? 1 : 0;
    }
  }
  const kind = findLabelKind(seen[0]);
  return both > 0 && kind !== null && kind === findLabelKind(seen[1]) ? right / both : null;
}
