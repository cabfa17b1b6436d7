import { BLOCK_ROWS } from './span-block.ts';
import type { SpanTable } from './span-table.ts';
import type { BlockTest } from './test-rows.ts';

/** Ids of all rows that pass, newest first to the nanosecond and, at equal times, the one that came last. */
export function orderRows(table: SpanTable, test: BlockTest): Float64Array {
  const marks = new Uint8Array(BLOCK_ROWS);
  const blocks = table.blocks.reverse();
  let ids = new Float64Array(BLOCK_ROWS);
  let count = 0;
  for (const block of blocks) {
    test(block, marks);
    if (count + BLOCK_ROWS > ids.length) {
      const grown = new Float64Array(2 * ids.length);
      grown.set(ids);
      ids = grown;
    }
    for (let i = block.used - 1; i >= 0; i--) {
      if (marks[i] === 1) {
        ids[count++] = block.firstId + i;
      }
    }
  }
  const found = ids.subarray(0, count);
  const compare = (a: number, b: number) => compareTimes(table, a, b) || b - a;
  // Spans mostly come in the order of their times.
  return isInOrder(found, compare) ? found : found.sort(compare);
}

function compareTimes(table: SpanTable, a: number, b: number): number {
  const [first, second] = [blockOf(table, a), blockOf(table, b)];
  const [i, j] = [a % BLOCK_ROWS, b % BLOCK_ROWS];
  return (
    (second?.startUs[j] ?? 0) - (first?.startUs[i] ?? 0) ||
    (second?.startRest[j] ?? 0) - (first?.startRest[i] ?? 0)
  );
}

const blockOf = (table: SpanTable, id: number) => table.blockAt(Math.floor(id / BLOCK_ROWS));

function isInOrder(ids: Float64Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < ids.length; i++) {
    if (compare(ids[i - 1] ?? 0, ids[i] ?? 0) > 0) {
      return false;
    }
  }
  return true;
}
