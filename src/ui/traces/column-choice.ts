import { COLUMN_KEYS, type Column, type ColumnKey } from './columns.ts';

/** What a reader made of the columns of a listing. */
export interface ColumnChoice {
  /** Those that are shown, in order; undefined: what fits of the usual ones. */
  shown: readonly ColumnKey[] | undefined;
  /** Widths in pixels of those that were made wider or narrower. */
  widths: Readonly<Partial<Record<ColumnKey, number>>>;
}

export const NO_CHOICE: ColumnChoice = { shown: undefined, widths: {} };

/** Room for the box that selects a line. */
export const BOX_PX = 30;
export const MIN_WIDTH = 48;
export const MAX_WIDTH = 1200;

/** The columns to show in so many pixels. What was chosen is shown whatever the room; then the table scrolls. */
export function showColumns(
  columns: readonly Column[],
  { shown, widths }: ColumnChoice,
  roomPx: number
): Column[] {
  if (shown) {
    return shown.flatMap(key => columns.filter(column => column.key === key));
  }
  let fitting = columns.filter(({ isExtra }) => isExtra !== true);
  const needs = (column: Column) => widths[column.key] ?? column.width;
  while (BOX_PX + fitting.reduce((sum, column) => sum + needs(column), 0) > roomPx) {
    const last = fitting.reduce((worst, column) => (column.rank > worst.rank ? column : worst));
    if (last.rank === 0) {
      break;
    }
    fitting = fitting.filter(column => column !== last);
  }
  return fitting;
}

/** CSS grid tracks of the columns, with the box that selects before them. */
export function toTracks(columns: readonly Column[], { widths }: ColumnChoice): string {
  const tracks = columns.map(({ key, width, grow }) => {
    const own = widths[key];
    return own === undefined && grow !== undefined
      ? `minmax(${width}px, ${grow}fr)`
      : `${own ?? width}px`;
  });
  return [`${BOX_PX}px`, ...tracks].join(' ');
}

/** Pixels that the columns need at least. */
export function sumWidths(columns: readonly Column[], { widths }: ColumnChoice): number {
  return columns.reduce((sum, { key, width }) => sum + (widths[key] ?? width), BOX_PX);
}

/** Shows a column at the end, or takes it away; the last one stays. */
export function toggleColumn(
  shown: readonly Column[],
  choice: ColumnChoice,
  key: ColumnKey
): ColumnChoice {
  const keys = shown.map(column => column.key);
  const next = keys.includes(key) ? keys.filter(known => known !== key) : [...keys, key];
  return next.length === 0 ? choice : { ...choice, shown: next };
}

/** Moves a column to a place among those shown. */
export function moveColumn(
  shown: readonly Column[],
  choice: ColumnChoice,
  key: ColumnKey,
  to: number
): ColumnChoice {
  const keys = shown.map(column => column.key).filter(known => known !== key);
  const at = Math.max(0, Math.min(keys.length, to));
  return { ...choice, shown: [...keys.slice(0, at), key, ...keys.slice(at)] };
}

/** `px` undefined gives the column its own width back. */
export function resizeColumn(
  choice: ColumnChoice,
  key: ColumnKey,
  px: number | undefined
): ColumnChoice {
  const others = Object.entries(choice.widths).filter(([name]) => name !== key);
  const own: [string, number][] =
    px === undefined ? [] : [[key, Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, px)))]];
  return { ...choice, widths: Object.fromEntries([...others, ...own]) };
}

/** What an earlier page kept; words it does not know are left out. */
export function readColumnChoice(json: unknown): ColumnChoice {
  const { shown, widths } = (json ?? {}) as { shown?: unknown; widths?: unknown };
  const keys = Array.isArray(shown) ? shown.filter(isColumnKey) : [];
  const pairs = Object.entries(widths ?? {}).filter(
    ([key, px]) => isColumnKey(key) && typeof px === 'number' && Number.isFinite(px)
  );
  return {
    shown: keys.length > 0 ? keys : undefined,
    widths: Object.fromEntries(pairs)
  };
}

function isColumnKey(key: unknown): key is ColumnKey {
  return COLUMN_KEYS.some(known => known === key);
}
