import type { RowSet } from '../row-set.ts';
import { addVector, addVectors, findVector, type VectorTable } from './vector-table.ts';

/** Numbers that may be kept of sums over the rows up to a window's start: 64 MiB. */
const MAX_KEPT = 2 ** 23;

/**
 * Centroids of windows whose two ends only ever move on, in their order; null for a window without a vector. The array passed to `visit` is
 * used again for the next window.
 *
 * A group of windows overlaps at the first one's end. Sums from each start up to there are taken once, backwards, and what lies beyond is added
 * as ends move on. So a row is read twice at most, however often windows overlap, and nothing is ever subtracted, which would leave
 * the rounding errors of a huge vector behind after it is gone.
 */
export function slideCentroids(
  table: VectorTable,
  windows: readonly RowSet[],
  visit: (window: number, centroid: Float64Array | null) => void
): void {
  const { dimension } = table;
  const beyond = new Float64Array(dimension);
  const centroid = new Float64Array(dimension);
  const maxStarts = Math.max(1, Math.floor(MAX_KEPT / Math.max(1, dimension)));
  let first = 0;
  while (first < windows.length) {
    const middle = windows[first].to;
    const starts = findStarts(windows, first, middle, maxStarts);
    const { sums, counts } = sumBackwards(table, starts, middle);
    beyond.fill(0);
    let beyondCount = 0;
    let end = middle;
    let start = 0;
    for (; first < windows.length; first++) {
      const { from, to } = windows[first];
      while (start < starts.length && starts[start] !== from) {
        start++;
      }
      if (start === starts.length) {
        break;
      }
      beyondCount += addVectors(table, { list: null, from: end, to }, beyond);
      end = Math.max(end, to);
      const count = counts[start] + beyondCount;
      const at = start * dimension;
      for (let c = 0; c < dimension; c++) {
        centroid[c] = (sums[at + c] + beyond[c]) / count;
      }
      visit(first, count === 0 ? null : centroid);
    }
  }
}

/** Distinct starts of the windows from `first` on that begin before `middle`; the first one's own in any case. */
function findStarts(
  windows: readonly RowSet[],
  first: number,
  middle: number,
  max: number
): number[] {
  const starts = [windows[first].from];
  for (let i = first + 1; i < windows.length && windows[i].from < middle; i++) {
    if (windows[i].from !== starts[starts.length - 1]) {
      if (starts.length === max) {
        break;
      }
      starts.push(windows[i].from);
    }
  }
  return starts;
}

/** For each start, ascending, the sum of the vectors from there up to `middle`. */
function sumBackwards(table: VectorTable, starts: readonly number[], middle: number) {
  const { dimension } = table;
  const sums = new Float64Array(starts.length * dimension);
  const counts = new Float64Array(starts.length);
  let row = middle;
  for (let i = starts.length - 1; i >= 0; i--) {
    const at = i * dimension;
    if (i + 1 < starts.length) {
      sums.copyWithin(at, at + dimension, at + 2 * dimension);
      counts[i] = counts[i + 1];
    }
    while (row > starts[i]) {
      const position = findVector(table, --row);
      if (position >= 0) {
        addVector(table, position, sums, at);
        counts[i]++;
      }
    }
  }
  return { sums, counts };
}
