import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HAS_WORDS, IS_DEEP } from '../attribute-columns/attribute-column.ts';
import type { GatheredColumn } from '../attribute-columns/gather-columns.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import type { SpanTable } from '../columns/span-table.ts';
import { PATH_IDS, ROOT_PATH } from './schema.ts';

/** A block whose columns are to be made: those of a ticket are not kept when an attribute has changed since it was given. */
export interface ColumnOrder {
  index: number;
  ticket: number;
  /** With the words of long texts, which take most of the time: blocks get them when all have columns. */
  hasWords: boolean;
}

export interface OrderRules {
  /** Begins a round, in which nothing is ordered twice. */
  isFirst: boolean;
  /** Whether there is time for words. */
  isCalm?: boolean;
  /** Blocks that are not full, or were filled just now, too. */
  isAll?: boolean;
}

/**
 * Keeps the columns of attributes in the file, block by block, as somebody else has made them. Those in the file are right: the transaction that changes an
 * attribute, brings a span or deletes one forgets the columns of its block.
 */
export class AttributeKeeper {
  readonly #db: DatabaseSync;
  /** Blocks that have columns, and whether they have all that there are. */
  readonly #kept = new Map<number, boolean>();
  /** What was ordered in this round. */
  readonly #ordered = new Set<string>();
  readonly #tickets = new Map<number, number>();
  #lastTicket = 0;
  readonly #forgetBlock: StatementSync;
  readonly #findPath: StatementSync;
  readonly #insertPath: StatementSync;
  readonly #keepColumn: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#forgetBlock = db.prepare('DELETE FROM attribute_columns WHERE id >= ? AND id < ?');
    this.#findPath = db.prepare('SELECT id FROM attribute_paths WHERE path = ?');
    this.#insertPath = db.prepare(
      `INSERT INTO attribute_paths (path) SELECT ? WHERE (SELECT max(id) FROM attribute_paths) < ${PATH_IDS - 1}`
    );
    this.#keepColumn = db.prepare('INSERT INTO attribute_columns (id, data) VALUES (?, ?)');
    this.reset();
  }

  /** After a transaction that was undone. */
  reset(): void {
    this.#kept.clear();
    const find = this.#db.prepare('SELECT min(id) AS id FROM attribute_columns WHERE id >= ?');
    const findRoot = this.#db.prepare('SELECT data FROM attribute_columns WHERE id = ?');
    for (let index = 0; ;) {
      const id = find.get(index * PATH_IDS)?.['id'] ?? null;
      if (id === null) {
        return;
      }
      index = Math.floor(Number(id) / PATH_IDS);
      this.#kept.set(index, isComplete(findRoot.get(index * PATH_IDS)?.['data']));
      index++;
    }
  }

  /** Within a transaction that changes what the attributes of a span are. */
  forget(id: number): void {
    const index = Math.floor(id / BLOCK_ROWS);
    this.#tickets.delete(index);
    if (this.#kept.delete(index)) {
      this.#forgetBlock.run(index * PATH_IDS, (index + 1) * PATH_IDS);
    }
  }

  /** The next block whose columns are to be made. */
  order(
    table: SpanTable,
    { isFirst, isCalm = true, isAll = false }: OrderRules
  ): ColumnOrder | null {
    if (isFirst) {
      this.#ordered.clear();
    }
    const { blocks } = table;
    const settled = isAll ? blocks : blocks.slice(0, -2);
    for (const hasWords of isCalm ? [false, true] : [false]) {
      const next = settled.find(
        ({ index }) =>
          this.#kept.get(index) === (hasWords ? false : undefined) &&
          !this.#ordered.has(`${index} ${hasWords}`)
      );
      if (next) {
        const order = { index: next.index, ticket: ++this.#lastTicket, hasWords };
        this.#ordered.add(`${order.index} ${hasWords}`);
        this.#tickets.set(order.index, order.ticket);
        return order;
      }
    }
    return null;
  }

  /** Whether they were kept. */
  keep({ index, ticket }: ColumnOrder, columns: readonly GatheredColumn[]): boolean {
    if (this.#tickets.get(index) !== ticket) {
      return false;
    }
    this.#tickets.delete(index);
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#forgetBlock.run(index * PATH_IDS, (index + 1) * PATH_IDS);
      const root = this.#insert(index * PATH_IDS, columns);
      this.#db.exec('COMMIT');
      this.#kept.set(index, isComplete(root));
    } catch (error) {
      if (this.#db.isTransaction) {
        this.#db.exec('ROLLBACK');
      }
      throw error;
    }
    return true;
  }

  #insert(firstId: number, columns: readonly GatheredColumn[]): Uint8Array {
    let lost = 0;
    for (const { path, data } of columns) {
      const id = this.#openPath(path);
      if (id === undefined) {
        lost = IS_DEEP;
      } else if (path !== ROOT_PATH) {
        this.#keepColumn.run(firstId + id, data);
      }
    }
    const root = columns.find(({ path }) => path === ROOT_PATH);
    const flags = Uint8Array.of((root?.data[0] ?? 0) | lost);
    this.#keepColumn.run(firstId, flags);
    return flags;
  }

  /** The id of a path; undefined when there are no ids any more. */
  #openPath(path: string): number | undefined {
    const known = this.#findPath.get(path)?.['id'];
    if (known !== undefined) {
      return Number(known);
    }
    const { changes, lastInsertRowid } = this.#insertPath.run(path);
    return changes === 0 ? undefined : Number(lastInsertRowid);
  }
}

function isComplete(root: unknown): boolean {
  return root instanceof Uint8Array && ((root[0] ?? 0) & HAS_WORDS) !== 0;
}
