import type { DatabaseSync } from 'node:sqlite';
import { createBitmap, hasBit, setBit } from '../../arrow/bitmap.ts';
import { listAnnotations } from '../../filter/list-references.ts';
import { toSql } from '../../filter/to-sql.ts';
import type { Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS, type SpanBlock } from '../columns/span-block.ts';
import type { BlockTest } from '../columns/test-rows.ts';
import { compileAttributesTest } from '../attribute-columns/test-attributes.ts';
import { createAttributesReader } from './find-attributes.ts';
import { FROM } from './scope-sql.ts';
import type { Row } from './span-rows.ts';

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
    const findAmong = this.#db.prepare(
      `SELECT json_group_array(s.id) AS ids FROM json_each(?) j CROSS JOIN ${FROM} WHERE s.id = j.value AND (${sql})`
    );
    // Annotations are not among what blocks hold: nothing tells that they have changed.
    const known =
      listAnnotations(condition).length > 0
        ? new WeakMap<SpanBlock, Scanned>()
        : this.#open(JSON.stringify([sql, Object.values(params).map(String)]));
    const search = this.#createSearch(condition, (block, candidates) =>
      candidates
        ? toBits(block, findAmong.get(params, JSON.stringify(candidates)))
        : toBits(block, find.get(params, block.firstId, block.firstId + BLOCK_ROWS))
    );
    return (block, marks) => {
      const { version } = block;
      let scanned = known.get(block);
      if (scanned?.version !== version) {
        scanned = { version, rows: search(block, marks) };
        known.set(block, scanned);
      }
      for (let i = 0; i < BLOCK_ROWS; i++) {
        marks[i] = hasBit(scanned.rows, i) ? 1 : 0;
      }
    };
  };

  /** Looks into the columns of attributes first, and asks `scan` for what these cannot tell. `marks` is written to. */
  #createSearch(
    condition: Condition,
    scan: (block: SpanBlock, candidates?: number[]) => Uint8Array
  ): (block: SpanBlock, marks: Uint8Array) => Uint8Array {
    const test = compileAttributesTest(condition);
    if (!test) {
      return block => scan(block);
    }
    const read = createAttributesReader(this.#db, test.paths);
    return (block, marks) => {
      const attributes = read(block.index);
      switch (attributes && test.mark(attributes, marks)) {
        case 'rows':
          return toBitmap(marks, block);
        case 'candidates':
          return scan(block, listIds(marks, block));
        default:
          return scan(block);
      }
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

function toBitmap(marks: Uint8Array, { kind }: SpanBlock): Uint8Array {
  const rows = createBitmap(BLOCK_ROWS);
  for (let i = 0; i < BLOCK_ROWS; i++) {
    if (marks[i] === 1 && kind[i] !== 0) {
      setBit(rows, i);
    }
  }
  return rows;
}

function listIds(marks: Uint8Array, { firstId }: SpanBlock): number[] {
  const ids: number[] = [];
  for (let i = 0; i < BLOCK_ROWS; i++) {
    if (marks[i] === 1) {
      ids.push(firstId + i);
    }
  }
  return ids;
}

function toBits({ firstId }: SpanBlock, found: Row | undefined): Uint8Array {
  const rows = createBitmap(BLOCK_ROWS);
  for (const id of JSON.parse(String(found?.['ids'])) as number[]) {
    setBit(rows, id - firstId);
  }
  return rows;
}
