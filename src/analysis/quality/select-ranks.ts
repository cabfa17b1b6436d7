/** So few numbers are sorted. */
const SMALL = 1024;
const BUCKETS = 4096;

/** Reused by the outermost pass; one per thread. */
let codesOf = new Uint16Array(0);

/**
 * The numbers of the given 0-based ranks, ascending and distinct, among the first `count`; no NaN. Exact, without a full sort
 * and in O(n): numbers are counted in buckets that keep their order, and only buckets that hold a wanted rank are
 * looked into further. Buckets divide the range evenly and, where that leaves too many together (heavy tails), the
 * leading 32 bits of the doubles, which spaces them by their logarithm: three such passes tell any two high words apart, and
 * numbers of one high word lie evenly again.
 */
export function selectRanks(
  values: Float64Array,
  count: number,
  ranks: ArrayLike<number>
): Float64Array {
  const found = new Float64Array(ranks.length);
  const { min, max } = findRange(values, 0, count);
  if (Number.isFinite(min) && Number.isFinite(max)) {
    select(values, 0, count, Array.from(ranks), found, 0, 0, min, max);
  } else {
    selectBetweenInfinities(values, count, Array.from(ranks), found);
  }
  return found;
}

function selectBetweenInfinities(
  values: Float64Array,
  count: number,
  ranks: readonly number[],
  found: Float64Array
): void {
  const finite = new Float64Array(count);
  let finiteCount = 0;
  let below = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value === -Infinity) {
      below++;
    } else if (value !== Infinity) {
      finite[finiteCount++] = value;
    }
  }
  const isInside = (rank: number) => rank >= below && rank < below + finiteCount;
  const inside = ranks.filter(isInside).map(rank => rank - below);
  const selected = finiteCount > 0 ? selectRanks(finite, finiteCount, inside) : [];
  let at = 0;
  ranks.forEach((rank, i) => {
    found[i] = isInside(rank) ? selected[at++] : rank < below ? -Infinity : Infinity;
  });
}

function findRange(values: Float64Array, start: number, end: number) {
  let min = Infinity;
  let max = -Infinity;
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** Writes to `found` from `to` on what the ranks of values[start…end) select; ranks count from `start`. */
function select(
  values: Float64Array,
  start: number,
  end: number,
  ranks: readonly number[],
  found: Float64Array,
  to: number,
  depth: number,
  min: number,
  max: number
): void {
  const count = end - start;
  if (ranks.length === 0) {
    return;
  }
  if (min === max) {
    found.fill(min, to, to + ranks.length);
    return;
  }
  if (count <= SMALL) {
    const sorted = values.slice(start, end).sort();
    ranks.forEach((rank, i) => {
      found[to + i] = sorted[rank];
    });
    return;
  }
  if (codesOf.length < count) {
    codesOf = new Uint16Array(count);
  }
  const sizes = new Uint32Array(BUCKETS);
  const range = max - min;
  const isNarrow = orderedHighWord(min) === orderedHighWord(max);
  if (range < Infinity && (isNarrow || depth % 2 === 0)) {
    countEvenly(values, start, count, min, range, sizes);
  } else {
    countByBits(values, start, count, min, max, sizes);
  }
  const buckets = findBuckets(sizes, ranks);
  const gathered = gatherBuckets(values, start, count, buckets);
  buckets.forEach(({ from, size, inside, first }) => {
    const range = findRange(gathered, from, from + size);
    select(gathered, from, from + size, inside, found, to + first, depth + 1, range.min, range.max);
  });
}

function countEvenly(
  values: Float64Array,
  start: number,
  count: number,
  min: number,
  range: number,
  sizes: Uint32Array
): void {
  const codes = codesOf;
  for (let i = 0; i < count; i++) {
    // Rounding keeps the order: all operations are monotone. A factor instead of the quotient would overflow for subnormal ranges.
    const code = (((values[start + i] - min) / range) * (BUCKETS - 1)) | 0;
    codes[i] = code;
    sizes[code]++;
  }
}

const word = new Float64Array(1);
const words = new Int32Array(word.buffer);

/** The high word of a double as an integer in the same order. */
function orderedHighWord(value: number): number {
  word[0] = value;
  const high = words[1];
  return high ^ ((high >> 31) & 0x7fffffff);
}

function countByBits(
  values: Float64Array,
  start: number,
  count: number,
  min: number,
  max: number,
  sizes: Uint32Array
): void {
  const codes = codesOf;
  const low = orderedHighWord(min);
  const scale = (BUCKETS - 1) / Math.max(1, orderedHighWord(max) - low);
  for (let i = 0; i < count; i++) {
    const code = ((orderedHighWord(values[start + i]) - low) * scale) | 0;
    codes[i] = code;
    sizes[code]++;
  }
}

interface Bucket {
  code: number;
  size: number;
  /** Where its numbers begin once gathered. */
  from: number;
  /** Ranks that fall into it, counted from its least number, and the position of the first of them. */
  inside: number[];
  first: number;
}

function findBuckets(sizes: Uint32Array, ranks: readonly number[]): Bucket[] {
  const buckets: Bucket[] = [];
  let code = 0;
  let before = 0;
  let from = 0;
  ranks.forEach((rank, i) => {
    while (rank >= before + sizes[code]) {
      before += sizes[code++];
    }
    const last = buckets.at(-1);
    if (last?.code === code) {
      last.inside.push(rank - before);
    } else {
      buckets.push({ code, size: sizes[code], from, inside: [rank - before], first: i });
      from += sizes[code];
    }
  });
  return buckets;
}

function gatherBuckets(
  values: Float64Array,
  start: number,
  count: number,
  buckets: readonly Bucket[]
): Float64Array {
  const codes = codesOf;
  const gathered = new Float64Array(buckets.reduce((sum, { size }) => sum + size, 0));
  const wanted = new Uint8Array(BUCKETS);
  const ends = new Uint32Array(buckets.length + 1);
  buckets.forEach(({ code, from }, i) => {
    wanted[code] = i + 1;
    ends[i + 1] = from;
  });
  for (let i = 0; i < count; i++) {
    const bucket = wanted[codes[i]];
    if (bucket !== 0) {
      gathered[ends[bucket]++] = values[start + i];
    }
  }
  return gathered;
}
