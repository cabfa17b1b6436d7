import type { Metadata } from '@uwdata/flechette';

/** What pandas says of a column in the schema's metadata, as pyarrow writes and reads it. */
export interface PandasColumn {
  name: string | null;
  field_name: string;
  pandas_type: string;
  numpy_type: string;
  metadata: unknown;
}

function isPandasColumn(value: unknown): value is PandasColumn {
  return (
    typeof value === 'object' &&
    value !== null &&
    'field_name' in value &&
    typeof value.field_name === 'string' &&
    'numpy_type' in value &&
    typeof value.numpy_type === 'string'
  );
}

/** The schema's pandas block; undefined when there is none, or one that nobody can read. */
export function readPandasBlock(metadata: Metadata | null | undefined): object | undefined {
  const text = metadata?.get('pandas');
  if (text === undefined) {
    return undefined;
  }
  try {
    const block: unknown = JSON.parse(text);
    return typeof block === 'object' && block !== null ? block : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** By name of the Arrow field. */
export function readPandasColumns(
  metadata: Metadata | null | undefined
): ReadonlyMap<string, PandasColumn> {
  const block = readPandasBlock(metadata);
  const columns: unknown = block && 'columns' in block ? block.columns : undefined;
  return new Map(
    (Array.isArray(columns) ? columns : [])
      .filter(isPandasColumn)
      .map(column => [column.field_name, column])
  );
}
