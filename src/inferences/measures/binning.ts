import {
  codeByBins,
  createNumberBins,
  type NumberBins
} from '../../analysis/binning/bin-numbers.ts';
import { countBetween } from '../../analysis/quality/sketch.ts';
import { createCodes, type Codes } from '../../analysis/categories/codes.ts';
import { joinTexts } from '../../analysis/categories/encode-texts.ts';
import type { Side } from '../../contract/metrics.ts';
import { encodeCategories, type Categories, type Category } from '../categories.ts';
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
  code(rows: SideRows): Codes;
}

export interface NumericBinning extends Binning {
  readonly kind: 'numeric';
  /** Inner edges, ascending; bins are closed on the left. */
  readonly breaks: Float64Array;
}

export interface CategoricalBinning extends Binning {
  readonly kind: 'categorical';
  /** By bin, without the one for missing values. */
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

/** Categories of both sides: equal values have one bin, in whichever column they are. The last bin is for missing cells. */
interface Joint {
  readonly binCount: number;
  /** By bin; made when they are first read. */
  readonly categories: readonly Category[];
  /** The bin of each side's codes: missing cells come first. */
  readonly binOf: Readonly<Record<Side, Int32Array | null>>;
  readonly count: Readonly<Record<Side, (column: Column, rows: SideRows) => Float64Array>>;
}

const jointByDimension = new WeakMap<ModelDimension, Joint>();

function joinCategories({ columns }: ModelDimension): Joint {
  const primary = columns.primary && encodeCategories(columns.primary);
  const reference = columns.reference && encodeCategories(columns.reference);
  const { codes, count } = joinCodes(primary, reference);
  const shift = (bins: ArrayLike<number> | null) => {
    const shifted = bins && new Int32Array(bins.length + 1);
    shifted?.set(bins ?? [], 1);
    shifted?.fill(count, 0, 1);
    return shifted;
  };
  const identity = primary && Int32Array.from({ length: primary.count }, (_, code) => code);
  const binOf = { primary: shift(identity), reference: shift(codes) };
  let categories: readonly Category[] | undefined;
  const countBy = (bins: Int32Array | null) =>
    keepByRows((column: Column, rows) => sumByBin(countCodes(column, rows), bins, count + 1));
  return {
    binCount: count + 1,
    get categories() {
      if (!categories) {
        const joined = [...(primary?.values ?? [])];
        reference?.values.forEach((category, code) => {
          joined[codes?.[code] ?? code] ??= category;
        });
        categories = joined;
      }
      return categories;
    },
    binOf,
    count: { primary: countBy(binOf.primary), reference: countBy(binOf.reference) }
  };
}

/** Codes of the reference among those of the primary, and how many there are together. */
function joinCodes(
  primary: Categories | null,
  reference: Categories | null
): { codes: ArrayLike<number> | null; count: number } {
  if (!reference) {
    return { codes: null, count: primary?.count ?? 0 };
  }
  if (primary?.texts && reference.texts) {
    const codes = joinTexts(primary.texts, reference.texts);
    return { codes, count: codes.reduce((most, code) => Math.max(most, code + 1), primary.count) };
  }
  const codeByKey = new Map(primary?.values.map(({ key }, code) => [key, code]));
  const codes = reference.values.map(({ key }) => {
    const code = codeByKey.get(key) ?? codeByKey.size;
    codeByKey.set(key, code);
    return code;
  });
  return { codes, count: codeByKey.size };
}

function sumByBin(counts: Uint32Array, bins: Int32Array | null, binCount: number): Float64Array {
  const summed = new Float64Array(binCount);
  for (let code = 0; code < counts.length; code++) {
    const bin = bins?.[code] ?? 0;
    summed[bin] = (summed[bin] ?? 0) + (counts[code] ?? 0);
  }
  return summed;
}

function createCategoricalBinning(dimension: ModelDimension): CategoricalBinning {
  const joint = jointByDimension.get(dimension) ?? joinCategories(dimension);
  jointByDimension.set(dimension, joint);
  const { binOf, binCount, count } = joint;
  return {
    kind: 'categorical',
    get categories() {
      return joint.categories;
    },
    binCount,
    count: rows => {
      const column = dimension.columns[rows.side];
      return column ? count[rows.side](column, rows) : allMissing(binCount, countRows(rows));
    },
    code: rows => {
      const size = countRows(rows);
      const coded = createCodes(size, binCount - 1);
      const column = dimension.columns[rows.side];
      const bins = binOf[rows.side];
      if (!column || !bins) {
        return coded.fill(binCount - 1);
      }
      const { codes } = encodeCategories(column);
      const place = placeRows(column, rows);
      const range = isRange(place);
      for (let k = 0; k < size; k++) {
        const i = range ? place.from + k : (place[k] ?? 0);
        coded[k] = bins[codes[i] ?? 0] ?? 0;
      }
      return coded;
    }
  };
}
