import { open, type FileHandle } from 'node:fs/promises';

export interface ArrowShape {
  rows: number;
  columns: number;
}

/** `ARROW1` and two bytes of padding. */
const MAGIC_BYTES = 8;
const CONTINUATION = 0xffffffff;
/** No schema of ours comes near; a larger number is a torn file. */
const MAX_METADATA_BYTES = 64 * 2 ** 20;

/** Values of the union `MessageHeader` (Arrow's Message.fbs). */
const SCHEMA = 1;
const RECORD_BATCH = 3;

/**
 * Rows and columns of an Arrow IPC file, read from the headers of its messages without touching the data
 * (format: https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format). Throws RangeError on a torn file.
 */
export async function readArrowShape(path: string): Promise<ArrowShape> {
  const file = await open(path, 'r');
  try {
    const magic = await readExactly(file, 0, MAGIC_BYTES);
    if (magic.toString('latin1', 0, 6) !== 'ARROW1') {
      throw new RangeError('Cannot read an Arrow file: its first bytes are not ARROW1');
    }
    return await walkMessages(file);
  } finally {
    await file.close();
  }
}

async function walkMessages(file: FileHandle): Promise<ArrowShape> {
  const shape = { rows: 0, columns: 0 };
  for (let offset = MAGIC_BYTES; ;) {
    const prefix = await readExactly(file, offset, 8);
    const metadataBytes = prefix.readUInt32LE(4);
    if (prefix.readUInt32LE(0) !== CONTINUATION || metadataBytes > MAX_METADATA_BYTES) {
      throw new RangeError(`Cannot read an Arrow file: no message at byte ${offset}`);
    }
    if (metadataBytes === 0) {
      return shape;
    }
    const metadata = await readExactly(file, offset + 8, metadataBytes);
    const message = rootTable(metadata);
    const header = message.table(2);
    switch (message.uint8(1)) {
      case SCHEMA:
        shape.columns = header.vectorLength(1);
        break;
      case RECORD_BATCH:
        shape.rows += header.int64(0);
        break;
    }
    offset += 8 + metadataBytes + message.int64(3);
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) {
    throw new RangeError(`Cannot read an Arrow file: it ends at byte ${position + bytesRead}`);
  }
  return buffer;
}

interface FlatTable {
  uint8(field: number): number;
  int64(field: number): number;
  table(field: number): FlatTable;
  vectorLength(field: number): number;
}

function rootTable(bytes: Buffer): FlatTable {
  return flatTable(bytes, bytes.readUInt32LE(0));
}

/** A FlatBuffers table: it begins with the way back to its vtable, whose entries are offsets of the fields. */
function flatTable(bytes: Buffer, start: number): FlatTable {
  const vtable = start - bytes.readInt32LE(start);
  const vtableBytes = bytes.readUInt16LE(vtable);
  const position = (field: number) => {
    const entry = 4 + 2 * field;
    const offset = entry < vtableBytes ? bytes.readUInt16LE(vtable + entry) : 0;
    return offset === 0 ? undefined : start + offset;
  };
  const target = (field: number) => {
    const at = position(field);
    return at === undefined ? undefined : at + bytes.readUInt32LE(at);
  };
  return {
    uint8: field => bytes[position(field) ?? bytes.length] ?? 0,
    int64: field => {
      const at = position(field);
      return at === undefined ? 0 : Number(bytes.readBigInt64LE(at));
    },
    table: field => {
      const at = target(field);
      if (at === undefined) {
        throw new RangeError(`Cannot read an Arrow file: field ${field} of a message is missing`);
      }
      return flatTable(bytes, at);
    },
    vectorLength: field => {
      const at = target(field);
      return at === undefined ? 0 : bytes.readUInt32LE(at);
    }
  };
}
