import type { ClassReport } from '../../contract/metrics.ts';

/** A class with its F1 in the reference, where it is listed there. */
export interface ClassLine extends ClassReport {
  referenceF1: number | null;
}

export const CLASS_COLUMNS = [
  'label',
  'support',
  'predicted',
  'precision',
  'recall',
  'f1',
  'change'
] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];
export interface ClassSort {
  column: ClassColumn;
  isDescending: boolean;
}

export function joinClasses(
  primary: readonly ClassReport[],
  reference: readonly ClassReport[]
): ClassLine[] {
  const byLabel = new Map(reference.map(each => [each.label, each]));
  return primary.map(each => ({ ...each, referenceF1: byLabel.get(each.label)?.f1 ?? null }));
}

/** Stable; what has no value stands last whichever way. */
export function sortClasses(
  lines: readonly ClassLine[],
  { column, isDescending }: ClassSort
): ClassLine[] {
  const turn = isDescending ? -1 : 1;
  const valueOf = (line: ClassLine) =>
    column === 'label'
      ? null
      : column === 'change'
        ? line.referenceF1 === null
          ? null
          : line.f1 - line.referenceF1
        : line[column];
  return lines.toSorted((a, b) => {
    if (column === 'label') {
      return turn * (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
    }
    const [x, y] = [valueOf(a), valueOf(b)];
    return x === null || y === null ? Number(x === null) - Number(y === null) : turn * (x - y);
  });
}
