import { expect, test } from 'vitest';
import { readTraceOutput, type CellCard } from '../../contract/cell-card.ts';
import { makeSpan, traceIdOf } from '../../testing/make-span.ts';
import { createAppFixture } from '../app-fixture.ts';

const outputOf = (card: unknown) => ({
  version: 1,
  session: { id: '0123456789ab', name: 'demo' },
  cell: 14,
  isArriving: false,
  card
});

test('POST /api/traces/card answers what an output may hold, before and after the first span', async () => {
  await using fixture = await createAppFixture();
  const ask = async (count: number) => {
    const traceIds = Array.from({ length: count }, (_, i) => traceIdOf(i + 1));
    const answer = await fixture.client.api.traces.card.$post({ json: { by: 'traces', traceIds } });
    return (await answer.json()) as CellCard;
  };
  const empty = await ask(1);
  expect(empty.traces).toBe(0);
  expect(readTraceOutput(outputOf(empty))?.card).toEqual(empty);

  const name = 'x'.repeat(1000);
  await fixture.parts.traces.write(
    Array.from({ length: 12 }, (_, i) =>
      makeSpan(
        { id: 1, trace: i + 1, lasts: -5, attributes: { output: { value: name } } },
        { name, kind: 'LLM', statusCode: 'ERROR', statusMessage: name }
      )
    )
  );
  for (const count of [1, 10, 12]) {
    const card = await ask(count);
    expect(card.traces).toBe(count);
    expect(readTraceOutput(outputOf(card))?.card).toEqual(card);
  }
});

test('POST /api/traces/card refuses ids that are none, and times that cannot be read', async () => {
  await using fixture = await createAppFixture();
  await fixture.parts.traces.write([makeSpan({ id: 1 })]);
  const { card } = fixture.client.api.traces;
  const wrong = await card.$post({ json: { by: 'traces', traceIds: ["' OR 1"] } });
  expect(wrong.status).toBe(400);
  const unread = await card.$post({
    json: { by: 'time', start: 'noon', end: 'night', pid: 1, language: 'python' }
  });
  expect(await unread.json()).toMatchObject({ error: { code: 'request/invalid' } });
});

test('whether cards are shown is remembered for the session', async () => {
  await using fixture = await createAppFixture();
  const cards = fixture.client.api['cell-cards'];
  expect(await (await cards.$get()).json()).toEqual({ inline: true });
  await cards.$put({ json: { inline: false } });
  expect(await (await cards.$get()).json()).toEqual({ inline: false });
  await using next = await createAppFixture({ root: fixture.root });
  expect(await (await next.client.api['cell-cards'].$get()).json()).toEqual({ inline: false });
});
