import { fromCSV } from 'arquero';
import { toWord } from '../nearest.ts';
import type { Cells } from './build-batch.ts';
import { checkCsv } from './check-csv.ts';

const INTEGER = /^-?(?:0|[1-9]\d{0,18})$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity]
]);
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * The columns of comma-separated text with a header. A column is numbers, booleans or times with a zone when every cell is;
 * whole numbers are exact up to 64 bits, and what begins with a zero that is not all of it, as ids and zip codes do, stays text.
 * Empty cells are missing, as are those at the end of a row that is too short.
 */
export function readCsv(text: string): Record<string, Cells> {
  const bare = text.replace(/^\uFEFF/, '');
  checkCsv(bare);
  const table = fromCSV(bare, { autoType: false });
  const columns: Record<string, Cells> = Object.create(null) as Record<string, Cells>;
  for (const name of table.columnNames()) {
    const cells = Array.from(table.data()[name] as Iterable<unknown>, cell =>
      cell === null || cell === undefined || cell === '' ? null : toWord(cell)
    );
    columns[name] = readCells(cells);
  }
  return columns;
}

function readCells(cells: readonly (string | null)[]): Cells {
  const are = (test: (cell: string) => boolean) => cells.every(cell => cell === null || test(cell));
  const read = (parse: (cell: string) => unknown) =>
    cells.map(cell => (cell === null ? null : parse(cell)));
  if (cells.every(cell => cell === null)) {
    return cells;
  }
  if (are(cell => INTEGER.test(cell) && isInt64(cell))) {
    return read(cell => (Number.isSafeInteger(Number(cell)) ? Number(cell) : BigInt(cell)));
  }
  if (
    are(
      cell => (NUMBER.test(cell) && !/^[+-]?0\d/.test(cell)) || NOT_FINITE.has(cell.toLowerCase())
    )
  ) {
    return Float64Array.from(cells, cell =>
      cell === null ? NaN : (NOT_FINITE.get(cell.toLowerCase()) ?? Number(cell))
    );
  }
  if (are(cell => /^(?:true|false)$/i.test(cell))) {
    return read(cell => cell.toLowerCase() === 'true');
  }
  return are(cell => TIME.test(cell) && !Number.isNaN(Date.parse(cell)))
    ? read(cell => new Date(cell))
    : cells;
}

function isInt64(cell: string): boolean {
  return cell.length < 19 || BigInt.asIntN(64, BigInt(cell)) === BigInt(cell);
}
