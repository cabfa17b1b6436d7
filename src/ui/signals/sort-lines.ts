import { OVERVIEW } from '../../contract/signal-questions.ts';
import type { OverviewMetric, SignalLine } from './signal-lines.ts';

/** Columns the list can be sorted by, as they stand in the view-state. */
export const SORT_COLUMNS = [
  'name',
  'type',
  'value',
  'reference',
  'difference',
  'alerts',
  ...OVERVIEW
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];
export interface LineSort {
  column: SortColumn;
  descending: boolean;
}

export function isSortColumn(name: string): name is SortColumn {
  return (SORT_COLUMNS as readonly string[]).includes(name);
}

/** Lines by a column; without one those with alerts first, then those that changed most. What has no value is last, always. */
export function sortLines(
  lines: readonly SignalLine[],
  sort: LineSort | undefined,
  locale: string
): SignalLine[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const byName = (a: SignalLine, b: SignalLine) => names.compare(a.name, b.name);
  if (!sort) {
    return [...lines].sort(
      (a, b) =>
        Number(b.alerts > 0) - Number(a.alerts > 0) ||
        compareNumbers(a.change, b.change, true) ||
        byName(a, b)
    );
  }
  const { column, descending } = sort;
  const turn = descending ? -1 : 1;
  if (column === 'name' || column === 'type') {
    const textOf = (line: SignalLine) =>
      column === 'name' ? line.name : `${line.dataType} ${line.type}`;
    return [...lines].sort((a, b) => turn * names.compare(textOf(a), textOf(b)) || byName(a, b));
  }
  return [...lines].sort(
    (a, b) =>
      compareNumbers(readColumn(a, column), readColumn(b, column), descending) || byName(a, b)
  );
}

function readColumn(line: SignalLine, column: Exclude<SortColumn, 'name' | 'type'>): number | null {
  switch (column) {
    case 'value':
    case 'reference':
    case 'alerts':
      return line[column];
    case 'difference':
      // By how much, whichever way.
      return line.difference === null ? null : Math.abs(line.difference);
    default:
      return line.overview[column satisfies OverviewMetric];
  }
}

function compareNumbers(a: number | null, b: number | null, descending: boolean): number {
  if (a === null || b === null) {
    return Number(a === null) - Number(b === null);
  }
  return descending ? b - a : a - b;
}

/** Lines whose name or type holds the text. */
export function findLines(lines: readonly SignalLine[], find: string | undefined): SignalLine[] {
  const needle = (find ?? '').trim().toLocaleLowerCase();
  return needle === ''
    ? [...lines]
    : lines.filter(({ name, type, dataType }) =>
        `${name} ${type} ${dataType}`.toLocaleLowerCase().includes(needle)
      );
}
