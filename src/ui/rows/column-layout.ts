import type { ColumnKind, RowsColumn } from '../../contract/rows.ts';
import type { ColumnChoice } from '../../contract/view-state.ts';

/** The columns to show, in order: the reader's first, then the others as the server lists them, vectors last. */
export function chooseColumns(
  listed: readonly RowsColumn[],
  choice: ColumnChoice | undefined
): RowsColumn[] {
  const columns = [
    ...listed.filter(({ kind }) => kind !== 'vector'),
    ...listed.filter(({ kind }) => kind === 'vector')
  ];
  if (!choice) {
    return columns;
  }
  const byName = new Map(columns.map(column => [column.name, column]));
  const first = [...new Set(choice.first)].flatMap(name => byName.get(name) ?? []);
  const isFirst = new Set(choice.first);
  const isHidden = new Set(choice.hidden);
  const rest = choice.only
    ? []
    : columns.filter(({ name }) => !isFirst.has(name) && !isHidden.has(name));
  const chosen = [...first, ...rest];
  // An address made for other data may leave nothing: a table without columns helps nobody.
  return chosen.length === 0 ? columns : chosen;
}

/** The choice after one column was shown or hidden. */
export function toggleColumn(
  columns: readonly RowsColumn[],
  choice: ColumnChoice | undefined,
  name: string
): ColumnChoice {
  const { first, hidden, only } = choice ?? { first: [], hidden: [], only: false };
  const isShown = chooseColumns(columns, choice).some(column => column.name === name);
  if (isShown) {
    return {
      first: first.filter(other => other !== name),
      hidden: only ? hidden : [...hidden.filter(other => other !== name), name],
      only
    };
  }
  return only
    ? { first: [...first, name], hidden, only }
    : { first, hidden: hidden.filter(other => other !== name), only };
}

/** The choice after a shown column moved by `step` places; only as many columns are pinned as needed. */
export function moveColumn(
  columns: readonly RowsColumn[],
  choice: ColumnChoice | undefined,
  name: string,
  step: number
): ColumnChoice {
  const { first, hidden, only } = choice ?? { first: [], hidden: [], only: false };
  const names = chooseColumns(columns, choice).map(column => column.name);
  const from = names.indexOf(name);
  const to = Math.max(0, Math.min(names.length - 1, from + step));
  if (from === -1 || from === to) {
    return { first, hidden, only };
  }
  names.splice(from, 1);
  names.splice(to, 0, name);
  return {
    first: only ? names : names.slice(0, Math.max(from, to, first.length - 1) + 1),
    hidden,
    only
  };
}

const WIDTHS: Record<ColumnKind, number> = {
  text: 140,
  number: 104,
  boolean: 80,
  time: 196,
  vector: 190,
  link: 120,
  list: 200
};

/** Text that is read, not compared, gets room. */
const WIDE_TEXT: readonly [role: RegExp, px: number][] = [
  [/^text of /, 340],
  [/^id$/, 180]
];

/** Pixels per character of the header's font, generously. */
const CHARACTER_PX = 7.6;
const MAX_HEADER_PX = 260;

export function columnWidth({ kind, name, role }: RowsColumn): number {
  const wide = kind === 'text' ? WIDE_TEXT.find(([pattern]) => pattern.test(role))?.[1] : undefined;
  return Math.max(
    wide ?? WIDTHS[kind],
    Math.min(MAX_HEADER_PX, Math.ceil(name.length * CHARACTER_PX) + 36)
  );
}
