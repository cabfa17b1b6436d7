/** Windows [edge − width, edge) as ranges of rows in the order of time. */
export interface Windows {
  /** Right edges, Unix milliseconds, ascending. */
  readonly edges: Float64Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Edges end, end − every, … while later than start: how many. 0 when the range is empty. */
export function countEdges(startMs: number, endMs: number, everyMs: number): number {
  return startMs < endMs && everyMs > 0 ? Math.ceil((endMs - startMs) / everyMs) : 0;
}

/**
 * Windows of a time series (§4.7): right edges as {@link countEdges} counts them, rows found by binary search in the first `count` of the
 * ascending `times`. A window may reach before `startMs`.
 */
export function listWindows(
  times: Float64Array,
  count: number,
  span: { startMs: number; endMs: number; everyMs: number; windowMs: number }
): Windows {
  const { startMs, endMs, everyMs, windowMs } = span;
  const length = countEdges(startMs, endMs, everyMs);
  const edges = Float64Array.from({ length }, (_, i) => endMs - (length - 1 - i) * everyMs);
  return {
    edges,
    from: Uint32Array.from(edges, edge => findFirst(times, count, edge - windowMs)),
    to: Uint32Array.from(edges, edge => findFirst(times, count, edge))
  };
}

function findFirst(times: Float64Array, count: number, ms: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
