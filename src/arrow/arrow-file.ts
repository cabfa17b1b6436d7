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
