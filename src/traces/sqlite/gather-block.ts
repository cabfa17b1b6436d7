import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { ColumnGatherer, type GatheredColumn } from '../attribute-columns/gather-columns.ts';
import type { ColumnOrder } from './keep-attributes.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { JsonScanner } from '../frame/json-scanner.ts';

/** Bytes of attributes that are read together, unless one row has more. */
const READ_BYTES = 128 * 1024;

const SIZES = `
  SELECT json_group_array(span) AS ids, json_group_array(octet_length(attributes)) AS sizes
  FROM (SELECT span, attributes FROM bodies WHERE span >= ? AND span < ? ORDER BY span)`;
const TEXTS = `
  SELECT CAST(group_concat(attributes, '') AS BLOB) AS texts
  FROM (SELECT attributes FROM bodies WHERE span >= ? AND span <= ? ORDER BY span)`;

/** Makes the columns of a block's attributes, as they are at one moment. */
export function gatherBlock(db: DatabaseSync, { index, hasWords }: ColumnOrder): GatheredColumn[] {
  const gatherer = new ColumnGatherer(hasWords);
  const firstId = index * BLOCK_ROWS;
  // The texts must be those whose sizes are known.
  db.exec('BEGIN');
  try {
    const found = db.prepare(SIZES).get(firstId, firstId + BLOCK_ROWS);
    const ids = toNumbers(found?.['ids']);
    const sizes = toNumbers(found?.['sizes']);
    const read = db.prepare(TEXTS);
    for (const { from, to } of cutPieces(sizes)) {
      const texts = read.get(ids[from] ?? 0, ids[to - 1] ?? 0)?.['texts'];
      const scanner = new JsonScanner(toBuffer(texts));
      let at = 0;
      for (let i = from; i < to; i++) {
        gatherer.add((ids[i] ?? 0) - firstId, scanner, at);
        at += sizes[i] ?? 0;
      }
    }
  } finally {
    db.exec('COMMIT');
  }
  return gatherer.finish();
}

function* cutPieces(sizes: readonly number[]): Generator<{ from: number; to: number }> {
  let from = 0;
  let bytes = 0;
  for (const [i, size] of sizes.entries()) {
    if (bytes + size > READ_BYTES && i > from) {
      yield { from, to: i };
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < sizes.length) {
    yield { from, to: sizes.length };
  }
}

function toNumbers(json: SQLOutputValue | undefined): number[] {
  return JSON.parse(String(json ?? '[]')) as number[];
}

function toBuffer(bytes: SQLOutputValue | undefined): Buffer {
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.alloc(0);
}
