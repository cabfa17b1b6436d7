/** Cells of the table that finds a number's bin. */
const CELLS = 1024;

/**
 * Bins between ascending edges, closed on the left: bin k holds numbers from `breaks[k − 1]` on and below `breaks[k]`; the first and the last
 * are open, so −∞ is in the first and ∞ in the last (§4.3, §14.11). NaN is in the bin after the last.
 */
export interface NumberBins {
  readonly breaks: Float64Array;
  /** The bin for missing values, too. */
  readonly count: number;
  /** Even cells from the first break to the last: the bin of a cell without a break in it, or 255. */
  readonly cells: Uint8Array;
  readonly scale: number;
}

export function createNumberBins(breaks: Float64Array): NumberBins {
  if (breaks.length > 200) {
    throw new RangeError(`Cannot make ${breaks.length + 1} bins: at most 201 are possible`);
  }
  const cells = new Uint8Array(CELLS + 1);
  const span = breaks.length > 1 ? breaks[breaks.length - 1] - breaks[0] : 0;
  const scale = CELLS / span;
  const usable = scale > 0 && scale < Infinity;
  if (usable) {
    let bin = 0;
    const cellOf = Int32Array.from(breaks, value => ((value - breaks[0]) * scale) | 0);
    for (let cell = 0; cell <= CELLS; cell++) {
      let next = bin;
      while (next < breaks.length && cellOf[next] === cell) {
        next++;
      }
      // Numbers of the first cell are not below its first break, so that one alone decides nothing.
      cells[cell] = next === bin ? bin : cell === 0 && next === 1 ? 1 : 255;
      bin = next;
    }
  }
  return { breaks, count: breaks.length + 2, cells, scale: usable ? scale : 0 };
}

function search(breaks: Float64Array, value: number): number {
  let bin = 0;
  while (bin < breaks.length && value >= breaks[bin]) {
    bin++;
  }
  return bin;
}

/** The bin of each of the first `count` numbers, written to `codes` from `at` on. */
export function codeByBins(
  { breaks, cells, scale, count: binCount }: NumberBins,
  values: Float64Array,
  count: number,
  codes: Uint8Array,
  at = 0
): void {
  const last = breaks.length;
  const first = last > 0 ? breaks[0] : Infinity;
  const end = last > 0 ? breaks[last - 1] : Infinity;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    let bin = 255;
    if (Number.isNaN(value)) {
      bin = binCount - 1;
    } else if (scale > 0) {
      bin = value < first ? 0 : value >= end ? last : cells[((value - first) * scale) | 0];
    }
    codes[at + i] = bin === 255 ? search(breaks, value) : bin;
  }
}
