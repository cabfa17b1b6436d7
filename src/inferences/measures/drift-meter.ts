import { measureChiSquare, measureTotalVariation } from '../../analysis/drift/compare-counts.ts';
import {
  measureKolmogorovSmirnov,
  measureWasserstein
} from '../../analysis/drift/compare-sorted.ts';
import { measureDivergences, measurePsi } from '../../analysis/drift/divergences.ts';
import { testCounts, testSorted } from '../../analysis/drift/permutation-test.ts';
import type { ModelDimension } from '../model.ts';
import { createBinning, type Binning } from './binning.ts';
import type { Meter, MeterContext } from './meter.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { readPresent } from './summarise-numbers.ts';
import { toFinite } from './to-finite.ts';

type Compare<Side> = (primary: Side, reference: Side) => number;

const BY_COUNTS = new Map<string, Compare<Float64Array>>([
  ['psi', measurePsi],
  ['kl_divergence', (p, q) => measureDivergences(p, q).klDivergence],
  ['js_distance', (p, q) => measureDivergences(p, q).jsDistance],
  ['chi_square', measureChiSquare],
  ['total_variation', measureTotalVariation]
]);

const BY_VALUES = new Map<string, Compare<Float64Array>>([
  ['wasserstein', measureWasserstein],
  ['kolmogorov_smirnov', measureKolmogorovSmirnov]
]);

const NO_DRIFT: Meter = { measure: () => null, ofNothing: null };

/** Drift of a scalar dimension against all of the reference (§4.2). */
export function createDriftMeter({ metric, subject, baseline }: MeterContext): Meter {
  if (subject.kind !== 'dimension' || !baseline) {
    return NO_DRIFT;
  }
  const { dimension } = subject;
  const byCounts = BY_COUNTS.get(metric);
  const byValues = BY_VALUES.get(metric);
  return byCounts
    ? compareCounts(byCounts, dimension, baseline)
    : byValues
      ? compareValues(byValues, dimension, baseline)
      : NO_DRIFT;
}

function compareCounts(
  compare: Compare<Float64Array>,
  dimension: ModelDimension,
  baseline: SideRows
): Meter {
  const binning = createBinning(dimension, baseline);
  const reference = binning.count(baseline);
  const measure = (rows: SideRows) =>
    countRows(rows) === 0 ? null : toFinite(compare(binning.count(rows), reference));
  return {
    ofNothing: null,
    measure,
    testBy: (rows, count, seed) =>
      countRows(rows) === 0
        ? null
        : testCounts(binning.count(rows), reference, compare, { count, seed }),
    measureEach: windows => slide(binning, windows, counts => toFinite(compare(counts, reference)))
  };
}

/** Moves one histogram over windows whose ends only move on: each row enters and leaves once. */
function slide(
  binning: Binning,
  windows: readonly SideRows[],
  measure: (counts: Float64Array) => number | null
): (number | null)[] {
  const filled = windows.filter(rows => countRows(rows) > 0);
  const [first] = filled;
  const last = filled.at(-1);
  if (!first || !last) {
    return windows.map(() => null);
  }
  const codes = binning.code({ ...first, to: last.to });
  const counts = new Float64Array(binning.binCount);
  const add = (from: number, to: number, by: 1 | -1) => {
    for (let row = from; row < to; row++) {
      const bin = codes[row - first.from] ?? 0;
      counts[bin] = (counts[bin] ?? 0) + by;
    }
  };
  let { from } = first;
  let to = from;
  return windows.map(rows => {
    if (countRows(rows) === 0) {
      return null;
    }
    if (rows.from >= to) {
      counts.fill(0);
      from = rows.from;
      to = rows.from;
    }
    add(from, rows.from, -1);
    add(to, rows.to, 1);
    [from, to] = [rows.from, rows.to];
    return measure(counts);
  });
}

function compareValues(
  compare: Compare<Float64Array>,
  dimension: ModelDimension,
  baseline: SideRows
): Meter {
  let reference: Float64Array | undefined;
  const sorted = (rows: SideRows) => {
    const column = dimension.columns[rows.side];
    return column ? readPresent(column, rows).sort() : new Float64Array(0);
  };
  return {
    ofNothing: null,
    measure: rows =>
      countRows(rows) === 0
        ? null
        : toFinite(compare(sorted(rows), (reference ??= sorted(baseline)))),
    testBy: (rows, count, seed) => {
      const values = sorted(rows);
      reference ??= sorted(baseline);
      return Number.isFinite(compare(values, reference))
        ? testSorted(values, reference, compare, { count, seed })
        : null;
    }
  };
}
