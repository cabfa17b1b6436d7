import { describe, expect, test } from 'vitest';
import { buildSpanTree, listErrors, type SpanTree } from './span-tree.ts';
import { makeRow } from './span-row-fixture.ts';

const order = ({ nodes }: SpanTree) => nodes.map(({ span, depth }) => `${depth} ${span.spanId}`);

describe('buildSpanTree()', () => {
  test('puts children under their parents, in order of start, and counts what is below', () => {
    const tree = buildSpanTree([
      makeRow({ id: 'a' }),
      makeRow({ id: 'b', parent: 'a', at: 1 }),
      makeRow({ id: 'c', parent: 'a', at: 2 }),
      makeRow({ id: 'd', parent: 'b', at: 3, statusCode: 'ERROR' })
    ]);
    expect(order(tree)).toEqual(['0 a', '1 b', '2 d', '1 c']);
    const [a, b] = tree.nodes;
    expect([a?.below, a?.errorsBelow, b?.below, b?.errorsBelow]).toEqual([3, 1, 1, 1]);
    expect(listErrors(tree).map(({ span }) => span.spanId)).toEqual(['d']);
  });

  test('spans whose parent has not come stand together under it', () => {
    const tree = buildSpanTree([
      makeRow({ id: 'a', parent: 'gone' }),
      makeRow({ id: 'r', at: 1 }),
      makeRow({ id: 'b', parent: 'gone', at: 2 })
    ]);
    expect(
      tree.branches.map(({ parentId, tops }) => [parentId, tops.map(({ span }) => span.spanId)])
    ).toEqual([
      ['gone', ['a', 'b']],
      [null, ['r']]
    ]);
  });

  test('parents that lead back to themselves lose no span and end', () => {
    const tree = buildSpanTree([
      makeRow({ id: 'a', parent: 'c' }),
      makeRow({ id: 'b', parent: 'a' }),
      makeRow({ id: 'c', parent: 'b' }),
      makeRow({ id: 'd', parent: 'c' }),
      makeRow({ id: 'own', parent: 'own' })
    ]);
    expect(order(tree)).toEqual(['0 own', '0 a', '1 b', '2 c', '3 d']);
    expect(tree.nodes.filter(({ isCut }) => isCut).map(({ span }) => span.spanId)).toEqual(['a']);
  });

  test('a chain of 20,000 spans needs no stack', () => {
    const spans = Array.from({ length: 20_000 }, (_, i) =>
      makeRow({ id: `s${i}`, at: i, ...(i > 0 && { parent: `s${i - 1}` }) })
    );
    const { nodes } = buildSpanTree(spans);
    expect(nodes.at(-1)?.depth).toBe(19_999);
    expect(nodes[0]?.below).toBe(19_999);
  });

  test('five siblings of a name, one after the other, are a run; four, or mixed ones, are not', () => {
    const siblings = (names: string[]) =>
      buildSpanTree([
        makeRow({ id: 'r' }),
        ...names.map((name, i) => makeRow({ id: `${i}`, parent: 'r', at: i, name }))
      ]).nodes.map(({ run }) => run?.nodes.length ?? 0);
    expect(siblings(['x', 'e', 'e', 'e', 'e', 'e', 'y'])).toEqual([0, 0, 5, 5, 5, 5, 5, 0]);
    expect(siblings(['e', 'e', 'e', 'e', 'x', 'e'])).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
