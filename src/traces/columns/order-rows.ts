import { findTimes } from './block-times.ts';
import { BLOCK_ROWS, type SpanBlock } from './span-block.ts';
import type { SpanTable } from './span-table.ts';
import type { BlockTest } from './test-rows.ts';

/**
 * Ids of the rows that pass, newest first to the nanosecond and, at equal times, the one that came last; at most `limit` of them, for which older blocks
 * are not even tested.
 */
export function orderRows(
  table: SpanTable,
  test: BlockTest,
  limit: number = Infinity
): Float64Array {
  const marks = new Uint8Array(BLOCK_ROWS);
  const rows = new NewestRows(table, limit);
  const blocks = table.blocks
    .map(block => ({ block, latest: findTimes(block).latest }))
    .sort((a, b) => b.latest - a.latest || b.block.index - a.block.index);
  for (const { block, latest } of blocks) {
    if (latest < rows.leastStart) {
      break;
    }
    test(block, marks);
    rows.add(block, marks);
  }
  return rows.finish();
}

class NewestRows {
  /** Rows that began before are not among the first any more. */
  leastStart: number;
  readonly #table: SpanTable;
  readonly #limit: number;
  /** Rows at which those behind the limit are cut off. */
  #full: number;
  #ids = new Float64Array(BLOCK_ROWS);
  #count = 0;
  /** Spans mostly come in the order of their times. */
  #isInOrder = true;

  constructor(table: SpanTable, limit: number) {
    this.#table = table;
    this.#limit = limit;
    this.#full = limit;
    this.leastStart = limit === 0 ? Infinity : -Infinity;
  }

  add(block: SpanBlock, marks: Uint8Array): void {
    this.#makeRoom();
    const { used, firstId, startUs, startRest } = block;
    let last = -1;
    for (let i = used - 1; i >= 0; i--) {
      if (marks[i] !== 1) {
        continue;
      }
      if (last < 0) {
        this.#isInOrder &&= this.#continues(firstId + i);
      } else {
        const later = (startUs[i] ?? 0) - (startUs[last] ?? 0);
        this.#isInOrder &&=
          later < 0 || (later === 0 && (startRest[i] ?? 0) <= (startRest[last] ?? 0));
      }
      this.#ids[this.#count++] = firstId + i;
      last = i;
    }
    if (this.#count >= this.#full) {
      this.#cut();
      this.#full = 2 * this.#limit + BLOCK_ROWS;
    }
  }

  finish(): Float64Array {
    this.#cut();
    return this.#ids.subarray(0, this.#count);
  }

  #continues(id: number): boolean {
    return this.#count === 0 || this.#compare(this.#ids[this.#count - 1] ?? 0, id) <= 0;
  }

  #cut(): void {
    if (!this.#isInOrder) {
      // Unlike that of typed arrays, this sort is fast where much is in order.
      const sorted = Array.from(this.#ids.subarray(0, this.#count)).sort(this.#compare);
      this.#ids.set(sorted);
      this.#isInOrder = true;
    }
    if (this.#count >= this.#limit && this.#limit > 0) {
      this.#count = this.#limit;
      const id = this.#ids[this.#count - 1] ?? 0;
      this.leastStart = this.#blockOf(id)?.startUs[id % BLOCK_ROWS] ?? -Infinity;
    }
  }

  readonly #compare = (a: number, b: number) => {
    const [first, second] = [this.#blockOf(a), this.#blockOf(b)];
    const [i, j] = [a % BLOCK_ROWS, b % BLOCK_ROWS];
    return (
      (second?.startUs[j] ?? 0) - (first?.startUs[i] ?? 0) ||
      (second?.startRest[j] ?? 0) - (first?.startRest[i] ?? 0) ||
      b - a
    );
  };

  #blockOf(id: number): SpanBlock | undefined {
    return this.#table.blockAt(Math.floor(id / BLOCK_ROWS));
  }

  #makeRoom(): void {
    if (this.#count + BLOCK_ROWS > this.#ids.length) {
      const grown = new Float64Array(2 * this.#ids.length);
      grown.set(this.#ids.subarray(0, this.#count));
      this.#ids = grown;
    }
  }
}
