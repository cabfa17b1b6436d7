import { selectRanks } from './select-ranks.ts';

/** Even buckets between the outer ones: narrow enough that a wanted one holds a few thousandths of the numbers. */
const EVEN = 4096;
/** One bucket below, one above, one for what is missing. */
const BUCKETS = EVEN + 3;
const ABOVE = EVEN + 1;
const MISSING = EVEN + 2;
/** Numbers looked at to find where most of them lie: one in 64, between these. */
const MIN_SAMPLE = 128;
const MAX_SAMPLE = 1024;
/** Share of the sample that the outer buckets take at each end. */
const TAIL = 0.004;
/** Rows summed before their sum is joined to the rest. */
const BLOCK = 512;

/**
 * Numbers counted in buckets that keep their order, together with their sum and extremes: one pass, after which exact ranks and exact
 * counts below any edge take a look at a few buckets only. Memory is two bytes per row, and used again by the next {@link fillSketch}.
 */
export interface Sketch {
  values: Float64Array;
  from: number;
  /** Numbers and missing ones. */
  rowCount: number;
  /** Numbers that are there. */
  count: number;
  sum: number;
  /** Infinity and −Infinity of no numbers. */
  min: number;
  max: number;
  /** The bucket of each row. */
  codes: Uint16Array;
  sizes: Uint32Array;
  /** Where even buckets begin, and how many there are per unit. */
  low: number;
  scale: number;
}

export function createSketch(): Sketch {
  return {
    values: new Float64Array(0),
    from: 0,
    rowCount: 0,
    count: 0,
    sum: 0,
    min: Infinity,
    max: -Infinity,
    codes: new Uint16Array(0),
    sizes: new Uint32Array(BUCKETS),
    low: 0,
    scale: 0
  };
}

/**
 * Sketches values[from…to). Bit i of `validity` (Arrow's order) says whether value i is there; null: all are. Values must stay as they are
 * while the sketch is used. Gives false, and a sketch without use, when a valid value is NaN.
 */
export function fillSketch(
  sketch: Sketch,
  values: Float64Array,
  from: number,
  to: number,
  validity: Uint8Array | null
): boolean {
  sketch.values = values;
  sketch.from = from;
  sketch.rowCount = to - from;
  if (sketch.codes.length < to - from) {
    sketch.codes = new Uint16Array(to - from);
  }
  sketch.sizes.fill(0);
  chooseBuckets(sketch, validity);
  countBuckets(sketch, validity);
  return !Number.isNaN(sketch.sum) || !hasNaN(sketch);
}

function isValid(validity: Uint8Array | null, i: number): boolean {
  return validity === null || ((validity[i >> 3] >> (i & 7)) & 1) === 1;
}

/** Even buckets span all but the tails of a sample, so that a few far numbers do not crowd all others into one. */
function chooseBuckets(sketch: Sketch, validity: Uint8Array | null): void {
  const { values, from, rowCount } = sketch;
  const sample = new Float64Array(
    Math.min(rowCount, Math.max(MIN_SAMPLE, Math.min(MAX_SAMPLE, rowCount >> 6)))
  );
  const step = rowCount / sample.length;
  let count = 0;
  for (let k = 0; k < sample.length; k++) {
    const i = from + Math.floor(k * step);
    if (isValid(validity, i) && Number.isFinite(values[i])) {
      sample[count++] = values[i];
    }
  }
  const sorted = sample.subarray(0, count).sort();
  const tail = Math.floor(count * TAIL);
  const low = count > 0 ? sorted[tail] : 0;
  const scale = count > 0 ? EVEN / (sorted[count - 1 - tail] - low) : 0;
  sketch.low = low;
  // Of equal numbers, or of ones too near to tell apart by a factor: what is not below is above.
  sketch.scale = scale > 0 && scale < Infinity ? scale : 0;
}

/** Monotone, since subtraction and multiplication round monotonely. */
function bucketOf(value: number, low: number, scale: number): number {
  const at = (value - low) * scale;
  return value < low ? 0 : at < EVEN ? (at | 0) + 1 : ABOVE;
}

function countBuckets(sketch: Sketch, validity: Uint8Array | null): void {
  const { values, from, rowCount, codes, sizes, low, scale } = sketch;
  let sum = 0;
  let lost = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let start = 0; start < rowCount; start += BLOCK) {
    const end = Math.min(rowCount, start + BLOCK);
    let block = 0;
    for (let k = start; k < end; k++) {
      const i = from + k;
      let code = MISSING;
      if (validity === null || ((validity[i >> 3] >> (i & 7)) & 1) === 1) {
        const value = values[i];
        block += value;
        if (value < min) min = value;
        if (value > max) max = value;
        const at = (value - low) * scale;
        code = value < low ? 0 : at < EVEN ? (at | 0) + 1 : ABOVE;
      }
      codes[k] = code;
      sizes[code]++;
    }
    // Neumaier (1974): the error does not grow with the number of blocks.
    const next = sum + block;
    lost += Math.abs(sum) >= Math.abs(block) ? sum - next + block : block - next + sum;
    sum = next;
  }
  sketch.sum = Number.isFinite(sum) ? sum + lost : sum;
  sketch.min = min;
  sketch.max = max;
  sketch.count = rowCount - sizes[MISSING];
}

/** A sum is NaN also between −∞ and ∞. */
function hasNaN({ values, from, rowCount, codes }: Sketch): boolean {
  for (let k = 0; k < rowCount; k++) {
    if (codes[k] !== MISSING && Number.isNaN(values[from + k])) {
      return true;
    }
  }
  return false;
}

/** Numbers of some buckets, bucket after bucket; `buckets` ascend. */
function gather(sketch: Sketch, buckets: readonly number[]): Float64Array[] {
  const { values, from, rowCount, codes, sizes } = sketch;
  const wanted = new Uint8Array(BUCKETS);
  const ends = new Uint32Array(buckets.length + 1);
  let total = 0;
  buckets.forEach((bucket, i) => {
    wanted[bucket] = i + 1;
    ends[i + 1] = total;
    total += sizes[bucket];
  });
  const gathered = new Float64Array(total);
  for (let k = 0; k < rowCount; k++) {
    const group = wanted[codes[k]];
    if (group !== 0) {
      gathered[ends[group]++] = values[from + k];
    }
  }
  return buckets.map((bucket, i) => gathered.subarray(ends[i + 1] - sizes[bucket], ends[i + 1]));
}

/** At most so many buckets are gathered in one pass. */
const MAX_GROUPS = 255;

/** The numbers of the given 0-based ranks, ascending and distinct, at most 255 of them: exact, see {@link selectRanks}. */
export function selectFromSketch(sketch: Sketch, ranks: readonly number[]): Float64Array {
  if (ranks.length > MAX_GROUPS) {
    throw new RangeError(`Cannot select ${ranks.length} ranks: at most ${MAX_GROUPS} at once`);
  }
  const inside = new Map<number, number[]>();
  let bucket = 0;
  let before = 0;
  for (const rank of ranks) {
    while (rank >= before + sketch.sizes[bucket]) {
      before += sketch.sizes[bucket++];
    }
    inside.set(bucket, [...(inside.get(bucket) ?? []), rank - before]);
  }
  const found = new Float64Array(ranks.length);
  let at = 0;
  const groups = gather(sketch, [...inside.keys()]);
  [...inside.values()].forEach((own, i) => {
    found.set(selectRanks(groups[i], groups[i].length, own), at);
    at += own.length;
  });
  return found;
}

/**
 * Numbers between ascending, finite and distinct `breaks`, at most 255 of them: entry k counts those from `breaks[k − 1]` on and below
 * `breaks[k]`, the first and the last are open.
 */
export function countBetween(sketch: Sketch, breaks: Float64Array): Float64Array {
  const { low, scale, sizes } = sketch;
  const bucketByBreak = Array.from(breaks, value => bucketOf(value, low, scale));
  const buckets = [...new Set(bucketByBreak)];
  const groups = gather(sketch, buckets);
  const counts = new Float64Array(breaks.length + 1);
  let bucket = 0;
  let before = 0;
  let below = 0;
  breaks.forEach((value, k) => {
    while (bucket < bucketByBreak[k]) {
      before += sizes[bucket++];
    }
    const here = before + countBelow(groups[buckets.indexOf(bucket)], value);
    counts[k] = here - below;
    below = here;
  });
  counts[breaks.length] = sketch.count - below;
  return counts;
}

function countBelow(values: Float64Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    count += values[i] < limit ? 1 : 0;
  }
  return count;
}
