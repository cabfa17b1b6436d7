import { Failure } from '../../contract/failures.ts';
import { SIDES, type Side } from '../../contract/metrics.ts';
import { encodeCategories, type Category } from '../categories.ts';
import { sourceOf, type Column } from '../column.ts';
import type { Model } from '../model.ts';
import { isList } from '../vectors.ts';
import { labelCategories, orderCategories } from './order-categories.ts';
import { suggestName } from './suggest-name.ts';

/** What labels of a class can be compared as (§4.6, §14.15): text, whole numbers and booleans, or not at all. */
type ClassKind = 'text' | 'integer' | 'other';

/** The distinct labels of a model, over predictions and actuals of both data sets. A class's code is its place in order of value. */
export interface LabelClasses {
  readonly count: number;
  /** As the confusion matrix writes them: 1 and "1" are told apart. */
  readonly labels: readonly string[];
  readonly kinds: readonly ClassKind[];
  /** The class of each row by time, −1 for none; null when there is no such column. */
  readonly predicted: Readonly<Record<Side, Int32Array | null>>;
  readonly actual: Readonly<Record<Side, Int32Array | null>>;
  /** Classes that actual labels name, ascending. */
  readonly actualClasses: readonly number[];
}

const cache = new WeakMap<Model, LabelClasses>();

/** Made once per model: a pass over all rows. */
export function classesOf(model: Model): LabelClasses {
  let found = cache.get(model);
  if (!found) {
    found = encodeLabels(model);
    cache.set(model, found);
  }
  return found;
}

interface Found {
  readonly categories: Category[];
  readonly kinds: ClassKind[];
  readonly placeByKey: Map<string, number>;
}

function encodeLabels(model: Model): LabelClasses {
  const found: Found = { categories: [], kinds: [], placeByKey: new Map() };
  const encode = (role: 'predictionLabel' | 'actualLabel') => {
    const name = model.roles[role];
    const columnOf = (side: Side) =>
      (name === null ? undefined : model.frames[side].columns.get(name)) ?? null;
    return {
      primary: placeLabels(columnOf('primary'), found),
      reference: placeLabels(columnOf('reference'), found)
    };
  };
  // Actual labels first: the classes that they name are then those of the first places.
  const actual = encode('actualLabel');
  const actualCount = found.categories.length;
  const predicted = encode('predictionLabel');
  const order = orderCategories(found.categories);
  const codeOf = new Int32Array(order.length);
  order.forEach((place, code) => {
    codeOf[place] = code;
  });
  for (const places of [
    ...SIDES.map(side => predicted[side]),
    ...SIDES.map(side => actual[side])
  ]) {
    places?.forEach((place, row) => {
      places[row] = place < 0 ? -1 : (codeOf[place] ?? -1);
    });
  }
  const labels = labelCategories(found.categories);
  return {
    count: order.length,
    labels: order.map(place => labels[place] ?? ''),
    kinds: order.map(place => found.kinds[place] ?? 'other'),
    predicted,
    actual,
    actualClasses: Array.from(codeOf.subarray(0, actualCount)).sort((a, b) => a - b)
  };
}

/** The place among the categories found of each row's label; those that no row has get none. */
function placeLabels(column: Column | null, found: Found): Int32Array | null {
  if (!column) {
    return null;
  }
  const { codes, values } = encodeCategories(column);
  const places = new Int32Array(values.length + 1).fill(-1);
  const isComparable = !isList(column.batch.type);
  return Int32Array.from({ length: codes.length }, (_, row) => {
    const code = codes[sourceOf(column.order, row)] ?? 0;
    const category = values[code - 1];
    if (category && places[code] === -1) {
      places[code] = placeCategory(category, isComparable, found);
    }
    return places[code] ?? -1;
  });
}

function placeCategory(
  category: Category,
  isComparable: boolean,
  { categories, kinds, placeByKey }: Found
): number {
  let place = placeByKey.get(category.key);
  if (place === undefined) {
    place = categories.push(category) - 1;
    kinds.push(isComparable ? kindOf(category) : 'other');
    placeByKey.set(category.key, place);
  }
  return place;
}

function kindOf({ value }: Category): ClassKind {
  return typeof value === 'string'
    ? 'text'
    : typeof value !== 'number' || Number.isInteger(value)
      ? 'integer'
      : 'other';
}

/** Whether labels of these classes can be scored together: all text, or all whole numbers and booleans. */
export function areComparable({ kinds }: LabelClasses, codes: Iterable<number>): boolean {
  let kind: ClassKind | undefined;
  for (const code of codes) {
    const next = kinds[code] ?? 'other';
    if (next === 'other' || (kind ?? next) !== next) {
      return false;
    }
    kind = next;
  }
  return true;
}

// A class is called as it was first seen: True and 1 are one.
const SPELLINGS = new Map([
  ['true', ['True', '1']],
  ['1', ['True']],
  ['false', ['False', '0']],
  ['0', ['False']]
]);

/** The class of a label as the confusion matrix writes it; throws Failure for one that is not there. */
export function findClass({ labels }: LabelClasses, label: string): number {
  const spellings = [label, ...(SPELLINGS.get(label.toLowerCase()) ?? [])];
  const code = labels.indexOf(spellings.find(each => labels.includes(each)) ?? label);
  if (code < 0) {
    const hint = suggestName(label, labels);
    throw new Failure(
      'metric/invalid',
      `Cannot find class ${JSON.stringify(label)}: no prediction and no actual label is called that`,
      hint === undefined ? {} : { hint }
    );
  }
  return code;
}

/**
 * The class whose probability the prediction score is: the one asked for, else of two classes the second in order of value, as in
 * scikit-learn's `classes_`. Actual labels say which classes there are; when they say one only, predictions do as well, and 1 is positive
 * where all labels are 0 and 1, or −1 and 1. Null with more classes than two.
 */
export function findPositive(classes: LabelClasses, label: string | undefined): number | null {
  if (label !== undefined) {
    return findClass(classes, label);
  }
  const { actualClasses, count } = classes;
  const used =
    actualClasses.length === 1 ? Array.from({ length: count }, (_, i) => i) : actualClasses;
  if (used.length === 2) {
    return used[1] ?? null;
  }
  const [only] = used;
  return only !== undefined && used.length === 1 && /^(1|True)$/.test(classes.labels[only] ?? '')
    ? only
    : null;
}
