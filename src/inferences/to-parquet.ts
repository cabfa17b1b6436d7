import { largeUtf8, Table, Type, type DataType, type Field } from '@uwdata/flechette';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { countCellsPerRow, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { toArrowStream } from '../arrow/arrow-file.ts';
import { createParquetReader, describeParquet, isWrittenAsText } from './parquet-column.ts';

/** Cells, list items counted, that a row group may hold: each is a JavaScript value while it is written. */
const MAX_GROUP_CELLS = 4_000_000;

/**
 * The table as Parquet. The Arrow schema goes along, as pyarrow does it, so that categories, time zones, durations and
 * fixed-size lists are read back as they were. Types that Parquet does not know are written as text.
 */
export function toParquet(table: Table): Uint8Array<ArrayBuffer> {
  const fields = table.schema.fields.map((field, i) => toParquetField(field, i));
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [
      { name: 'schema', num_children: fields.length },
      ...fields.flatMap(({ name, type }) => describeParquet(name, type))
    ],
    codec: 'SNAPPY',
    statistics: false,
    kvMetadata: describeArrow(table, fields)
  });
  const [first] = table.children;
  for (let at = 0; at < (first?.data.length ?? 0); at++) {
    const batches = table.children.map(({ data }) => data[at]).filter(batch => batch !== undefined);
    const rowCount = batches[0]?.length ?? 0;
    const groupSize = countGroupRows(batches);
    const readers = batches.map(createParquetReader);
    for (let start = 0; start < rowCount; start += groupSize) {
      const length = Math.min(groupSize, rowCount - start);
      const columnData = readers.map((read, column) => ({
        name: fields[column]?.name ?? '',
        data: Array.from({ length }, (_, i) => read(start + i)),
        ...encodingOf(fields[column]?.type)
      }));
      // Only a writer that flushes gives a promise.
      void parquet.write({ columnData, rowGroupSize: length });
    }
  }
  void parquet.finish();
  return new Uint8Array(writer.getBuffer());
}

/** Floats in lists do not repeat and do not shrink: no dictionary, no compression. */
function encodingOf(type: DataType | undefined) {
  const item =
    type?.typeId === Type.FixedSizeList ||
    type?.typeId === Type.List ||
    type?.typeId === Type.LargeList
      ? type.children.at(0)?.type
      : undefined;
  return item?.typeId === Type.Float && item.precision > 0
    ? ({ encoding: 'PLAIN', codec: 'UNCOMPRESSED' } as const)
    : {};
}

function countGroupRows(batches: readonly AnyBatch[]): number {
  const cellsPerRow = batches.reduce((sum, batch) => sum + countCellsPerRow(batch), 0);
  return Math.max(1, Math.floor(MAX_GROUP_CELLS / Math.max(1, cellsPerRow)));
}

/**
 * Dictionaries get numbers of their own: two files may have used the same. Readers take categories in the order in
 * which the values come, so that an order of their own, "low" before "high", would be read as another one: it is left
 * out.
 */
function toParquetField(field: Field, i: number): Field {
  const type = isWrittenAsText(field.type)
    ? largeUtf8()
    : isDictionary(field.type)
      ? { ...field.type, id: i, ordered: false }
      : field.type;
  return { ...field, type };
}

function describeArrow(table: Table, fields: Field[]): { key: string; value: string }[] {
  const schema = toArrowStream(new Table({ ...table.schema, fields }, []));
  let binary = '';
  for (const byte of schema) {
    binary += String.fromCharCode(byte);
  }
  return [
    { key: 'ARROW:schema', value: btoa(binary) },
    ...Array.from(table.schema.metadata ?? [], ([key, value]) => ({ key, value }))
  ];
}
