import {
  bool,
  dateDay,
  decimal,
  dictionary,
  duration,
  Column,
  Table,
  float32,
  float64,
  int,
  int32,
  int64,
  list,
  binary,
  tableFromIPC,
  time,
  timestamp,
  TimeUnit,
  Type,
  utf8,
  type DataType,
  type Field
} from '@uwdata/flechette';
import { parquetMetadata, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { DatasetError } from '../errors.ts';
import { toWord } from '../nearest.ts';
import { buildBatch, type Cells } from './build-batch.ts';
import { inferBatch } from './infer-batch.ts';

type Metadata = ReturnType<typeof parquetMetadata>;
type Element = SchemaTree['element'];

/** Cells come as they are stored: times as counts of their unit. */
const PARSERS = {
  timestampFromMilliseconds: (ticks: bigint) => ticks,
  timestampFromMicroseconds: (ticks: bigint) => ticks,
  timestampFromNanoseconds: (ticks: bigint) => ticks,
  dateFromDays: (days: number) => days,
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)
};

/** Zstandard came to Node 22 late, and may be absent in other hosts. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array };

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliDecompressSync(bytes)),
  ...(zstdDecompressSync
    ? { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) }
    : {})
};

/**
 * A Parquet file as an Arrow table. Booleans, numbers, decimals, text, bytes, dates, times and lists of them keep their type;
 * zones, durations and categories come back where the writer left its Arrow schema; structs and maps become text.
 * Throws DatasetError when it cannot be read.
 */
export async function readParquet(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Table> {
  try {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const metadata = parquetMetadata(file);
    const written = readWrittenTypes(metadata);
    const tree = parquetSchema(metadata);
    const decimals = keepDecimals(tree);
    const rows = await parquetReadObjects({
      file,
      metadata,
      compressors: COMPRESSORS,
      parsers: PARSERS
    });
    const columns = tree.children.map(child => {
      const cells = rows.map(row => (row as Record<string, unknown>)[child.element.name]);
      return toColumn(child, cells, written.get(child.element.name), decimals);
    });
    const fields = tree.children.map(({ element }, i): Field => ({
      name: element.name,
      type: columns[i]?.type ?? utf8(),
      nullable: true,
      metadata: new Map()
    }));
    const pandas = metadata.key_value_metadata?.find(({ key }) => key === 'pandas')?.value;
    return new Table(
      {
        fields,
        metadata: pandas === undefined ? null : new Map([['pandas', pandas]]),
        version: 4
      } as never,
      columns.map(batch => new Column([batch]))
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError([`Cannot read "${name}" as Parquet: ${reason}`], {
      code: 'dataset/unreadable',
      hint: 'In pandas: df.to_parquet(path, compression="snappy"), or df.to_feather(path, compression="uncompressed")',
      cause: error
    });
  }
}

/** Arrow's own types, where the writer was one of Arrow's. */
function readWrittenTypes({ key_value_metadata: pairs }: Metadata): Map<string, DataType> {
  const text = pairs?.find(({ key }) => key === 'ARROW:schema')?.value;
  if (text === undefined) {
    return new Map();
  }
  const bytes = Uint8Array.from(atob(text), each => each.charCodeAt(0));
  return new Map(tableFromIPC(bytes).schema.fields.map(({ name, type }) => [name, type]));
}

/** Takes the marks of decimals away, so that their digits come as they are stored and not as doubles; gives precision and scale. */
function keepDecimals(tree: SchemaTree): Map<Element, { precision: number; scale: number }> {
  const found = new Map<Element, { precision: number; scale: number }>();
  const visit = ({ element, children }: SchemaTree) => {
    const isDecimal =
      element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';
    if (isDecimal) {
      found.set(element, { precision: element.precision ?? 38, scale: element.scale ?? 0 });
      delete element.converted_type;
      delete element.logical_type;
    }
    children.forEach(visit);
  };
  visit(tree);
  return found;
}

function toColumn(
  tree: SchemaTree,
  cells: unknown[],
  written: DataType | undefined,
  decimals: Map<Element, { precision: number; scale: number }>
): AnyBatch {
  const leaf = findLeaf(tree);
  const decimalType = leaf && decimals.get(leaf);
  if (!leaf) {
    return inferBatch(cells.map(cell => (cell === undefined ? null : cell)));
  }
  if (decimalType) {
    const type = decimal(decimalType.precision, decimalType.scale, 128);
    return buildBatch(leaf === tree.element ? type : list(type), cells.map(deepDigits));
  }
  const type = toType(leaf, leaf === tree.element ? written : itemOf(written));
  if (type === undefined) {
    return inferBatch(cells);
  }
  if (leaf !== tree.element) {
    return buildBatch(list(type), cells);
  }
  return type.typeId === Type.Dictionary ? buildDictionary(cells) : buildBatch(type, cells);
}

/** The element that holds the values of a plain column, or of a list of plain items; undefined for anything deeper. */
function findLeaf({ element, children }: SchemaTree): Element | undefined {
  if (children.length === 0) {
    return element.repetition_type === 'REPEATED' ? undefined : element;
  }
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  const [repeated] = children;
  const [item] = repeated?.children ?? [];
  return isList &&
    children.length === 1 &&
    repeated?.children.length === 1 &&
    item?.children.length === 0
    ? item.element
    : undefined;
}

function itemOf(type: DataType | undefined): DataType | undefined {
  return type && 'children' in type && Array.isArray(type.children)
    ? (type.children as Field[])[0]?.type
    : undefined;
}

const UNITS = {
  MILLIS: TimeUnit.MILLISECOND,
  MICROS: TimeUnit.MICROSECOND,
  NANOS: TimeUnit.NANOSECOND
};

function toType(element: Element, written: DataType | undefined): DataType | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (written?.typeId === Type.Duration && type === 'INT64') {
    return duration(written.unit);
  }
  if (logical?.type === 'TIMESTAMP') {
    const zone =
      written?.typeId === Type.Timestamp
        ? written.timezone
        : logical.isAdjustedToUTC
          ? 'UTC'
          : null;
    return timestamp(UNITS[logical.unit], zone);
  }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    return timestamp(UNITS[converted === 'TIMESTAMP_MILLIS' ? 'MILLIS' : 'MICROS'], 'UTC');
  }
  if (logical?.type === 'TIME') {
    return time(UNITS[logical.unit]);
  }
  if (converted === 'DATE') {
    return dateDay();
  }
  switch (type) {
    case 'BOOLEAN':
      return bool();
    case 'INT32':
      return logical?.type === 'INTEGER'
        ? int(logical.bitWidth as 8 | 16 | 32, logical.isSigned)
        : toSmallInt(converted);
    case 'INT64':
      return logical?.type === 'INTEGER' && !logical.isSigned ? int(64, false) : int64();
    case 'INT96':
      return timestamp(TimeUnit.NANOSECOND, null);
    case 'FLOAT':
      return float32();
    case 'DOUBLE':
      return float64();
    case 'BYTE_ARRAY':
      return toText(element, written);
    default:
      return undefined;
  }
}

function toSmallInt(converted: Element['converted_type']): DataType {
  const found = /^(U?)INT_(8|16|32)$/.exec(converted ?? '');
  return found ? int(Number(found[2]) as 8 | 16 | 32, found[1] === '') : int32();
}

function toText(
  { converted_type: converted, logical_type: logical }: Element,
  written: DataType | undefined
) {
  if (written?.typeId === Type.Dictionary && written.dictionary.typeId === Type.Utf8) {
    return dictionary(utf8(), int32());
  }
  const isText =
    converted === 'UTF8' ||
    converted === 'JSON' ||
    converted === 'ENUM' ||
    logical?.type === 'STRING' ||
    logical?.type === 'JSON';
  // Without either mark the reader gives text, too; what the writer says of it decides.
  return isText || written?.typeId !== Type.Binary ? utf8() : binary();
}

function buildDictionary(cells: Cells): AnyBatch {
  const positions = new Map<string, number>();
  const keys = Array.from(cells, cell => {
    if (cell === null || cell === undefined) {
      return null;
    }
    const text = toWord(cell);
    const known = positions.get(text) ?? positions.size;
    positions.set(text, known);
    return known;
  });
  const { length, nullCount, validity, values } = buildBatch(int32(), keys);
  const words = buildBatch(utf8(), [...positions.keys()]);
  return createBatch({
    type: dictionary(utf8(), int32()),
    length,
    nullCount,
    validity,
    values,
    dictionary: new Column([words])
  });
}

/** Digits of a decimal, or of a list of them, as bigint: from a whole number or from two's complement, the highest byte first. */
function deepDigits(cell: unknown): unknown {
  if (Array.isArray(cell)) {
    return cell.map(deepDigits);
  }
  if (cell === null || cell === undefined) {
    return null;
  }
  if (cell instanceof Uint8Array) {
    let digits = 0n;
    for (const byte of cell) {
      digits = (digits << 8n) | BigInt(byte);
    }
    return BigInt.asIntN(cell.length * 8, digits);
  }
  return BigInt(cell as number | bigint);
}
