import { Failure } from '../contract/failures.ts';
import type { ColorsHeader, LegendEntry } from '../contract/map.ts';
import { DATASET_ROLES } from '../contract/session.ts';
import { encodeCategories, type Category } from './categories.ts';
import { readNumbers, sourceOf, type Column } from './column.ts';
import { readCorrectness } from './correctness.ts';
import { formatRange } from './format-range.ts';
import type { Model, ModelDimension } from './model.ts';
import { divideRange, groupOf, type Division } from './range-edges.ts';
import type { Rows } from './rows.ts';

interface PointClusters {
  /** Cluster number per point; −1 for none. */
  labels: Int32Array;
  /** By cluster number. */
  names: readonly string[];
}

interface Coloring {
  header: ColorsHeader;
  /** Per point an index into the legend. */
  codes: Uint8Array;
}

/** Groups that get a color of their own; the rest are one group. */
const MAX_CATEGORIES = 11;
const MAX_CLUSTERS = 250;
/** Numbers with at most so many values get a color each. */
const MAX_VALUES = 10;
const SIDES = ['primary', 'reference'] as const;
const DIMENSION = 'dimension:';

/** Colors points by `dataset`, `cluster`, `correctness` or `dimension:<name>` (§7.9.5 with its defects fixed). */
export function colorPoints(
  model: Model,
  points: Rows,
  by: string,
  clusters?: PointClusters
): Coloring {
  switch (by) {
    case 'dataset':
      return count(by, 'nominal', points.dataset, labelsOf(DATASET_ROLES));
    case 'correctness':
      return colorByCorrectness(model, points);
    case 'cluster':
      if (clusters) {
        return colorByCluster(clusters);
      }
      break;
    default: {
      const dimension = by.startsWith(DIMENSION)
        ? model.dimensions.find(({ name }) => name === by.slice(DIMENSION.length))
        : undefined;
      if (dimension) {
        return dimension.dataType === 'numeric'
          ? colorByRange(by, dimension, points)
          : colorByCategory(by, dimension, points);
      }
    }
  }
  throw new Failure(
    'column/unknown',
    `Cannot color by ${JSON.stringify(by)}: there is no such column`,
    {
      hint: 'Color by dataset, cluster, correctness or dimension:<name of a column>'
    }
  );
}

type Label = Omit<LegendEntry, 'count'>;

function labelsOf(labels: readonly string[]): Label[] {
  return labels.map(label => ({ label, kind: 'value' }));
}

/** Counts codes and leaves out groups without points; `missing` and `other` stay where they are, at the end. */
function count(
  by: string,
  kind: ColorsHeader['kind'],
  codes: Uint8Array,
  labels: readonly Label[],
  keepEmpty = false
): Coloring {
  const counts = new Uint32Array(labels.length);
  for (const code of codes) {
    counts[code] = (counts[code] ?? 0) + 1;
  }
  const legend: LegendEntry[] = [];
  const moved = labels.map((label, i) => {
    const found = counts[i] ?? 0;
    const kept = found > 0 || (keepEmpty && (label.kind === 'range' || label.kind === 'value'));
    return kept ? legend.push({ ...label, count: found }) - 1 : 0;
  });
  return { header: { by, kind, legend }, codes: codes.map(code => moved[code] ?? 0) };
}

function colorByCorrectness(model: Model, points: Rows): Coloring {
  const read = DATASET_ROLES.map(role => readCorrectness(model, role));
  const order = { correct: 0, incorrect: 1, unknown: 2 };
  const codes = points.dataset.map(
    (code, i) => order[read[code]?.(points.row[i] ?? 0) ?? 'unknown']
  );
  return count('correctness', 'nominal', codes, [
    ...labelsOf(['correct', 'incorrect']),
    { label: 'unknown', kind: 'missing' }
  ]);
}

function colorByCluster({ labels, names }: PointClusters): Coloring {
  const shown = Math.min(names.length, MAX_CLUSTERS);
  const codes = Uint8Array.from(labels, label => (label < 0 ? shown + 1 : Math.min(label, shown)));
  return count('cluster', 'nominal', codes, [
    ...labelsOf(names.slice(0, shown)),
    { label: `${names.length - shown} more clusters`, kind: 'other' },
    { label: 'no cluster', kind: 'missing' }
  ]);
}

/** Code per point from the row of primary or reference; the corpus has no dimensions. */
function codeRows(
  points: Rows,
  missing: number,
  readers: readonly (((row: number) => number) | undefined)[]
): Uint8Array {
  return points.dataset.map((code, i) => readers[code]?.(points.row[i] ?? 0) ?? missing);
}

function colorByCategory(by: string, dimension: ModelDimension, points: Rows): Coloring {
  const totals = countCategories(dimension);
  const ranked = [...totals.values()].sort((a, b) => b.total - a.total || a.first - b.first);
  const shown = ranked.slice(0, MAX_CATEGORIES);
  const codeByKey = new Map(shown.map(({ category }, code) => [category.key, code]));
  const other = shown.length;
  const readers = SIDES.map(side => {
    const column = dimension.columns[side];
    return column ? readCodes(column, key => codeByKey.get(key) ?? other, other + 1) : undefined;
  });
  const labels = describeCategories(
    shown.map(({ category }) => category),
    [...totals.values()].map(({ category }) => category)
  );
  return count(by, 'nominal', codeRows(points, other + 1, readers), [
    ...labels.map(label => ({ label, kind: 'value' as const })),
    { label: `${ranked.length - shown.length} other values`, kind: 'other' },
    { label: 'missing', kind: 'missing' }
  ]);
}

function readCodes(column: Column, codeOf: (key: string) => number, missing: number) {
  const { codes, values } = encodeCategories(column);
  const mapped = Uint8Array.from(values, ({ key }) => codeOf(key));
  return (row: number) => mapped[(codes[sourceOf(column.order, row)] ?? 0) - 1] ?? missing;
}

/** Rows per category over all of both data sets, so that a map's sample does not change the colors. */
function countCategories(dimension: ModelDimension) {
  const totals = new Map<string, { category: Category; total: number; first: number }>();
  for (const side of SIDES) {
    const column = dimension.columns[side];
    if (!column) {
      continue;
    }
    const { codes, values } = encodeCategories(column);
    const counts = new Uint32Array(values.length);
    for (const code of codes) {
      if (code > 0) {
        counts[code - 1] = (counts[code - 1] ?? 0) + 1;
      }
    }
    values.forEach((category, code) => {
      const found = totals.get(category.key) ?? { category, total: 0, first: totals.size };
      found.total += counts[code] ?? 0;
      totals.set(category.key, found);
    });
  }
  return totals;
}

/** Text that also exists as a number says so by its quotes (§14.4). */
function describeCategories(shown: readonly Category[], all: readonly Category[]): string[] {
  const numbers = new Set(
    all.filter(({ value }) => typeof value !== 'string').map(({ label }) => label)
  );
  return shown.map(({ label, value }) =>
    typeof value === 'string' && (numbers.has(label) || label === '')
      ? JSON.stringify(label)
      : label
  );
}

function colorByRange(by: string, dimension: ModelDimension, points: Rows): Coloring {
  const columns = SIDES.map(side => dimension.columns[side]);
  const readers = columns.map(column => (column ? readNumbers(column) : undefined));
  const isTime = columns.some(column => column?.storage === 'datetime');
  const division = divideRange(listNumbers(columns, readers), { isTime, maxValues: MAX_VALUES });
  const labels = describeDivision(division, isTime);
  const missing = labels.length;
  const codes = codeRows(
    points,
    missing,
    readers.map(
      read =>
        read &&
        (row => {
          const group = groupOf(division, read(row));
          return group < 0 ? missing : group;
        })
    )
  );
  return count(by, 'sequential', codes, [...labels, { label: 'missing', kind: 'missing' }], true);
}

function describeDivision({ values, edges, min, max }: Division, isTime: boolean): Label[] {
  const [low = min, high = max] = [edges.at(0), edges.at(-1)];
  const scale = { min: low, max: edges.length > 1 ? high : Math.max(high, low + (max - min)) };
  if (values) {
    const gap = values.reduce(
      (least, value, i) => Math.min(least, value - (values[i - 1] ?? -Infinity)),
      Infinity
    );
    const span = Number.isFinite(gap) ? { min: 0, max: 10 * gap } : { min, max };
    return values.map(value => ({
      label: formatRange([value, value], span, isTime),
      kind: 'range',
      range: [value, value]
    }));
  }
  return Array.from({ length: edges.length + 1 }, (_, i): Label => {
    const range: [number, number] = [edges[i - 1] ?? min, edges[i] ?? max];
    return { label: formatRange(range, scale, isTime), kind: 'range', range };
  });
}

/** The numbers of both data sets, so that a map's sample does not change the groups. */
function listNumbers(
  columns: readonly (Column | null)[],
  readers: readonly (((row: number) => number) | undefined)[]
): Float64Array {
  const numbers = new Float64Array(
    columns.reduce((sum, column) => sum + (column?.batch.length ?? 0), 0)
  );
  let at = 0;
  for (const [side, column] of columns.entries()) {
    const read = readers[side];
    for (let row = 0; read && row < (column?.batch.length ?? 0); row++) {
      numbers[at++] = read(row);
    }
  }
  return numbers;
}
