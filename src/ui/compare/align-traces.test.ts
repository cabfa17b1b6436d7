import { expect, test } from 'vitest';
import { buildSpanTree } from '../trace/span-tree.ts';
import { makeRow, type SpanSketch } from '../trace/span-row-fixture.ts';
import { alignTraces } from './align-traces.ts';

const align = (a: SpanSketch[], b: SpanSketch[]) =>
  alignTraces(buildSpanTree(a.map(makeRow)), buildSpanTree(b.map(makeRow))).map(
    ({ kind, depth, a: first, b: second, isDifferent }) =>
      `${{ removed: '−', added: '+', same: '=' }[kind]}${isDifferent ? '!' : ' '}${' '.repeat(depth)}${(first ?? second)?.span.name}`
  );

test('spans are matched by the names of what is above them and their own', () => {
  expect(
    align(
      [
        { id: '1', name: 'root' },
        { id: '2', name: 'retrieve', parent: '1', at: 1 },
        { id: '3', name: 'embed', parent: '2', at: 2 },
        { id: '4', name: 'plan', parent: '1', at: 3, model: 'big' },
        { id: '5', name: 'tool', parent: '1', at: 4 },
        { id: '6', name: 'inner', parent: '5', at: 5 }
      ],
      [
        { id: '21', name: 'root' },
        { id: '22', name: 'retrieve', parent: '21', at: 1 },
        { id: '23', name: 'embed', parent: '22', at: 2 },
        { id: '24', name: 'embed', parent: '22', at: 3 },
        { id: '25', name: 'plan', parent: '21', at: 4, model: 'small' },
        { id: '26', name: 'sum', parent: '21', at: 5 }
      ]
    )
  ).toEqual([
    '= root',
    '=  retrieve',
    '=   embed',
    '+!  embed',
    '=! plan',
    '−! tool',
    '−!  inner',
    '+! sum'
  ]);
});

test('the same name under another parent, or of another kind, is another span', () => {
  expect(
    align(
      [
        { id: '1', name: 'a' },
        { id: '2', name: 'x', parent: '1', at: 1 }
      ],
      [
        { id: '1', name: 'b' },
        { id: '2', name: 'x', parent: '1', at: 1 }
      ]
    )
  ).toEqual(['−!a', '−! x', '+!b', '+! x']);
  expect(align([{ id: '1', name: 'a', kind: 'LLM' }], [{ id: '1', name: 'a' }])).toEqual([
    '−!a',
    '+!a'
  ]);
});

test('20,000 spans under each other are compared', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => ({
    id: `s${i}`,
    at: i,
    ...(i > 0 && { parent: `s${i - 1}` })
  }));
  expect(align(chain, chain.slice(0, -1)).filter(line => line.startsWith('−'))).toHaveLength(1);
});
