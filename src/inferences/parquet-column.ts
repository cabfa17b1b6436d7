import { Type, type DataType } from '@uwdata/flechette';
import type { ParquetWriter } from 'hyparquet-writer';
import { hasNulls, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { hasBit } from '../arrow/bitmap.ts';
import { createBytesReader, createRangeReader, createReader, decodeText } from '../arrow/cells.ts';
import { decodeDictionary } from '../arrow/cast-batch.ts';
import { scalarText } from './column.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type Leaf = Omit<SchemaElement, 'name' | 'repetition_type'>;
type ValueReader = (i: number) => unknown;

const UNITS = ['MILLIS', 'MILLIS', 'MICROS', 'NANOS'] as const;

/** Types that Parquet has no column for; their cells are written as text. */
export function isWrittenAsText({ typeId }: DataType): boolean {
  return (
    typeId === Type.Union ||
    typeId === Type.Interval ||
    typeId === Type.RunEndEncoded ||
    typeId === Type.Map
  );
}

/** Bytes of the smallest two's complement that holds so many decimal digits. */
function decimalBytes(precision: number): number {
  return Math.ceil((precision * Math.log2(10) + 1) / 8);
}

function leafOf(type: DataType): Leaf {
  switch (type.typeId) {
    case Type.Bool:
      return { type: 'BOOLEAN' };
    case Type.Int:
      return {
        type: type.bitWidth === 64 ? 'INT64' : 'INT32',
        // hyparquet-writer 0.x writes the width of the newer INTEGER annotation in four bytes, which readers refuse.
        converted_type: `${type.signed ? 'INT' : 'UINT'}_${type.bitWidth}`
      };
    case Type.Float:
      return type.precision === 0
        ? { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } }
        : { type: type.precision === 1 ? 'FLOAT' : 'DOUBLE' };
    case Type.Decimal:
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: decimalBytes(type.precision),
        converted_type: 'DECIMAL',
        precision: type.precision,
        scale: type.scale
      };
    case Type.Date:
      return { type: 'INT32', converted_type: 'DATE' };
    case Type.Time:
      return {
        type: type.unit <= 1 ? 'INT32' : 'INT64',
        logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: UNITS[type.unit] }
      };
    case Type.Timestamp:
      return {
        type: 'INT64',
        logical_type: {
          type: 'TIMESTAMP',
          isAdjustedToUTC: type.timezone !== null,
          unit: UNITS[type.unit]
        }
      };
    case Type.Duration:
      return { type: 'INT64' };
    case Type.Null:
      return { type: 'INT32', logical_type: { type: 'NULL' } };
    case Type.FixedSizeBinary:
      return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: type.stride };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return { type: 'BYTE_ARRAY' };
    default:
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  }
}

/** The column's place in the Parquet schema: itself, then what is inside it, depth first. */
export function describeParquet(name: string, type: DataType): SchemaElement[] {
  switch (type.typeId) {
    case Type.Dictionary:
      return describeParquet(name, type.dictionary);
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return describeList(name, type.children[0].type);
    case Type.FixedSizeList:
      return describeList(name, type.children[0]?.type ?? { typeId: Type.Null });
    case Type.Struct:
      return [
        { name, repetition_type: 'OPTIONAL', num_children: type.children.length },
        ...type.children.flatMap(child => describeParquet(child.name, child.type))
      ];
    default:
      return [{ name, repetition_type: 'OPTIONAL', ...leafOf(type) }];
  }
}

function describeList(name: string, item: DataType): SchemaElement[] {
  return [
    {
      name,
      repetition_type: 'OPTIONAL',
      num_children: 1,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' }
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...describeParquet('element', item)
  ];
}

/** Reads cells as hyparquet-writer takes them; null for missing ones. */
export function createParquetReader(batch: AnyBatch): ValueReader {
  if (isDictionary(batch.type)) {
    return createParquetReader(decodeDictionary(batch));
  }
  const read = createValueReader(batch);
  const nulls = hasNulls(batch);
  const { validity } = batch;
  return i => (nulls && !hasBit(validity, i) ? null : read(i));
}

function createValueReader(batch: AnyBatch): ValueReader {
  const { type, values } = batch;
  switch (type.typeId) {
    case Type.Null:
      return () => null;
    case Type.Bool:
    case Type.Float:
      return i => batch.value(i);
    case Type.Int:
    case Type.Duration:
      return i => values[i];
    case Type.Decimal:
      return i => BigInt(batch.value(i) as number | bigint);
    case Type.Date:
      return i => Math.floor((batch.value(i) as number) / 86_400_000);
    case Type.Time:
      return type.unit === 0 ? i => Number(values[i]) * 1000 : i => values[i];
    case Type.Timestamp:
      return type.unit === 0 ? i => ((values as BigInt64Array)[i] ?? 0n) * 1000n : i => values[i];
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View: {
      const bytesOf = createBytesReader(batch);
      return i => decodeText(bytesOf(i));
    }
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return createBytesReader(batch);
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return createListReader(batch);
    case Type.Struct: {
      const fields = type.children.map(({ name }, child) => ({
        name,
        read: batch.children[child] ? createParquetReader(batch.children[child]) : () => null
      }));
      return i => {
        const value = Object.create(null) as Record<string, unknown>;
        for (const { name, read } of fields) {
          value[name] = read(i);
        }
        return value;
      };
    }
    default: {
      const read = createReader(batch, Infinity);
      return i => scalarText(read(i));
    }
  }
}

function createListReader(batch: AnyBatch): ValueReader {
  const [items] = batch.children;
  if (!items) {
    return () => [];
  }
  const range = createRangeReader(batch);
  const { values } = items;
  // Vectors: millions of numbers, taken as slices of their buffer.
  if ((values instanceof Float32Array || values instanceof Float64Array) && !hasNulls(items)) {
    return i => {
      const { start, end } = range(i);
      return Array.from(values.subarray(start, end));
    };
  }
  const read = createParquetReader(items);
  return i => {
    const { start, end } = range(i);
    return Array.from({ length: end - start }, (_, at) => read(start + at));
  };
}
