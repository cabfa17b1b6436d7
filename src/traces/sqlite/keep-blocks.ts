import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpanKind, StatusCode } from '../../contract/span.ts';
import { BLOCK_ROWS, openBlock } from '../columns/span-block.ts';
import { SpanTable } from '../columns/span-table.ts';
import { toNumber, type Row } from './span-rows.ts';

/**
 * Keeps the columns in the file, block by block, so that a store of a million spans opens at once. A block in the file is that of the rows in it:
 * the transaction that changes a row forgets its block. What is missing, after a crash too, is made from the rows.
 */
export class BlockKeeper {
  readonly #db: DatabaseSync;
  readonly #kept = new Set<number>();
  readonly #forgetBlock: StatementSync;
  readonly #keepBlock: StatementSync;
  readonly #insertName: StatementSync;
  /** SQLite takes no shared memory. A copy for each block would lie about by the dozen until it is collected. */
  #copy = new Uint8Array(0);

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#forgetBlock = db.prepare('DELETE FROM blocks WHERE id = ?');
    this.#keepBlock = db.prepare('INSERT OR REPLACE INTO blocks (id, data) VALUES (?, ?)');
    this.#insertName = db.prepare('INSERT INTO names (id, name) VALUES (?, ?)');
    this.reset();
  }

  /** After a transaction that was undone. */
  reset(): void {
    this.#kept.clear();
    for (const { id } of this.#db.prepare('SELECT id FROM blocks').all()) {
      this.#kept.add(Number(id));
    }
  }

  /** Within a transaction that changes a row. */
  forget(id: number): void {
    const index = Math.floor(id / BLOCK_ROWS);
    if (this.#kept.delete(index)) {
      this.#forgetBlock.run(index);
    }
  }

  /** Within a transaction; the code of a name, for ever. */
  nameOf(table: SpanTable, name: string): number {
    const known = table.names.codeOf(name);
    if (known !== undefined) {
      return known;
    }
    const code = table.names.add(name);
    if (code > 0) {
      this.#insertName.run(code, name);
    }
    return code;
  }

  /** Keeps the blocks that are not; with `isAll` false those that are full, and old enough to change no more. */
  keep(table: SpanTable, isAll: boolean): void {
    const { blocks } = table;
    const settled = isAll ? blocks : blocks.slice(0, -2);
    const missing = settled.filter(({ index }) => !this.#kept.has(index));
    if (missing.length === 0) {
      return;
    }
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { index, shared } of missing) {
      this.#keepBlock.run(index, this.#copyOf(new Uint8Array(shared)));
      this.#kept.add(index);
    }
    this.#db.exec('COMMIT');
  }

  #copyOf(bytes: Uint8Array): Uint8Array {
    if (this.#copy.length < bytes.length) {
      this.#copy = new Uint8Array(bytes.length);
    }
    this.#copy.set(bytes);
    return this.#copy.subarray(0, bytes.length);
  }

  load(): SpanTable {
    const table = new SpanTable();
    for (const { name } of this.#db.prepare('SELECT name FROM names ORDER BY id').all()) {
      table.names.add(String(name));
    }
    this.#loadKept(table);
    // In one transaction, for a file whose names have no codes yet.
    this.#db.exec('BEGIN IMMEDIATE');
    this.#loadRows(table);
    this.#db.exec('COMMIT');
    return table;
  }

  #loadKept(table: SpanTable): void {
    for (const { id, data } of this.#db.prepare('SELECT id, data FROM blocks').iterate()) {
      const block = data instanceof Uint8Array ? openBlock(Number(id), data) : undefined;
      if (block) {
        table.setBlock(block);
      } else {
        this.#kept.delete(Number(id));
      }
    }
  }

  #loadRows(table: SpanTable): void {
    const last = Number(this.#db.prepare('SELECT max(id) AS id FROM spans').get()?.['id'] ?? 0);
    const read = this.#db.prepare(
      `SELECT id, trace, project, parent_id IS NOT NULL AS has_parent, is_root, name, kind, status_code,
        start_us, start_rest, end_us, end_rest, latency_us, prompt_tokens, completion_tokens, total_tokens, cost,
        sum_prompt, sum_completion, sum_total, sum_errors, sum_cost
       FROM spans WHERE id >= ? AND id < ?`
    );
    for (let index = 0; index * BLOCK_ROWS <= last; index++) {
      if (!this.#kept.has(index)) {
        for (const row of read.iterate(index * BLOCK_ROWS, (index + 1) * BLOCK_ROWS)) {
          this.#putRow(table, row);
        }
      }
    }
  }

  #putRow(table: SpanTable, row: Row): void {
    table.put(Number(row['id']), {
      trace: Number(row['trace']),
      project: Number(row['project']),
      name: this.nameOf(table, String(row['name'])),
      // Only the writer fills these columns, and it writes these words.
      kind: String(row['kind']) as SpanKind,
      statusCode: String(row['status_code']) as StatusCode,
      isRoot: row['is_root'] === 1,
      hasParent: row['has_parent'] === 1,
      startUs: Number(row['start_us']),
      startRest: Number(row['start_rest']),
      endUs: toNumber(row['end_us']),
      endRest: toNumber(row['end_rest']),
      latencyUs: toNumber(row['latency_us']),
      prompt: toNumber(row['prompt_tokens']),
      completion: toNumber(row['completion_tokens']),
      total: toNumber(row['total_tokens']),
      cost: toNumber(row['cost']),
      sums: {
        prompt: Number(row['sum_prompt']),
        completion: Number(row['sum_completion']),
        total: Number(row['sum_total']),
        errors: Number(row['sum_errors']),
        cost: toNumber(row['sum_cost'])
      }
    });
  }
}
