import type { Metric, Segment, SegmentsAnswer, SignalsAnswer } from '../../contract/metrics.ts';
import type { DatasetRole, SessionState } from '../../contract/session.ts';

/** What is asked of every column to tell which are broken. */
export const TROUBLE_METRICS = [
  'percent_empty',
  'cardinality',
  'min',
  'max'
] as const satisfies readonly Metric[];

/** Points of missing cells that are more than chance, where they are twice what they were, too. */
const EMPTIER_BY = 5;
/** Without anything to compare with, so much missing is worth a word. */
const MOSTLY_EMPTY = 50;
/** A sample always reaches a little farther than another; this share of the range is not a little. */
const OUTSIDE_BY = 0.1;

/** One thing that is wrong with the data. Shares of missing cells are percent. */
export type Trouble =
  | { kind: 'empty'; name: string; was: number | null }
  | { kind: 'emptier'; name: string; now: number; was: number | null }
  | { kind: 'newCategories'; name: string; found: readonly Segment[]; share: number }
  /** `by`: how far outside, in lengths of the range it had; infinite where that was one number. */
  | {
      kind: 'outside';
      name: string;
      side: 'above' | 'below';
      value: number;
      bound: number;
      by: number;
    }
  | { kind: 'constant'; name: string; isNew: boolean }
  | { kind: 'withoutTime'; role: DatasetRole; count: number }
  | { kind: 'withoutVector'; name: string; role: DatasetRole; count: number; total: number };

export interface TroubleSources {
  session: SessionState;
  /** {@link TROUBLE_METRICS} of all dimensions. */
  signals: SignalsAnswer;
  /** Of the few dimensions that drifted most; others are not looked at for new categories. */
  segments: readonly SegmentsAnswer[];
}

/** What is broken, the worst first. */
export function findTroubles({ session, signals, segments }: TroubleSources): Trouble[] {
  const found = [
    ...signals.signals
      .filter(({ kind }) => kind === 'dimension')
      .flatMap(({ name, values }) => findInColumn(name, readValues(signals, values))),
    ...segments.flatMap(findNewCategories),
    ...findWithoutTime(session),
    ...findWithoutVector(session)
  ];
  return found.toSorted((a, b) => weigh(b) - weigh(a));
}

type Pair = readonly [primary: number | null, reference: number | null];
type Values = Record<(typeof TROUBLE_METRICS)[number], Pair>;

function readValues({ metrics }: SignalsAnswer, values: readonly Pair[]): Values {
  return Object.fromEntries(
    TROUBLE_METRICS.map(metric => [metric, values[metrics.indexOf(metric)] ?? [null, null]])
  ) as Values;
}

function findInColumn(name: string, values: Values): Trouble[] {
  const [now, was] = values.percent_empty;
  if (now === null) {
    return [];
  }
  if (now === 100) {
    // Empty on both sides is how the column is; it is said once, without a before.
    return [{ kind: 'empty', name, was }];
  }
  const isEmptier = was === null ? now >= MOSTLY_EMPTY : now - was >= EMPTIER_BY && now >= 2 * was;
  return [
    ...(isEmptier ? [{ kind: 'emptier' as const, name, now, was }] : []),
    ...findConstant(name, values),
    ...findOutside(name, values)
  ];
}

function findConstant(name: string, { cardinality, min, max }: Values): Trouble[] {
  const isConstant = (side: 0 | 1) =>
    cardinality[side] === 1 || (min[side] !== null && min[side] === max[side]);
  const hasReference = cardinality[1] !== null || min[1] !== null;
  return isConstant(0) ? [{ kind: 'constant', name, isNew: hasReference && !isConstant(1) }] : [];
}

function findOutside(name: string, { min, max }: Values): Trouble[] {
  const [[least, leastBefore], [most, mostBefore]] = [min, max];
  if (least === null || most === null || leastBefore === null || mostBefore === null) {
    return [];
  }
  const length = mostBefore - leastBefore;
  const [above, below] = [most - mostBefore, leastBefore - least];
  const farthest = Math.max(above, below);
  if (farthest <= OUTSIDE_BY * length) {
    return [];
  }
  const isAbove = above >= below;
  return [
    {
      kind: 'outside',
      name,
      side: isAbove ? 'above' : 'below',
      value: isAbove ? most : least,
      bound: isAbove ? mostBefore : leastBefore,
      by: farthest / length
    }
  ];
}

function findNewCategories({ dimension, dataType, totals, segments }: SegmentsAnswer): Trouble[] {
  if (dataType !== 'categorical' || !totals.reference) {
    return [];
  }
  const found = segments
    .filter(
      ({ bin, primary, reference }) =>
        bin.kind === 'category' && reference === 0 && primary !== null && primary > 0
    )
    .toSorted((a, b) => (b.primary ?? 0) - (a.primary ?? 0));
  const share = found.reduce((sum, { primaryShare }) => sum + (primaryShare ?? 0), 0);
  return found.length === 0 ? [] : [{ kind: 'newCategories', name: dimension, found, share }];
}

function findWithoutTime({ datasets }: SessionState): Trouble[] {
  return (['primary', 'reference'] as const).flatMap(role => {
    const { rowsWithoutTime = 0, startTime = null } = datasets[role] ?? {};
    // Data without any time is a choice, not a fault.
    return rowsWithoutTime > 0 && startTime !== null
      ? [{ kind: 'withoutTime' as const, role, count: rowsWithoutTime }]
      : [];
  });
}

function findWithoutVector({ datasets, embeddings }: SessionState): Trouble[] {
  return embeddings.flatMap(({ name, vectorCounts }) =>
    (['primary', 'reference'] as const).flatMap(role => {
      const total = datasets[role]?.rowCount ?? 0;
      const count = total - vectorCounts[role];
      // A set without any vector does not carry the column.
      return count > 0 && vectorCounts[role] > 0
        ? [{ kind: 'withoutVector' as const, name, role, count, total }]
        : [];
    })
  );
}

/** What breaks a model comes before what only looks odd; within a kind the greater share does. */
function weigh(trouble: Trouble): number {
  switch (trouble.kind) {
    case 'empty':
      return trouble.was === 100 ? 15 : 1000;
    case 'constant':
      return trouble.isNew ? 900 : 10;
    case 'emptier':
      return 500 + trouble.now;
    case 'newCategories':
      return 400 + 100 * trouble.share;
    case 'withoutVector':
      return 200 + (100 * trouble.count) / trouble.total;
    case 'outside':
      return 100 + Math.min(49, trouble.by);
    case 'withoutTime':
      return 150;
  }
}
