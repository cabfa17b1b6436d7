import { describe, expect, test } from 'vitest';
import { findCriticalPath } from './critical-path.ts';
import { buildSpanTree } from './span-tree.ts';
import { makeRow, type SpanSketch, START_US } from './span-row-fixture.ts';

const pathOf = (sketches: SpanSketch[], openEndMs = 1000) =>
  findCriticalPath(buildSpanTree(sketches.map(makeRow)), START_US + openEndMs * 1000).map(
    ({ node, fromUs, toUs }) => [
      node.span.spanId,
      (fromUs - START_US) / 1000,
      (toUs - START_US) / 1000
    ]
  );

describe('findCriticalPath()', () => {
  test('goes back from the end through the child that ended last', () => {
    expect(
      pathOf([
        { id: 'root', to: 100 },
        { id: 'fast', parent: 'root', at: 10, to: 30 },
        { id: 'slow', parent: 'root', at: 10, to: 60 },
        { id: 'next', parent: 'root', at: 65, to: 90 }
      ])
    ).toEqual([
      ['root', 90, 100],
      ['next', 65, 90],
      ['root', 60, 65],
      ['slow', 10, 60],
      ['root', 0, 10]
    ]);
  });

  test('goes down: a grandchild stands for its part of the child', () => {
    expect(
      pathOf([
        { id: 'root', to: 100 },
        { id: 'child', parent: 'root', at: 20, to: 100 },
        { id: 'grandchild', parent: 'child', at: 30, to: 90 }
      ])
    ).toEqual([
      ['child', 90, 100],
      ['grandchild', 30, 90],
      ['child', 20, 30],
      ['root', 0, 20]
    ]);
  });

  test('a child that outlives its parent counts within it; one that began later not at all', () => {
    expect(
      pathOf([
        { id: 'root', to: 100 },
        { id: 'child', parent: 'root', at: 40, to: 50 },
        { id: 'outlives', parent: 'child', at: 45, to: 300 },
        { id: 'after', parent: 'child', at: 60, to: 90 }
      ])
    ).toEqual([
      ['root', 50, 100],
      ['outlives', 45, 50],
      ['child', 40, 45],
      ['root', 0, 40]
    ]);
  });

  test('of spans without a root the last to end counts, then what came before it', () => {
    expect(
      pathOf([
        { id: 'a', parent: 'gone', at: 0, to: 40 },
        { id: 'b', parent: 'gone', at: 10, to: 60 },
        { id: 'c', at: 70, to: 90 }
      ])
    ).toEqual([
      ['c', 70, 90],
      ['b', 10, 60]
    ]);
  });

  test('a span that runs goes on until the open end', () => {
    expect(
      pathOf(
        [
          { id: 'root', to: null },
          { id: 'a', parent: 'root', at: 5, to: 10 },
          { id: 'b', parent: 'root', at: 20, to: null }
        ],
        50
      )
    ).toEqual([
      ['b', 20, 50],
      ['root', 10, 20],
      ['a', 5, 10],
      ['root', 0, 5]
    ]);
  });

  test('stretches never overlap, and a span that ends before it starts is none', () => {
    const path = pathOf([
      { id: 'root', to: 100 },
      ...Array.from({ length: 300 }, (_, i) => ({
        id: `s${i}`,
        parent: i % 3 === 0 ? 'root' : `s${i - 1}`,
        at: (i * 37) % 90,
        to: ((i * 53) % 90) + 5
      }))
    ]);
    path.slice(1).forEach(([, , to], i) => expect(to).toBeLessThanOrEqual(Number(path[i]?.[1])));
    path.forEach(([, from, to]) => expect(Number(to)).toBeGreaterThan(Number(from)));
    expect(path.length).toBeGreaterThan(3);
    expect(pathOf([])).toEqual([]);
  });
});
