import { table as createTable } from 'arquero';
import { Type, type DataType, type Table } from '@uwdata/flechette';
import { countCellsPerRow, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { createReader } from '../arrow/cells.ts';
import { formatPythonFloat, shortenFloat32 } from '../arrow/format-number.ts';

/** Cells, list items counted, per block: some 20 ms of work, after which a server can do other things. */
const CELLS_PER_BLOCK = 50_000;

/** What spreadsheets take for a formula, also after a line break and in the wide forms of East Asia (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠](?!$)/;
/** Text that is a number alone can do nothing. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Times before the year 0, and negative lengths of time, begin with a minus as numbers do. */
const TIMES = new Set<number>([Type.Date, Type.Time, Type.Timestamp, Type.Duration, Type.Interval]);

/**
 * The table as CSV, block of rows by block, header first: a table of long vectors has more characters than one string
 * holds. Missing cells are empty, floats written as Python writes them, vectors and lists in brackets. Text that a
 * spreadsheet would run as a formula stands behind an apostrophe, since texts may come from anybody.
 */
export function* toCsv(table: Table): Generator<string> {
  yield `${table.schema.fields.map(({ name }) => quote(defuse(name))).join(',')}\n`;
  const [first] = table.children;
  for (let batch = 0; batch < (first?.data.length ?? 0); batch++) {
    const readers = table.children.map(({ data }) => createTextReader(data[batch]));
    const length = first?.data[batch]?.length ?? 0;
    const cellsPerRow = table.children.reduce(
      (sum, { data }) => sum + countCellsPerRow(data[batch]),
      0
    );
    const size = Math.max(1, Math.floor(CELLS_PER_BLOCK / cellsPerRow));
    for (let start = 0; start < length; start += size) {
      yield formatBlock(readers, start, Math.min(length, start + size));
    }
  }
}

type TextReader = (i: number) => string | null;

/** Arquero quotes and joins; columns go by number, since users' names may be any text. */
function formatBlock(readers: readonly TextReader[], start: number, end: number): string {
  const columns = readers.map((read, at): [string, (string | null)[]] => [
    `c${at}`,
    Array.from({ length: end - start }, (_, i) => read(start + i))
  ]);
  return createTable(columns).toCSV({ header: false });
}

function defuse(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function quote(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function createTextReader(batch: AnyBatch | undefined): TextReader {
  if (!batch) {
    return () => null;
  }
  const read = createReader(batch, Infinity);
  const float32 = batch.values instanceof Float32Array;
  const { typeId } = storedType(batch.type);
  const isFloat = typeId === Type.Float;
  const isTime = TIMES.has(typeId);
  return i => {
    const value = read(i);
    switch (typeof value) {
      case 'number':
        return isFloat ? formatPythonFloat(float32 ? shortenFloat32(value) : value) : String(value);
      case 'boolean':
        return value ? 'True' : 'False';
      case 'bigint':
        return value.toString();
      default:
        return value === null || isTime ? value : defuse(value);
    }
  };
}

function storedType(type: DataType): DataType {
  return isDictionary(type) ? type.dictionary : type;
}
