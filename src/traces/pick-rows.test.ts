import { expect, test } from 'vitest';
import { pickRows, type CardSpan } from './pick-rows.ts';

interface Sketch {
  id: string;
  below?: string;
  from: number;
  to: number | null;
  name?: string;
  rest?: Partial<CardSpan>;
}

function sketch({ id, below, from, to, name = id, rest = {} }: Sketch): CardSpan {
  return {
    spanId: id,
    parentId: below ?? null,
    name,
    kind: 'CHAIN',
    hasFailed: false,
    statusMessage: '',
    startUs: from,
    endUs: to,
    documents: 0,
    model: null,
    ...rest
  };
}

/** Names with their depth as indentation, ×N for several, ! for an error. */
const draw = (spans: readonly CardSpan[], limit = 6) =>
  pickRows(spans, limit).map(
    ({ depth, name, count, hasError }) =>
      `${' '.repeat(depth)}${name}${count > 1 ? ` ×${count}` : ''}${hasError ? ' !' : ''}`
  );

test('pickRows() follows the slowest path, and folds siblings of one name', () => {
  const spans = [
    sketch({ id: 'query', from: 0, to: 100 }),
    sketch({ id: 'r1', name: 'retrieve', below: 'query', from: 5, to: 8, rest: { documents: 2 } }),
    sketch({ id: 'r2', name: 'retrieve', below: 'query', from: 9, to: 15, rest: { documents: 2 } }),
    sketch({ id: 'answer', below: 'query', from: 20, to: 95 }),
    sketch({ id: 'call', below: 'answer', from: 21, to: 90 }),
    sketch({ id: 'log', below: 'query', from: 96, to: 97 })
  ];
  expect(draw(spans)).toEqual(['query', ' retrieve ×2', ' answer', '  call', ' log']);
  expect(draw(spans, 3)).toEqual(['query', ' answer', '  call']);
  const [, retrieve] = pickRows(spans, 6);
  expect(retrieve).toMatchObject({ from: 0.05, to: 0.15, latencyUs: 10, documents: 4 });
});

test('pickRows() shows what failed before what was slow, apart from its siblings', () => {
  const spans = [
    sketch({ id: 'query', from: 0, to: 100 }),
    sketch({ id: 'slow', below: 'query', from: 0, to: 90 }),
    sketch({ id: 'step', below: 'query', from: 90, to: 92 }),
    sketch({ id: 'try1', name: 'try', below: 'step', from: 90, to: 91 }),
    sketch({
      id: 'try2',
      name: 'try',
      below: 'step',
      from: 91,
      to: 92,
      rest: { hasFailed: true, statusMessage: 'Rate\nlimit' }
    })
  ];
  expect(draw(spans, 3)).toEqual(['query !', ' step !', '  try !']);
  expect(draw(spans)).toEqual(['query !', ' slow', ' step !', '  try', '  try !']);
  expect(pickRows(spans, 3)[2]?.message).toBe('Rate limit');
  expect(pickRows(spans, 3)[0]?.message).toBeNull();
});

test('pickRows() shows spans without their parent, circles, and spans that run', () => {
  expect(
    draw([
      sketch({ id: 'orphan', below: 'gone', from: 0, to: 5 }),
      sketch({ id: 'self', below: 'self', from: 1, to: 2 })
    ])
  ).toEqual(['orphan', 'self']);
  expect(
    draw([
      sketch({ id: 'a', below: 'b', from: 0, to: 1 }),
      sketch({ id: 'b', below: 'a', from: 0, to: 1 })
    ])
  ).toEqual([]);
  const [running] = pickRows([sketch({ id: 'run', from: 0, to: null })], 6);
  expect(running).toMatchObject({ latencyUs: null, from: 0, to: 1 });
  expect(pickRows([], 6)).toEqual([]);
});

test('pickRows() keeps bars inside when clocks disagree', () => {
  const rows = pickRows(
    [
      sketch({ id: 'root', from: 100, to: 200 }),
      sketch({ id: 'early', below: 'root', from: 50, to: 40 }),
      sketch({ id: 'late', below: 'root', from: 190, to: 300 })
    ],
    6
  );
  for (const { from, to } of rows) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(1);
  }
});
