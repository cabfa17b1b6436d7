import type { Codes } from '../categories/codes.ts';
/** Losses of rows summed by slice: entry k of each is slice k's. */
export interface SliceSums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function createSums(size: number): SliceSums {
  return {
    counts: new Float64Array(size),
    sums: new Float64Array(size),
    squares: new Float64Array(size)
  };
}

/** Slices by one code per row, 0 below `size`. Losses should have a mean near 0, or their squares lose digits. */
export function sumByCode(losses: Float64Array, codes: Codes, size: number): SliceSums {
  const slices = createSums(size);
  const { counts, sums, squares } = slices;
  for (let i = 0; i < losses.length; i++) {
    const slice = codes[i];
    const loss = losses[i];
    counts[slice]++;
    sums[slice] += loss;
    squares[slice] += loss * loss;
  }
  return slices;
}

/** Slices by two codes per row: the one of a and b is number a × `sizeB` + b. */
export function sumByPair(
  losses: Float64Array,
  a: Uint8Array,
  sizeA: number,
  b: Uint8Array,
  sizeB: number
): SliceSums {
  const slices = createSums(sizeA * sizeB);
  const { counts, sums, squares } = slices;
  for (let i = 0; i < losses.length; i++) {
    const slice = a[i] * sizeB + b[i];
    const loss = losses[i];
    counts[slice]++;
    sums[slice] += loss;
    squares[slice] += loss * loss;
  }
  return slices;
}
