import { Type, type DataType, type Metadata } from '@uwdata/flechette';
import { isDictionary } from '../arrow/batches.ts';
import { isText } from '../arrow/cells.ts';
import { describeType } from '../arrow/describe-type.ts';
import type { ExportedColumn } from './export-table.ts';
import { readPandasBlock, readPandasColumns, type PandasColumn } from './pandas-columns.ts';

/**
 * The pandas block for an exported table, so that `to_pandas()` gives each column the dtype it came with; undefined
 * when no data set came from pandas.
 */
export function describePandas(
  sources: readonly (Metadata | null)[],
  exported: readonly ExportedColumn[],
  rowCount: number
): string | undefined {
  const block = sources.map(readPandasBlock).find(found => found !== undefined);
  if (!block) {
    return undefined;
  }
  const known = sources.map(readPandasColumns);
  const columns = exported.map(({ field, source }) => {
    const found = source ? known[source.block]?.get(source.column.field.name) : undefined;
    return found && fits(found, field.type)
      ? { ...found, name: field.name, field_name: field.name }
      : describeColumn(field.name, field.type);
  });
  return JSON.stringify({
    ...block,
    index_columns: [{ kind: 'range', name: null, start: 0, stop: rowCount, step: 1 }],
    column_indexes: [
      {
        name: null,
        field_name: null,
        pandas_type: 'unicode',
        numpy_type: 'object',
        metadata: { encoding: 'UTF-8' }
      }
    ],
    columns
  });
}

/** Ids and times have other types than in the source. */
function fits(column: PandasColumn, type: DataType): boolean {
  return isText(type)
    ? ['unicode', 'string', 'mixed', 'mixed-integer', 'empty', 'bytes'].includes(
        column.pandas_type
      ) || isSpecial(column)
    : type.typeId === Type.Timestamp
      ? timezoneOf(column) === type.timezone
      : true;
}

/** Dtypes that say how the text is to be read: `string`, `string[pyarrow]`, `str`. */
function isSpecial({ numpy_type }: PandasColumn): boolean {
  return /^str/.test(numpy_type);
}

function timezoneOf({ metadata }: PandasColumn): string | null {
  return typeof metadata === 'object' &&
    metadata !== null &&
    'timezone' in metadata &&
    typeof metadata.timezone === 'string'
    ? metadata.timezone
    : null;
}

const UNITS = ['s', 'ms', 'us', 'ns'];

function describeColumn(name: string, type: DataType): PandasColumn {
  const column = (pandas_type: string, numpy_type: string, metadata: object | null = null) => ({
    name,
    field_name: name,
    pandas_type,
    numpy_type,
    metadata
  });
  if (isText(type)) {
    return column('unicode', 'object');
  }
  if (isDictionary(type)) {
    return column('categorical', describeType(type.indices), {
      num_categories: null,
      ordered: type.ordered
    });
  }
  switch (type.typeId) {
    case Type.Timestamp:
      return column(
        type.timezone === null ? 'datetime' : 'datetimetz',
        `datetime64[${UNITS[type.unit] ?? 'ns'}]`,
        type.timezone === null ? null : { timezone: type.timezone }
      );
    case Type.Int:
    case Type.Float:
    case Type.Bool:
      return column(describeType(type), describeType(type));
    default:
      return column('object', 'object');
  }
}
