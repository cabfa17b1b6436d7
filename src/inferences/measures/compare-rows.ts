import { codeByBins, createNumberBins } from '../../analysis/binning/bin-numbers.ts';
import { DECILES, findBreaks } from '../../analysis/binning/find-breaks.ts';
import { measureDivergences } from '../../analysis/drift/divergences.ts';
import { selectQuantiles } from '../../analysis/quality/select-quantiles.ts';
import { sumBlocks } from '../../analysis/sum-blocks.ts';
import { DATASET_CODES } from '../../contract/map.ts';
import { SIDES, type Difference } from '../../contract/metrics.ts';
import type { CompareAnswer } from '../../contract/rows.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { countBits, createBitmap, setBit } from '../../arrow/bitmap.ts';
import type { Model, ModelDimension } from '../model.ts';
import type { Rows } from '../rows.ts';
import { createBinning } from './binning.ts';
import { dropMissing, readRowNumbers } from './gather-numbers.ts';
import type { Rules } from './measures.ts';
import { labelCategories } from './order-categories.ts';
import { countRows, takeSide, type SideRows } from './side-rows.ts';
import { toFinite } from './to-finite.ts';

/** How two sets of rows differ, column by column, the most different first. Rows of the corpus are counted, and have no columns. */
export function compareRows(
  model: Model,
  _rules: Rules,
  { a, b }: { a: Rows; b: Rows }
): CompareAnswer {
  const [ofA, ofB] = [a, b].map(rows => SIDES.map(side => takeSide(rows, side)));
  return {
    counts: countOverlap(a, b),
    differences: model.dimensions
      .map(dimension => compareColumn(dimension, ofA ?? [], ofB ?? []))
      .sort((one, other) => (other.psi ?? -1) - (one.psi ?? -1))
  };
}

/** Distinct rows of either set, and those in both. */
function countOverlap(a: Rows, b: Rows): CompareAnswer['counts'] {
  const counts = { a: 0, b: 0, both: 0 };
  for (const role of DATASET_ROLES) {
    const [inA, inB] = [markRows(a, DATASET_CODES[role]), markRows(b, DATASET_CODES[role])];
    counts.a += countBits(inA);
    counts.b += countBits(inB);
    counts.both += countBits(inA.map((byte, i) => byte & (inB[i] ?? 0)));
  }
  return counts;
}

/** One bit per row of a data set up to the last that is meant. */
function markRows({ dataset, row }: Rows, code: number): Uint8Array {
  let length = 0;
  for (let i = 0; i < row.length; i++) {
    length = dataset[i] === code ? Math.max(length, (row[i] ?? 0) + 1) : length;
  }
  const marks = createBitmap(length);
  for (let i = 0; i < row.length; i++) {
    if (dataset[i] === code) {
      setBit(marks, row[i] ?? 0);
    }
  }
  return marks;
}

const sizeOf = (parts: readonly SideRows[]) =>
  parts.reduce((sum, rows) => sum + countRows(rows), 0);

function compareColumn(
  dimension: ModelDimension,
  a: readonly SideRows[],
  b: readonly SideRows[]
): Difference {
  const { name, dataType } = dimension;
  const compared =
    dataType === 'numeric' ? compareNumbers(dimension, a, b) : compareCategories(dimension, a, b);
  return { name, dataType, ...compared };
}

type Compared = Pick<Difference, 'psi' | 'a' | 'b'>;

/** Null when there are no rows on a side. */
function measurePsi(a: Float64Array, b: Float64Array, parts: readonly (readonly SideRows[])[]) {
  return parts.some(rows => sizeOf(rows) === 0) ? null : toFinite(measureDivergences(a, b).psi);
}

function compareNumbers(
  dimension: ModelDimension,
  a: readonly SideRows[],
  b: readonly SideRows[]
): Compared {
  const [inA, inB] = [gatherNumbers(dimension, a), gatherNumbers(dimension, b)];
  const all = new Float64Array(inA.length + inB.length);
  all.set(inA);
  all.set(inB, inA.length);
  const bins = createNumberBins(findBreaks(selectQuantiles(all, all.length, DECILES)));
  const count = (values: Float64Array, parts: readonly SideRows[]) => {
    const counts = new Float64Array(bins.count);
    const codes = new Uint8Array(values.length);
    codeByBins(bins, values, values.length, codes);
    for (const bin of codes) {
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    counts[bins.count - 1] = sizeOf(parts) - values.length;
    return counts;
  };
  const describe = (values: Float64Array) => ({
    mean: toFinite(sumBlocks(values) / values.length),
    category: null,
    share: null
  });
  return {
    psi: measurePsi(count(inA, a), count(inB, b), [a, b]),
    a: describe(inA),
    b: describe(inB)
  };
}

/** The numbers that rows have, of both data sets together. */
function gatherNumbers({ columns }: ModelDimension, parts: readonly SideRows[]): Float64Array {
  const values = new Float64Array(sizeOf(parts)).fill(NaN);
  let at = 0;
  for (const rows of parts) {
    const column = columns[rows.side];
    if (column) {
      readRowNumbers(column, rows, values.subarray(at, at + countRows(rows)));
    }
    at += countRows(rows);
  }
  return values.subarray(0, dropMissing(values, values.length));
}

function compareCategories(
  dimension: ModelDimension,
  a: readonly SideRows[],
  b: readonly SideRows[]
): Compared {
  const binning = createBinning(dimension, null);
  const count = (parts: readonly SideRows[]) => {
    const counts = new Float64Array(binning.binCount);
    for (const rows of parts) {
      binning.count(rows).forEach((inBin, bin) => {
        counts[bin] = (counts[bin] ?? 0) + inBin;
      });
    }
    return counts;
  };
  const [inA, inB] = [count(a), count(b)];
  const share = (counts: Float64Array, parts: readonly SideRows[], bin: number) =>
    toFinite((counts[bin] ?? 0) / sizeOf(parts));
  let top = -1;
  let most = -Infinity;
  // The last bin is that of missing values, which are no category.
  for (let bin = 0; bin < binning.binCount - 1; bin++) {
    const more = (share(inA, a, bin) ?? 0) - (share(inB, b, bin) ?? 0);
    if ((inA[bin] ?? 0) > 0 && more > most) {
      [top, most] = [bin, more];
    }
  }
  const labels =
    binning.kind === 'categorical' && top >= 0 ? labelCategories(binning.categories) : [];
  const describe = (counts: Float64Array, parts: readonly SideRows[]) => ({
    mean: null,
    category: labels[top] ?? null,
    share: top >= 0 ? share(counts, parts, top) : null
  });
  return {
    psi: measurePsi(inA, inB, [a, b]),
    a: describe(inA, a),
    b: describe(inB, b)
  };
}
