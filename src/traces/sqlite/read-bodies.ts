import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { JsonScanner } from '../frame/json-scanner.ts';

/** A span by what the file alone has of it. */
export interface Body {
  id: number;
  spanId: string;
  parentId: string | null;
  statusMessage: string;
  /** Its times, when the columns cannot hold them. */
  exactTimes: string | null;
  events: string | null;
  /** Holds its attributes: where they begin, and how many bytes they are. */
  attributes: JsonScanner;
  from: number;
  size: number;
}

/** Rows that are looked up together, and bytes of attributes that are read together, unless one row has more. */
const READ_ROWS = 512;
const READ_BYTES = 4 * 2 ** 20;

const FROM = 'FROM json_each(?) j CROSS JOIN bodies b ON b.span = j.value';
const HEADS = `
  SELECT json_group_array(s.id) AS ids, json_group_array(s.span_id) AS spanIds,
    json_group_array(s.parent_id) AS parentIds, json_group_array(s.status_message) AS messages,
    json_group_array(b.exact_times) AS exactTimes,
    json_group_array(octet_length(b.attributes)) AS sizes
  ${FROM} CROSS JOIN spans s ON s.id = b.span`;
const TEXTS = `
  SELECT CAST(group_concat(b.attributes, '') AS BLOB) AS attributes, json_group_array(b.events) AS events
  ${FROM}`;

/**
 * Reads rows in the order of their ids; those that are gone are left out. Attributes come in large pieces and stay bytes: objects for rows, and texts, cost
 * more than reading them.
 */
export function* readBodies(db: DatabaseSync, ids: Float64Array): Generator<Body> {
  const readHeads = db.prepare(HEADS);
  const readTexts = db.prepare(TEXTS);
  for (let from = 0; from < ids.length; from += READ_ROWS) {
    // The texts must be those whose sizes are known.
    db.exec('BEGIN');
    try {
      const wanted = toJson(ids.subarray(from, from + READ_ROWS));
      for (const bodies of cutPieces(toBodies(readHeads.get(wanted)))) {
        const texts = readTexts.get(toJson(bodies.map(({ id }) => id)));
        addTexts(bodies, toBuffer(texts?.['attributes']), toList(texts?.['events']));
        yield* bodies;
      }
    } finally {
      db.exec('COMMIT');
    }
  }
}

const UNREAD = new JsonScanner(Buffer.alloc(0));

function toBodies(row: Record<string, SQLOutputValue> | undefined): Body[] {
  const spanIds = toList<string>(row?.['spanIds']);
  const parentIds = toList<string | null>(row?.['parentIds']);
  const messages = toList<string>(row?.['messages']);
  const exactTimes = toList<string | null>(row?.['exactTimes']);
  const sizes = toList<number>(row?.['sizes']);
  return toList<number>(row?.['ids']).map((id, i) => ({
    id,
    spanId: spanIds[i] ?? '',
    parentId: parentIds[i] ?? null,
    statusMessage: messages[i] ?? '',
    exactTimes: exactTimes[i] ?? null,
    events: null,
    attributes: UNREAD,
    from: 0,
    size: sizes[i] ?? 0
  }));
}

function* cutPieces(bodies: readonly Body[]): Generator<readonly Body[]> {
  let from = 0;
  let bytes = 0;
  for (const [i, { size }] of bodies.entries()) {
    if (bytes + size > READ_BYTES && i > from) {
      yield bodies.slice(from, i);
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < bodies.length) {
    yield bodies.slice(from);
  }
}

function addTexts(bodies: readonly Body[], json: Buffer, events: readonly (string | null)[]): void {
  const attributes = new JsonScanner(json);
  let from = 0;
  for (const [i, body] of bodies.entries()) {
    body.attributes = attributes;
    body.from = from;
    body.events = events[i] ?? null;
    from += body.size;
  }
}

const toJson = (ids: ArrayLike<number>) => JSON.stringify(Array.from(ids));

function toList<Item>(json: SQLOutputValue | undefined): Item[] {
  return JSON.parse(String(json ?? '[]')) as Item[];
}

function toBuffer(bytes: SQLOutputValue | undefined): Buffer {
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.alloc(0);
}
