import { BLOCK_ROWS, type SpanBlock } from './span-block.ts';
import type { SpanTable } from './span-table.ts';
import type { BlockTest } from './test-rows.ts';

/** A set of rows of traces. */
export interface TraceSet {
  count: number;
  has: (trace: number) => boolean;
}

/** The traces that have a row that passes; `visit` sees each block with its marks. */
export function markTraces(
  table: SpanTable,
  test: BlockTest,
  visit?: (block: SpanBlock, marks: Uint8Array) => void
): TraceSet {
  const marks = new Uint8Array(BLOCK_ROWS);
  let seen = new Uint8Array(BLOCK_ROWS);
  let count = 0;
  for (const block of table.blocks) {
    test(block, marks);
    const { used, trace } = block;
    for (let i = 0; i < used; i++) {
      if (marks[i] === 0) {
        continue;
      }
      const row = trace[i] ?? 0;
      if (row >= seen.length) {
        const grown = new Uint8Array(Math.max(2 * seen.length, row + 1));
        grown.set(seen);
        seen = grown;
      }
      count += 1 - (seen[row] ?? 0);
      seen[row] = 1;
    }
    visit?.(block, marks);
  }
  return { count, has: trace => seen[trace] === 1 };
}

/** How many rows pass, and in how many traces. */
export function countRows(table: SpanTable, test: BlockTest): { spans: number; traces: number } {
  let spans = 0;
  const traces = markTraces(table, test, ({ used }, marks) => {
    for (let i = 0; i < used; i++) {
      spans += marks[i] ?? 0;
    }
  });
  return { spans, traces: traces.count };
}
