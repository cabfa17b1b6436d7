import {
  fromMessages,
  STREAM_END,
  toMessages,
  widenSchema,
  type FrameBatch,
  type FrameSchema
} from './frame-batch.ts';
import { countBytes } from './join-bytes.ts';

/** Where the messages of a frame are put, and read again if need be. */
export interface FrameSpool {
  write: (parts: readonly Uint8Array[]) => void;
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
  for (const batch of batches) {
    schema = widenSchema(schema, batch);
    const { head, body } = toMessages(schema, batch);
    heads.set(schema, head);
    if (at === 0) {
      spool.write([head]);
      at = head.length;
    }
    spool.write(body);
    const to = at + countBytes(body);
    written.push({ schema, from: at, to });
    at = to;
  }
  if (written[0]?.schema === schema) {
    spool.write([STREAM_END]);
  } else {
    rewrite(written, { schema, heads }, spool);
  }
}

interface Widened {
  schema: FrameSchema;
  heads: ReadonlyMap<FrameSchema, Uint8Array>;
}

function rewrite(written: readonly Written[], { schema, heads }: Widened, spool: FrameSpool): void {
  const target = spool.restart();
  const headOf = (each: FrameSchema) => heads.get(each) ?? STREAM_END;
  target.write([headOf(schema)]);
  for (const { schema: earlier, from, to } of written) {
    const body = [spool.read(from, to)];
    if (earlier === schema) {
      target.write(body);
    } else {
      const batch = fromMessages(earlier, { head: headOf(earlier), body });
      target.write(toMessages(schema, batch).body);
    }
  }
  target.write([STREAM_END]);
}
