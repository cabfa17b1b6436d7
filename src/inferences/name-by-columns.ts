import { encodeCategories } from './categories.ts';
import { readNumbers, sourceOf, type Column } from './column.ts';
import { formatRange } from './format-range.ts';
import type { Model, ModelDimension } from './model.ts';
import type { Rows } from './rows.ts';

/** Points read for names: a fair sample, since points are in random order. */
const MAX_POINTS = 20_000;
/** What is said of a cluster must hold for so much more of it than of the rest. */
const MIN_GAIN = 0.25;
/** The inner part of a cluster's values that a range covers. */
const INNER = [0.1, 0.9] as const;
const MAX_CATEGORIES = 1000;

const SIDES = ['primary', 'reference'] as const;

interface Description {
  text: string;
  /** Share of the cluster's rows it holds for, less the share of all other rows. */
  gain: number;
}

/** What sets each cluster apart in one column each, the strongest first: `digit = 8`, `age 60–72`. */
export function describeByColumns(
  model: Model,
  points: Rows,
  labels: Int32Array,
  clusterCount: number
): Description[][] {
  const found = Array.from({ length: clusterCount }, (): Description[] => []);
  const count = Math.min(MAX_POINTS, labels.length);
  for (const dimension of model.dimensions) {
    const describe = dimension.dataType === 'numeric' ? describeRanges : describeValues;
    describe(dimension, points, labels.subarray(0, count), clusterCount).forEach(
      (description, cluster) => {
        if (description && description.gain >= MIN_GAIN) {
          found[cluster]?.push(description);
        }
      }
    );
  }
  return found.map(each => each.sort((a, b) => b.gain - a.gain));
}

type Descriptions = (Description | undefined)[];

/** Reads a dimension at a point: `read` is made per data set; corpus points have none. */
function readAtPoints<Value>(
  { columns }: ModelDimension,
  points: Rows,
  create: (column: Column) => (row: number) => Value,
  missing: Value
): (point: number) => Value {
  const readers = SIDES.map(side => {
    const column = columns[side];
    return column ? create(column) : undefined;
  });
  return point => readers[points.dataset[point] ?? 0]?.(points.row[point] ?? 0) ?? missing;
}

function describeValues(
  dimension: ModelDimension,
  points: Rows,
  labels: Int32Array,
  clusterCount: number
): Descriptions {
  const names = new Map<string, { code: number; label: string }>();
  const read = readAtPoints(
    dimension,
    points,
    column => {
      const { codes, values } = encodeCategories(column);
      const shared = values.map(({ key, label }) => {
        const known = names.get(key) ?? { code: names.size, label };
        names.set(key, known);
        return known.code;
      });
      return row => shared[(codes[sourceOf(column.order, row)] ?? 0) - 1] ?? -1;
    },
    -1
  );
  // A column of ids or texts describes nothing.
  if (names.size > MAX_CATEGORIES) {
    return [];
  }
  const counts = Array.from({ length: clusterCount + 1 }, () => new Uint32Array(names.size));
  const sizes = new Uint32Array(clusterCount + 1);
  labels.forEach((label, point) => {
    const group = label < 0 ? clusterCount : label;
    const code = read(point);
    sizes[group] = (sizes[group] ?? 0) + 1;
    const countsHere = counts[group];
    if (code >= 0 && countsHere) {
      countsHere[code] = (countsHere[code] ?? 0) + 1;
    }
  });
  const totals = new Uint32Array(names.size).map((_, code) =>
    counts.reduce((sum, each) => sum + (each[code] ?? 0), 0)
  );
  const labelsByCode = [...names.values()].map(({ label }) => label);
  return counts.slice(0, clusterCount).map((countsHere, cluster) => {
    const size = sizes[cluster] ?? 0;
    const rest = labels.length - size;
    let best: Description | undefined;
    countsHere.forEach((count, code) => {
      const gain = count / Math.max(1, size) - ((totals[code] ?? 0) - count) / Math.max(1, rest);
      if (gain > (best?.gain ?? 0)) {
        best = { text: `${dimension.name} = ${shorten(labelsByCode[code] ?? '')}`, gain };
      }
    });
    return best;
  });
}

function shorten(label: string): string {
  return label.length > 40 ? `${label.slice(0, 39)}…` : label;
}

function describeRanges(
  dimension: ModelDimension,
  points: Rows,
  labels: Int32Array,
  clusterCount: number
): Descriptions {
  const read = readAtPoints(dimension, points, readNumbers, NaN);
  const values = Float64Array.from(labels, (_, point) => read(point));
  const finite = values.filter(Number.isFinite).sort();
  const extent = { min: finite[0] ?? 0, max: finite.at(-1) ?? 0 };
  const members = Array.from({ length: clusterCount }, (): number[] => []);
  labels.forEach((label, point) => {
    if (label >= 0) {
      members[label]?.push(values[point] ?? NaN);
    }
  });
  return members.map(mine => {
    const sorted = Float64Array.from(mine.filter(Number.isFinite)).sort();
    if (sorted.length === 0 || extent.min === extent.max) {
      return undefined;
    }
    const [from = 0, to = 0] = INNER.map(
      share => sorted[Math.round(share * (sorted.length - 1))] ?? 0
    );
    const inside = countInside(sorted, from, to);
    const gain =
      inside / mine.length -
      (countInside(finite, from, to) - inside) / Math.max(1, labels.length - mine.length);
    return { text: `${dimension.name} ${formatColumnRange(dimension, [from, to], extent)}`, gain };
  });
}

function formatColumnRange(
  { columns }: ModelDimension,
  range: [number, number],
  extent: { min: number; max: number }
): string {
  const isTime = SIDES.some(side => columns[side]?.storage === 'datetime');
  const text = formatRange(range, extent, isTime);
  return range[0] === range[1] ? `= ${text}` : text;
}

/** Sorted values in [from, to]. */
function countInside(sorted: Float64Array, from: number, to: number): number {
  return firstAbove(sorted, to, true) - firstAbove(sorted, from, false);
}

/** Position of the first value that is at least `limit`, or above it when `strict`. */
function firstAbove(sorted: Float64Array, limit: number, strict: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] ?? 0;
    if (strict ? value <= limit : value < limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
