import { measurePsiParts } from '../../analysis/drift/divergences.ts';
import {
  METRIC_FACTS,
  type Bin,
  type Segment,
  type SegmentsAnswer,
  type SegmentsQuery
} from '../../contract/metrics.ts';
import { Failure } from '../../contract/failures.ts';
import type { Model } from '../model.ts';
import { createBinning, type Binning } from './binning.ts';
import { createMeter } from './create-meter.ts';
import { describeBins } from './describe-bins.ts';
import { findDimension, findMetric } from './find-subject.ts';
import type { Rules } from './measures.ts';
import { countRows, findRows, findSide, listOfRows, type SideRows } from './side-rows.ts';

/** Rows per bin of a dimension, primary over the range and all of the reference (§4.5). */
export function measureSegments(model: Model, rules: Rules, ask: SegmentsQuery): SegmentsAnswer {
  const dimension = findDimension(model, ask.dimension);
  const primarySide = findSide(model, rules, 'primary');
  const primary = primarySide && findRows(primarySide, ask);
  const reference = findSide(model, rules, 'reference')?.rows ?? null;
  const binning = createBinning(dimension, reference ?? primary);
  const none = new Float64Array(binning.binCount);
  const primaryCounts = primary ? binning.count(primary) : none;
  const referenceCounts = reference ? binning.count(reference) : none;
  const isCompared = reference !== null && primary !== null && countRows(primary) > 0;
  const parts = isCompared ? measurePsiParts(primaryCounts, referenceCounts) : null;
  const measureBins = createBinMeter();
  const inPrimary = primary ? measureBins(primary) : null;
  const inReference = reference ? measureBins(reference) : null;
  const totals = {
    primary: primary ? countRows(primary) : null,
    reference: reference ? countRows(reference) : null
  };
  const segments = describeBins(dimension, binning, [primarySide?.rows, reference])
    .filter(({ at, bin }) => isListed(bin, primaryCounts[at] ?? 0, referenceCounts[at] ?? 0))
    .map(({ at, ...shape }): Segment => {
      const counts = {
        primary: primary && (primaryCounts[at] ?? 0),
        reference: reference && (referenceCounts[at] ?? 0)
      };
      return {
        ...shape,
        ...counts,
        primaryShare: share(counts.primary, totals.primary),
        referenceShare: share(counts.reference, totals.reference),
        psi: parts && (parts[at] ?? 0),
        primaryMetric: inPrimary?.[at] ?? null,
        referenceMetric: inReference?.[at] ?? null
      };
    });
  return {
    dimension: dimension.name,
    dataType: dimension.dataType,
    ...(dimension.isTime && { isTime: true }),
    totals,
    psi: parts && parts.reduce((sum, part) => sum + part, 0),
    segments
  };

  /** Numeric bins of a reference are all listed, also those without rows; everything else only where there are rows. */
  function isListed(bin: Bin, primaryCount: number, referenceCount: number): boolean {
    return (
      primaryCount + referenceCount > 0 ||
      (reference !== null && bin.kind === 'interval' && (bin.start !== null || bin.end !== null))
    );
  }

  function createBinMeter(): (rows: SideRows) => (number | null)[] | null {
    if (ask.metric === undefined) {
      return () => null;
    }
    const metric = findMetric(ask.metric);
    if (METRIC_FACTS[metric].kind !== 'performance') {
      throw new Failure(
        'metric/invalid',
        `Cannot measure ${metric} in each bin of ${JSON.stringify(dimension.name)}: a metric of performance is needed`
      );
    }
    const meter = createMeter({
      model,
      rules,
      metric,
      subject: { kind: 'model' },
      baseline: reference,
      options: ask
    });
    return rows => splitByBin(binning, rows).map(part => meter.measure(part));
  }
}

function share(count: number | null, total: number | null): number | null {
  return count === null || total === null || total === 0 ? null : count / total;
}

/** The rows of each bin, in their order. */
export function splitByBin(binning: Binning, rows: SideRows): SideRows[] {
  const codes = binning.code(rows);
  const ends = new Uint32Array(binning.binCount + 1);
  for (const bin of codes) {
    ends[bin + 1] = (ends[bin + 1] ?? 0) + 1;
  }
  for (let bin = 0; bin < binning.binCount; bin++) {
    ends[bin + 1] = (ends[bin + 1] ?? 0) + (ends[bin] ?? 0);
  }
  const starts = ends.slice();
  const list = new Uint32Array(codes.length);
  for (let k = 0; k < codes.length; k++) {
    const bin = codes[k] ?? 0;
    const at = starts[bin] ?? 0;
    list[at] = rows.list?.[rows.from + k] ?? rows.from + k;
    starts[bin] = at + 1;
  }
  return Array.from({ length: binning.binCount }, (_, bin) =>
    listOfRows(rows.side, list.subarray(ends[bin] ?? 0, ends[bin + 1] ?? 0))
  );
}
