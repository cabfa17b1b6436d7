/** Groups that columns of numbers are colored in, at most about so many. */
const GROUPS = 10;
/** Values looked at to find where most of them lie. */
const MAX_LOOKED_AT = 20_000;
/** One group with more than this share of the values tells nothing about them. */
const CROWDED = 0.5;

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Steps between times that people count in. */
const TIME_STEPS = [
  ...[1, 5, 15, 30].map(n => n * SECOND),
  ...[1, 5, 15, 30].map(n => n * 60 * SECOND),
  ...[1, 3, 6, 12].map(n => n * 3600 * SECOND),
  ...[1, 2, 7, 14, 30, 90, 365].map(n => n * DAY)
];

/** What a column of numbers is divided into. */
export interface Division {
  /** Each value a group of its own, ascending; null when there are too many. */
  values: readonly number[] | null;
  /** Inner edges, ascending: group i holds edge i − 1 ≤ x < edge i; the outer ones are open. */
  edges: readonly number[];
  /** Least and greatest finite value; NaN without any. */
  min: number;
  max: number;
}

/**
 * Divides numbers into groups that a legend can name: single values when there are few; else steps of a round width over
 * where 98 % of the values lie, so that an outlier does not push all others into one group; else, when most values still
 * share a group, tenths of the values.
 */
export function divideRange(
  numbers: Float64Array,
  { isTime, maxValues }: { isTime: boolean; maxValues: number }
): Division {
  const finite = numbers.filter(Number.isFinite).sort();
  const [min = NaN, max = NaN] = [finite.at(0), finite.at(-1)];
  const values = distinctValues(finite, maxValues);
  if (values !== null) {
    return { values, edges: [], min, max };
  }
  const looked = thinned(finite);
  const even = evenEdges(quantile(looked, 0.01), quantile(looked, 0.99), isTime);
  const inner = (even.length > 0 ? even : evenEdges(min, max, isTime)).filter(
    edge => edge > min && edge < max
  );
  const tenths = isTime || !isCrowded(looked, inner) ? [] : tenthEdges(looked, max);
  return { values: null, edges: tenths.length > 1 ? tenths : inner, min, max };
}

/** The group of a number; −1 for NaN, and infinities in the outer ones. */
export function groupOf({ values, edges }: Division, value: number): number {
  if (Number.isNaN(value)) {
    return -1;
  }
  if (values) {
    const at = values.indexOf(value);
    return at >= 0 ? at : value > 0 ? values.length - 1 : Math.min(0, values.length - 1);
  }
  let group = 0;
  while (group < edges.length && value >= (edges[group] ?? 0)) {
    group++;
  }
  return group;
}

function distinctValues(sorted: Float64Array, maxValues: number): number[] | null {
  const values: number[] = [];
  for (const value of sorted) {
    if (value !== values.at(-1)) {
      values.push(value);
      if (values.length > maxValues) {
        return null;
      }
    }
  }
  return values;
}

function thinned(sorted: Float64Array): Float64Array {
  const step = Math.ceil(sorted.length / MAX_LOOKED_AT);
  return step > 1 ? sorted.filter((_, i) => i % step === 0) : sorted;
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Edges at multiples of a round step. */
function evenEdges(low: number, high: number, isTime: boolean): number[] {
  const wanted = (high - low) / GROUPS;
  if (!(wanted > 0) || !Number.isFinite(wanted)) {
    return [];
  }
  const step = isTime
    ? (TIME_STEPS.find(each => each >= wanted) ?? Math.ceil(wanted / (365 * DAY)) * 365 * DAY)
    : roundUp(wanted);
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  // Multiplied and divided by whole numbers where possible, so that 3 × 0.1 is 0.3.
  const scale = step < 1 ? Math.round(1 / step) : 0;
  return Array.from({ length: Math.min(count, 2 * GROUPS) }, (_, i) =>
    scale > 0 && Math.abs(scale * step - 1) < 1e-9 ? (first + i) / scale : (first + i) * step
  );
}

/** The least of 1, 2, 2.5 and 5 times a power of ten that is not below. */
function roundUp(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5, 10].find(each => each * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function isCrowded(sorted: Float64Array, edges: readonly number[]): boolean {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let group = 0;
  for (const value of sorted) {
    while (group < edges.length && value >= (edges[group] ?? 0)) {
      group++;
    }
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return Math.max(...counts) > CROWDED * sorted.length;
}

/** Edges between tenths of the values, to three digits, each once. */
function tenthEdges(sorted: Float64Array, max: number): number[] {
  const edges: number[] = [];
  for (let tenth = 1; tenth < GROUPS; tenth++) {
    const edge = Number(quantile(sorted, tenth / GROUPS).toPrecision(3));
    if (edge > (edges.at(-1) ?? sorted[0] ?? NaN) && edge <= max) {
      edges.push(edge);
    }
  }
  return edges;
}
