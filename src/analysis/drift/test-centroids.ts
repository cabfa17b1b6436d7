import type { Sample } from './vector-table.ts';

/**
 * Share of random relabelings of both samples whose centroids differ at least as much by `measure`, (b + 1) / (n + 1). NaN when a side is
 * empty.
 */
export function testCentroids(
  a: Sample,
  b: Sample,
  measure: (a: Float64Array, b: Float64Array) => number,
  permutations: number,
  random: () => number
): number {
  const { dimension } = a;
  const count = a.count + b.count;
  if (a.count === 0 || b.count === 0) {
    return NaN;
  }
  const values = new Float64Array(count * dimension);
  values.set(a.values);
  values.set(b.values, a.values.length);
  const total = new Float64Array(dimension);
  const places = Uint32Array.from({ length: count }, (_, row) => row);
  const few = Math.min(a.count, b.count);
  const part = new Float64Array(dimension);
  const rest = new Float64Array(dimension);
  sumRows(values, places, 0, count, total);
  // Only the smaller side is summed; the other is what remains of all.
  const measureFirst = (first: number) => {
    part.fill(0);
    sumRows(values, places, first, first + few, part);
    for (let c = 0; c < dimension; c++) {
      rest[c] = (total[c] - part[c]) / (count - few);
      part[c] /= few;
    }
    return measure(part, rest);
  };
  const observed = measureFirst(a.count <= b.count ? 0 : a.count);
  if (Number.isNaN(observed)) {
    return NaN;
  }
  let asMuch = 0;
  for (let p = 0; p < permutations; p++) {
    for (let i = 0; i < few; i++) {
      const j = i + Math.floor(random() * (count - i));
      const place = places[i];
      places[i] = places[j];
      places[j] = place;
    }
    const drawn = measureFirst(0);
    asMuch += drawn >= observed - 1e-12 * Math.abs(observed) ? 1 : 0;
  }
  return (asMuch + 1) / (permutations + 1);
}

function sumRows(
  values: Float64Array,
  places: Uint32Array,
  from: number,
  to: number,
  sums: Float64Array
): void {
  const dimension = sums.length;
  for (let i = from; i < to; i++) {
    for (let c = 0, at = places[i] * dimension; c < dimension; c++, at++) {
      sums[c] += values[at];
    }
  }
}
