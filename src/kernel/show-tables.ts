import { ColumnTable } from 'arquero';
import { toWord } from './nearest.ts';

/** Rows of a table that a notebook shows. */
const SHOWN_ROWS = 10;
const MAX_CELL = 40;

/**
 * Arquero's tables as outputs: an HTML table where the host shows one, aligned text elsewhere. It is done to the copy of Arquero
 * in this module; another copy stays as it is.
 */
export function showTables(): void {
  const looks = {
    [Symbol.for('Jupyter.display')](this: ColumnTable) {
      return { 'text/html': toHtml(this), 'text/plain': toText(this) };
    },
    [Symbol.for('nodejs.util.inspect.custom')](this: ColumnTable) {
      return toText(this);
    },
    [Symbol.for('Deno.customInspect')](this: ColumnTable) {
      return toText(this);
    }
  };
  for (const symbol of Object.getOwnPropertySymbols(looks)) {
    const value = (looks as Record<symbol, unknown>)[symbol];
    Object.defineProperty(ColumnTable.prototype, symbol, { value, configurable: true });
  }
}

function toHtml(table: ColumnTable): string {
  const html = table.toHTML({ limit: SHOWN_ROWS, maxdigits: 4, null: () => '' });
  return `${html}<p>${describeSize(table)}</p>`;
}

function toText(table: ColumnTable): string {
  const names = table.columnNames();
  const rows = table.objects({ limit: SHOWN_ROWS }) as Record<string, unknown>[];
  const lines = [names, ...rows.map(row => names.map(name => formatCell(row[name])))];
  const widths = names.map((_, at) => Math.max(...lines.map(line => line[at]?.length ?? 0)));
  const text = lines.map(line =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  );
  return [...text, describeSize(table)].join('\n');
}

function describeSize(table: ColumnTable): string {
  const count = table.numRows();
  return `${count.toLocaleString('en')} row${count === 1 ? '' : 's'} × ${table.numCols()} columns${count > SHOWN_ROWS ? `, the first ${SHOWN_ROWS} shown` : ''}`;
}

function formatCell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  const text =
    typeof value === 'object'
      ? JSON.stringify(
          ArrayBuffer.isView(value)
            ? Array.from(value as unknown as ArrayLike<unknown>, String)
            : value,
          (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each)
        )
      : toWord(value);
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}
