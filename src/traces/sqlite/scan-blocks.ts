import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { createBitmap, hasBit, setBit } from '../../arrow/bitmap.ts';
import { listAnnotations } from '../../filter/list-references.ts';
import { toSql } from '../../filter/to-sql.ts';
import type { Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS, type SpanBlock } from '../columns/span-block.ts';
import type { BlockTest } from '../columns/test-rows.ts';
import { FROM, type SqlValue } from './scope-sql.ts';

/** Conditions whose rows are remembered: 1 kB for each, and for each block. */
const MAX_CONDITIONS = 32;

interface Scanned {
  version: number;
  rows: Uint8Array;
}

/**
 * Asks SQLite for the rows of a block that meet a condition, attributes and all, and remembers them until the block changes: pages, numbers and sorts of
 * one filter read the attributes once, and of spans that keep coming only the new ones.
 */
export class BlockScanner {
  readonly #db: DatabaseSync;
  /** The condition that was asked for last is the last one. */
  readonly #conditions = new Map<string, WeakMap<SpanBlock, Scanned>>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  readonly scan = (condition: Condition): BlockTest => {
    const { sql, params } = toSql({ text: '', condition });
    const find = this.#db.prepare(
      `SELECT json_group_array(s.id) AS ids FROM ${FROM} WHERE s.id >= ? AND s.id < ? AND (${sql})`
    );
    // Annotations are not among what blocks hold: nothing tells that they have changed.
    const known =
      listAnnotations(condition).length > 0
        ? new WeakMap<SpanBlock, Scanned>()
        : this.#open(JSON.stringify([sql, Object.values(params).map(String)]));
    return (block, marks) => {
      const { version } = block;
      let scanned = known.get(block);
      if (scanned?.version !== version) {
        scanned = { version, rows: scanBlock(find, params, block) };
        known.set(block, scanned);
      }
      for (let i = 0; i < BLOCK_ROWS; i++) {
        marks[i] = hasBit(scanned.rows, i) ? 1 : 0;
      }
    };
  };

  #open(key: string): WeakMap<SpanBlock, Scanned> {
    const known = this.#conditions.get(key) ?? new WeakMap<SpanBlock, Scanned>();
    this.#conditions.delete(key);
    this.#conditions.set(key, known);
    const [oldest] = this.#conditions.keys();
    if (this.#conditions.size > MAX_CONDITIONS && oldest !== undefined) {
      this.#conditions.delete(oldest);
    }
    return known;
  }
}

function scanBlock(
  find: StatementSync,
  params: Record<string, SqlValue>,
  { firstId }: SpanBlock
): Uint8Array {
  const rows = createBitmap(BLOCK_ROWS);
  const found = find.get(params, firstId, firstId + BLOCK_ROWS);
  for (const id of JSON.parse(String(found?.['ids'])) as number[]) {
    setBit(rows, id - firstId);
  }
  return rows;
}
