import { expect, test } from 'vitest';
import { buildSpanTree } from './span-tree.ts';
import { sumTrace } from './sum-trace.ts';
import { makeRow, START_US } from './span-row-fixture.ts';

const tokens = (total: number) => ({ prompt: total - 1, completion: 1, total });

test('a trace is the sum of its tops, and its root stands for it', () => {
  const sums = sumTrace(
    buildSpanTree([
      makeRow({ id: 'lost', parent: 'gone', cumulative: tokens(5), cost: 0.25 }),
      makeRow({ id: 'root', at: 5, to: 90, cumulative: tokens(20), cost: null }),
      makeRow({
        id: 'call',
        parent: 'root',
        at: 6,
        to: 120,
        cumulative: tokens(20),
        statusCode: 'ERROR',
        sessionId: 's'
      })
    ])
  );
  expect(sums).toMatchObject({
    spans: 3,
    errors: 1,
    running: 0,
    tokens: { prompt: 23, completion: 2, total: 25 },
    cost: 0.25,
    sessionId: 's'
  });
  expect(sums.top?.spanId).toBe('root');
});

test('spans that run are counted, and without spans there is nothing', () => {
  expect(sumTrace(buildSpanTree([makeRow({ id: 'a', to: null })]))).toMatchObject({
    running: 1
  });
  expect(sumTrace(buildSpanTree([]))).toMatchObject({ top: undefined, spans: 0 });
});

test('the latency of a trace is what its spans told, as in lists, also when their clocks differ', () => {
  const sums = sumTrace(
    buildSpanTree([
      makeRow({ id: 'a', to: 900 }),
      makeRow({ id: 'early', parent: 'a', at: -650, to: 1700 })
    ])
  );
  expect([sums.startUs - START_US, sums.endUs - START_US]).toEqual([-650_000, 1_700_000]);
});
