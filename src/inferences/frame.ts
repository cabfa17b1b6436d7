import type { Field, Metadata, Table } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../arrow/batches.ts';
import { nullType } from '@uwdata/flechette';
import { joinBatches } from '../arrow/gather.ts';
import { openTable } from '../arrow/arrow-file.ts';
import { DatasetError } from './dataset-error.ts';

/** A frame as it came: columns in the order of the source, each as one batch. */
export interface Frame {
  readonly rowCount: number;
  /** In order; a frame may come with a name twice, and is then refused. */
  readonly fields: readonly Field[];
  readonly metadata: Metadata | null;
  /** The column's cells; all missing for a column that is not there. */
  batchOf(name: string): AnyBatch;
  /** Bytes of columns that had to be copied into one piece. */
  copiedBytes(): number;
}

/** Throws DatasetError when the bytes are no Arrow file, or one that needs what we do not read (compression). */
export function readFrame(bytes: ArrayBuffer | SharedArrayBuffer, file: string): Frame {
  const table = readTable(bytes, file);
  // An empty name comes as null.
  const fields = table.schema.fields.map(field => ({
    ...field,
    name: (field.name as string | null) ?? ''
  }));
  const at = new Map(fields.map(({ name }, i) => [name, i]));
  const joined = new Map<string, AnyBatch>();
  const rowCount = table.numRows;
  let copied = 0;
  const join = (name: string): AnyBatch => {
    const column = table.children[at.get(name) ?? -1];
    if (!column) {
      return createBatch({ type: nullType(), length: rowCount, nullCount: rowCount });
    }
    const batch = joinBatches(column);
    copied += column.data.length === 1 ? 0 : batch.values.byteLength;
    return batch;
  };
  return {
    rowCount,
    fields,
    metadata: table.schema.metadata ?? null,
    copiedBytes: () => copied,
    batchOf: name => {
      let batch = joined.get(name);
      if (!batch) {
        batch = join(name);
        joined.set(name, batch);
      }
      return batch;
    }
  };
}

function readTable(bytes: ArrayBuffer | SharedArrayBuffer, file: string): Table {
  try {
    if (isCutOff(bytes)) {
      throw new RangeError('The last bytes are missing');
    }
    const table = openTable(bytes);
    // Bytes that hold no message give a table that never had a schema.
    if (table.schema.version === undefined) {
      throw new RangeError('There is no schema');
    }
    return table;
  } catch (error) {
    throw new DatasetError([`Cannot read "${file}": ${describeDamage(error, bytes)}`], {
      unreadable: true,
      cause: error
    });
  }
}

const MAGIC = 'ARROW1';

/** An Arrow file begins and ends with its magic word; a stream does neither. */
function isCutOff(bytes: ArrayBuffer | SharedArrayBuffer): boolean {
  const textAt = (at: number) =>
    String.fromCharCode(...new Uint8Array(bytes, Math.max(0, at), Math.min(6, bytes.byteLength)));
  return (
    bytes.byteLength < 8 ||
    (textAt(0) === MAGIC && textAt(bytes.byteLength - MAGIC.length) !== MAGIC)
  );
}

function describeDamage(error: unknown, bytes: ArrayBuffer | SharedArrayBuffer): string {
  if (bytes.byteLength < 8) {
    return `an Arrow file has at least 8 bytes, not ${bytes.byteLength}`;
  }
  return error instanceof Error && /codec|compress/i.test(error.message)
    ? 'its buffers are compressed, and only uncompressed Arrow files are read'
    : 'it is not an Arrow IPC file, or it is cut off';
}
