import { QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keepFresh } from './keep-fresh.ts';
import { createQueryClient } from './query-client.ts';
import { KEYS } from './questions.ts';
import { ServerEventStream } from './server-events.ts';

function listen() {
  const source = Object.assign(new EventTarget(), { close: () => undefined });
  const stream = new ServerEventStream({
    open: () => source as unknown as EventSource,
    probe: () => Promise.resolve(0),
    now: () => 0
  });
  const queries = createQueryClient();
  const end = keepFresh(queries, stream);
  stream.connect();
  return {
    queries,
    send: (name: string, data: unknown) =>
      source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })),
    isStale: (queryKey: readonly unknown[]) => queries.getQueryState(queryKey)?.isInvalidated,
    [Symbol.dispose]() {
      end();
      stream.close();
      queries.clear();
    }
  };
}

const hello = (revision: number, continues = false) => ({ id: 'a', revision, continues });

test.each([
  ['the data that the page knows', 7, false],
  ['data that was loaded since the page asked', 8, true]
])('a first hello over %s', (_, revision, isStale) => {
  using page = listen();
  page.queries.setQueryData(KEYS.session, { revision: 7 });
  page.queries.setQueryData([...KEYS.measures, 'signals'], {});
  page.send('hello', hello(revision));
  expect([page.isStale(KEYS.session), page.isStale([...KEYS.measures, 'signals'])]).toEqual([
    isStale,
    isStale
  ]);
});

test('a later hello refreshes everything unless nothing was missed', () => {
  using page = listen();
  page.queries.setQueryData(KEYS.session, { revision: 7 });
  page.send('hello', hello(7));
  page.send('hello', hello(7, true));
  expect(page.isStale(KEYS.session)).toBe(false);
  page.send('hello', hello(7));
  expect(page.isStale(KEYS.session)).toBe(true);
});

test('spans that nobody looks at are read again before somebody does', () => {
  using page = listen();
  const [seen, unseen] = [[...KEYS.spans, 'lines'] as const, [...KEYS.spans, 'glance'] as const];
  for (const key of [seen, unseen]) {
    page.queries.setQueryData(key, []);
  }
  const leave = new QueryObserver(page.queries, { queryKey: seen, queryFn: () => [] }).subscribe(
    () => undefined
  );
  page.send('spans', { at: 1 });
  expect([page.isStale(seen), page.isStale(unseen)]).toEqual([false, true]);
  leave();
});
