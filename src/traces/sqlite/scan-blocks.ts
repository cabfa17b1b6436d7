import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { createBitmap, hasBit, setBit } from '../../arrow/bitmap.ts';
import { listAnnotations } from '../../filter/list-references.ts';
import { toSql } from '../../filter/to-sql.ts';
import type { Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS, type SpanBlock } from '../columns/span-block.ts';
import type { BlockTest } from '../columns/test-rows.ts';
import { compileAttributesTest } from '../attribute-columns/test-attributes.ts';
import { createAttributesReader } from './find-attributes.ts';
import { FROM, type SqlValue } from './scope-sql.ts';

/** Conditions whose rows are remembered: 1 kB for each, and for each block. */
const MAX_CONDITIONS = 32;

interface Scanned {
  version: number;
  rows: Uint8Array;
}

/**
 * Finds the rows of a block that meet a condition, attributes and all, and remembers them until the block changes: pages, numbers and sorts of one filter
 * read the attributes once, and of spans that keep coming only the new ones. What the columns of the attributes cannot tell is asked of SQLite.
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
    const look = this.#createLook(condition);
    return (block, marks) => {
      const { version } = block;
      let scanned = known.get(block);
      if (scanned?.version !== version) {
        scanned = { version, rows: look(block, marks) ?? scanBlock(find, params, block) };
        known.set(block, scanned);
      }
      for (let i = 0; i < BLOCK_ROWS; i++) {
        marks[i] = hasBit(scanned.rows, i) ? 1 : 0;
      }
    };
  };

  /** Finds the rows by the columns of attributes; undefined where these cannot tell. `marks` may be written to. */
  #createLook(
    condition: Condition
  ): (block: SpanBlock, marks: Uint8Array) => Uint8Array | undefined {
    const test = compileAttributesTest(condition);
    if (!test) {
      return () => undefined;
    }
    const read = createAttributesReader(this.#db, test.paths);
    return ({ index, kind }, marks) => {
      const attributes = read(index);
      return attributes && test.mark(attributes, marks) ? toBitmap(marks, kind) : undefined;
    };
  }

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

function toBitmap(marks: Uint8Array, kind: Uint8Array): Uint8Array {
  const rows = createBitmap(BLOCK_ROWS);
  for (let i = 0; i < BLOCK_ROWS; i++) {
    if (marks[i] === 1 && kind[i] !== 0) {
      setBit(rows, i);
    }
  }
  return rows;
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
