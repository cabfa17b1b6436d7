import {
  codeByBins,
  createNumberBins,
  type NumberBins
} from '../../analysis/binning/bin-numbers.ts';
import { countBetween } from '../../analysis/quality/sketch.ts';
import { encodeCategories, type Category } from '../categories.ts';
import type { Column } from '../column.ts';
import type { ModelDimension } from '../model.ts';
import { countCodes } from './count-cells.ts';
import { isRange, placeRows, readRowNumbers } from './gather-numbers.ts';
import { keepByRows } from './keep-by-rows.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { sketchRows } from './sketch-rows.ts';
import { binsOf } from './summarise-numbers.ts';

/** The bins of one dimension (§4.3), the same for all rows that are compared. The bin of missing values is the last. */
export interface Binning {
  readonly binCount: number;
  /** Rows per bin. */
  count(rows: SideRows): Float64Array;
  /** The bin of each row, in the order of the rows. */
  code(rows: SideRows): Uint8Array | Int32Array;
}

export interface NumericBinning extends Binning {
  readonly kind: 'numeric';
  /** Inner edges, ascending; bins are closed on the left. */
  readonly breaks: Float64Array;
}

export interface CategoricalBinning extends Binning {
  readonly kind: 'categorical';
  /** By bin. */
  readonly categories: readonly Category[];
}

/** Numbers that are read before their bins are found. */
const CHUNK = 16_384;
const numbers = new Float64Array(CHUNK);

const NO_BREAKS = createNumberBins(new Float64Array(0));

/** Bins of a numeric dimension by the deciles of `from`, of a categorical one by its values. */
export function createBinning(
  dimension: ModelDimension,
  from: SideRows | null
): NumericBinning | CategoricalBinning {
  return dimension.dataType === 'numeric'
    ? createNumericBinning(dimension, from)
    : createCategoricalBinning(dimension);
}

function createNumericBinning(dimension: ModelDimension, from: SideRows | null): NumericBinning {
  const source = from && dimension.columns[from.side];
  const bins = source ? binsOf(source, from) : NO_BREAKS;
  return {
    kind: 'numeric',
    breaks: bins.breaks,
    binCount: bins.count,
    count: rows => {
      const column = dimension.columns[rows.side];
      return column ? countNumbers(column, rows, bins) : allMissing(bins.count, countRows(rows));
    },
    code: rows => {
      const size = countRows(rows);
      const codes = new Uint8Array(size);
      const column = dimension.columns[rows.side];
      if (!column) {
        return codes.fill(bins.count - 1);
      }
      const { from, to } = rows;
      for (let start = from; start < to; start += CHUNK) {
        const chunk = { ...rows, from: start, to: Math.min(to, start + CHUNK) };
        const count = readRowNumbers(column, chunk, numbers);
        codeByBins(bins, numbers, count, codes, start - from);
      }
      return codes;
    }
  };
}

function allMissing(binCount: number, rowCount: number): Float64Array {
  const counts = new Float64Array(binCount);
  counts[binCount - 1] = rowCount;
  return counts;
}

/** Counts in the bins of the reference are kept with the column, since every brush compares with them. */
const countsByBins = new WeakMap<NumberBins, (column: Column, rows: SideRows) => Float64Array>();

function countNumbers(column: Column, rows: SideRows, bins: NumberBins): Float64Array {
  let count = countsByBins.get(bins);
  if (!count) {
    count = keepByRows((column, rows) => {
      const counts = new Float64Array(bins.count);
      const sketch = sketchRows(column, rows);
      counts.set(countBetween(sketch, bins.breaks));
      counts[bins.count - 1] = countRows(rows) - sketch.count;
      return counts;
    });
    countsByBins.set(bins, count);
  }
  return count(column, rows);
}

/** Categories of both sides: equal values have one bin, in whichever column they are. */
interface Joint {
  readonly categories: readonly Category[];
  /** The bin of each side's codes, shifted by one: missing cells come first. */
  readonly binOf: Readonly<Record<'primary' | 'reference', Int32Array | null>>;
}

const jointByDimension = new WeakMap<ModelDimension, Joint>();

function joinCategories(dimension: ModelDimension): Joint {
  let joint = jointByDimension.get(dimension);
  if (!joint) {
    const categories: Category[] = [];
    const binByKey = new Map<string, number>();
    const join = (column: Column | null) =>
      column &&
      Int32Array.from([
        -1,
        ...encodeCategories(column).values.map(category => {
          let bin = binByKey.get(category.key);
          if (bin === undefined) {
            bin = categories.push(category) - 1;
            binByKey.set(category.key, bin);
          }
          return bin;
        })
      ]);
    const { primary, reference } = dimension.columns;
    const binOf = { primary: join(primary), reference: join(reference) };
    for (const bins of [binOf.primary, binOf.reference]) {
      if (bins) {
        bins[0] = categories.length;
      }
    }
    joint = { categories, binOf };
    jointByDimension.set(dimension, joint);
  }
  return joint;
}

function createCategoricalBinning(dimension: ModelDimension): CategoricalBinning {
  const { categories, binOf } = joinCategories(dimension);
  const binCount = categories.length + 1;
  return {
    kind: 'categorical',
    categories,
    binCount,
    count: rows => {
      const column = dimension.columns[rows.side];
      const bins = binOf[rows.side];
      if (!column || !bins) {
        return allMissing(binCount, countRows(rows));
      }
      const counts = new Float64Array(binCount);
      countCodes(column, rows).forEach((count, code) => {
        const bin = bins[code] ?? 0;
        counts[bin] = (counts[bin] ?? 0) + count;
      });
      return counts;
    },
    code: rows => {
      const size = countRows(rows);
      const coded = new Int32Array(size);
      const column = dimension.columns[rows.side];
      const bins = binOf[rows.side];
      if (!column || !bins) {
        return coded.fill(categories.length);
      }
      const { codes } = encodeCategories(column);
      const place = placeRows(column, rows);
      const range = isRange(place);
      for (let k = 0; k < size; k++) {
        const i = range ? place.from + k : (place[k] ?? 0);
        coded[k] = bins[(codes[i] ?? -1) + 1] ?? 0;
      }
      return coded;
    }
  };
}
