import { tableFromIPC, tableToIPC, type Table } from '@uwdata/flechette';
import { EXACT } from './batches.ts';
import { createEmptyIpc } from './create-empty-ipc.ts';

/**
 * Reads Arrow IPC, file or stream, without copying: columns are views on `bytes`, which may be shared memory.
 * Throws what flechette throws when the bytes are no Arrow.
 */
export function openTable(bytes: ArrayBufferLike | Uint8Array): Table {
  return tableFromIPC(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes), EXACT);
}

/** Arrow IPC in the file format, uncompressed. */
export function toArrowFile(table: Table): Uint8Array<ArrayBuffer> {
  return toArrow(table, 'file');
}

/** Arrow IPC in the stream format, uncompressed. */
export function toArrowStream(table: Table): Uint8Array<ArrayBuffer> {
  return toArrow(table, 'stream');
}

/** Arrow IPC in pieces that are views on the table's own memory where they can be; that may be shared. */
export function toArrowParts(table: Table, format: 'file' | 'stream' = 'stream'): Uint8Array[] {
  if (table.schema.fields.length === 0) {
    return [createEmptyIpc(format)];
  }
  const parts: Uint8Array[] = [];
  const write = (part: Uint8Array) => {
    parts.push(part);
  };
  const pad = (count: number) => write(new Uint8Array(count));
  const sink = { write, pad, finish: () => null };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- flechette 2.6.0 does not export the class
  tableToIPC(table, { format, sink });
  return parts;
}

function toArrow(table: Table, format: 'file' | 'stream'): Uint8Array<ArrayBuffer> {
  if (table.schema.fields.length === 0) {
    return createEmptyIpc(format);
  }
  const bytes = tableToIPC(table, { format });
  if (!bytes) {
    throw new TypeError('Cannot write a table: its sink kept the bytes');
  }
  return bytes as Uint8Array<ArrayBuffer>;
}
