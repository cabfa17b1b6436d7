import {
  fromStream,
  toStream,
  widenSchema,
  type FrameBatch,
  type FrameSchema
} from './frame-batch.ts';

/** Where the messages of a frame are put, and read again if need be. */
export interface FrameSpool {
  write: (bytes: Uint8Array) => void;
  /** Bytes that were written, from one place to another. */
  read: (from: number, to: number) => Uint8Array;
  /** Everything that was written is no longer wanted: what comes takes its place. */
  restart: () => FrameSpool;
}

interface Written {
  schema: FrameSchema;
  from: number;
  to: number;
}

/**
 * Writes batches as one Arrow IPC stream, as they come: memory holds one of them. A later batch may bring columns, or values of another kind, which the
 * schema in front of all must name: then what was written is read again, batch by batch, and written anew. An integer among the floats of its batch is
 * a float.
 */
export function writeStream(batches: Iterable<FrameBatch>, spool: FrameSpool): void {
  let schema: FrameSchema = new Map();
  let at = 0;
  const written: Written[] = [];
  const heads = new Map<FrameSchema, Uint8Array>();
  let end: Uint8Array = new Uint8Array(0);
  for (const batch of batches) {
    schema = widenSchema(schema, batch);
    const parts = splitStream(toStream(schema, batch));
    heads.set(schema, parts.head);
    ({ end } = parts);
    if (at === 0) {
      spool.write(parts.head);
      at = parts.head.length;
    }
    spool.write(parts.batch);
    written.push({ schema, from: at, to: at + parts.batch.length });
    at += parts.batch.length;
  }
  if (written[0]?.schema !== schema) {
    rewrite(written, { schema, heads, end }, spool);
  } else {
    spool.write(end);
  }
}

interface Ends {
  schema: FrameSchema;
  heads: ReadonlyMap<FrameSchema, Uint8Array>;
  end: Uint8Array;
}

function rewrite(
  written: readonly Written[],
  { schema, heads, end }: Ends,
  spool: FrameSpool
): void {
  const target = spool.restart();
  target.write(heads.get(schema) ?? end);
  for (const { schema: earlier, from, to } of written) {
    const bytes = spool.read(from, to);
    if (earlier === schema) {
      target.write(bytes);
    } else {
      const whole = joinBytes([heads.get(earlier) ?? end, bytes, end]);
      target.write(splitStream(toStream(schema, fromStream(earlier, whole))).batch);
    }
  }
  target.write(end);
}

/** In front of a message: four bytes of ones, and the length of what describes it. */
const PREFIX = 8;

/** The message of the schema, which has no body; that of the batch; and what ends a stream, a message of length 0. */
function splitStream(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = PREFIX + view.getInt32(4, true);
  const end = bytes.length - PREFIX;
  return {
    head: bytes.subarray(0, head),
    batch: bytes.subarray(head, end),
    end: bytes.subarray(end)
  };
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
