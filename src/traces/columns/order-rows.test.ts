import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderRows } from './order-rows.ts';
import { BLOCK_ROWS } from './span-block.ts';
import { SpanTable, type SpanCells } from './span-table.ts';

const CELLS: Omit<SpanCells, 'startUs' | 'startRest'> = {
  trace: 1,
  project: 1,
  name: 1,
  kind: 'LLM',
  statusCode: 'OK',
  isRoot: true,
  hasParent: false,
  endUs: null,
  endRest: null,
  latencyUs: null,
  prompt: null,
  completion: null,
  total: null,
  cost: null,
  sums: { prompt: 0, completion: 0, total: 0, errors: 0, cost: null }
};

/** Rows of some blocks, few of each, with their times in nanoseconds. */
const spans = fc.uniqueArray(
  fc.record({
    id: fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 9 }))
      .map(([block, row]) => block * BLOCK_ROWS + row),
    ns: fc.integer({ min: 0, max: 5000 })
  }),
  { selector: ({ id }) => id, maxLength: 40 }
);

test('orderRows() gives the newest rows, whatever order they came in', () => {
  fc.assert(
    fc.property(
      spans,
      fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
      (rows, limit) => {
        const table = new SpanTable();
        for (const { id, ns } of rows) {
          table.put(id, { ...CELLS, startUs: Math.floor(ns / 1000), startRest: ns % 1000 });
        }
        const isMarked = (id: number) => id % 3 !== 0;
        const found = orderRows(
          table,
          ({ firstId, used, kind }, marks) => {
            marks.fill(0);
            for (let i = 0; i < used; i++) {
              marks[i] = kind[i] !== 0 && isMarked(firstId + i) ? 1 : 0;
            }
          },
          limit
        );
        const expected = rows
          .filter(({ id }) => isMarked(id))
          .sort((a, b) => b.ns - a.ns || b.id - a.id)
          .map(({ id }) => id);
        expect([...found]).toEqual(expected.slice(0, limit));
      }
    )
  );
});

test('orderRows() does not test blocks that are older than what it has', () => {
  const table = new SpanTable();
  for (let index = 0; index < 4; index++) {
    table.put(index * BLOCK_ROWS, { ...CELLS, startUs: index, startRest: 0 });
  }
  const tested: number[] = [];
  const found = orderRows(
    table,
    ({ index }, marks) => {
      tested.push(index);
      marks.fill(0);
      marks[0] = 1;
    },
    2
  );
  expect([...found]).toEqual([3 * BLOCK_ROWS, 2 * BLOCK_ROWS]);
  expect(tested).toEqual([3, 2]);
});
