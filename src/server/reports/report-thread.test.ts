import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../contract/failures.ts';
import type { ThreadMessage } from './messages.ts';
import { ReportThread } from './report-thread.ts';

/** A thread that never comes to an end with `performance`, and at once with everything else. */
const SCRIPT = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ ask }) => {
    while (ask.name === 'performance');
    parentPort.postMessage({ answer: ask.dimension, bytes: 0 });
  });
`;

const ENDLESS: ThreadMessage = {
  rules: { thresholds: [], baseline: null },
  ask: { name: 'performance' }
};
const quick = (dimension: string): ThreadMessage => ({
  ...ENDLESS,
  ask: { name: 'segments', dimension }
});

let started = 0;
let thread: ReportThread;

beforeEach(() => {
  started = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  thread = new ReportThread(
    () => {
      started++;
      return new Worker(SCRIPT, { eval: true });
    },
    () => undefined
  );
});

const isWanted = () => true;

afterEach(async () => {
  vi.useRealTimers();
  await thread.close(new Failure('report/interrupted', 'The test is over'));
});

test('a piece that takes long and that nobody waits for gives way to others', async () => {
  const leave = new AbortController();
  const endless = thread.run(ENDLESS, { left: 1, signal: leave.signal, isWanted });
  const next = thread.run(quick('a'), { left: 1, signal: new AbortController().signal, isWanted });
  leave.abort(new Error('gone'));
  thread.dropAborted();
  vi.advanceTimersByTime(1000);
  expect(started).toBe(1);
  vi.advanceTimersByTime(1000);
  await expect(endless).rejects.toThrow('gone');
  expect(await next).toEqual({ answer: 'a', bytes: 0 });
  expect(started).toBe(2);
});

test('pieces of the request with the fewest left come first', async () => {
  const { signal } = new AbortController();
  const order: unknown[] = [];
  const large = { left: 3, signal, isWanted };
  const small = { left: 1, signal, isWanted };
  await Promise.all(
    [
      thread.run(quick('large 1'), large),
      thread.run(quick('large 2'), large),
      thread.run(quick('large 3'), large),
      thread.run(quick('small'), small)
    ].map(async each => order.push((await each).answer))
  );
  expect(order).toEqual(['large 1', 'small', 'large 2', 'large 3']);
});

test.each([
  [false, ['large 1', 'large 2', 'large 3', 'ahead']],
  [true, ['large 1', 'ahead', 'large 2', 'large 3']]
])(
  'a piece asked ahead goes first only when somebody waits for it (%s)',
  async (isAwaited, all) => {
    const { signal } = new AbortController();
    const order: unknown[] = [];
    const ahead = { left: 1, signal, isWanted: () => isAwaited };
    const large = { left: 3, signal, isWanted };
    await Promise.all(
      [
        thread.run(quick('large 1'), large),
        thread.run(quick('ahead'), ahead),
        thread.run(quick('large 2'), large),
        thread.run(quick('large 3'), large)
      ].map(async each => order.push((await each).answer))
    );
    expect(order).toEqual(all);
  }
);

test('what waits and was aborted is never begun', async () => {
  const leave = new AbortController();
  const first = thread.run(quick('first'), {
    left: 1,
    signal: new AbortController().signal,
    isWanted
  });
  const endless = thread.run(ENDLESS, { left: 1, signal: leave.signal, isWanted });
  leave.abort(new Error('gone'));
  thread.dropAborted();
  await expect(endless).rejects.toThrow('gone');
  expect((await first).answer).toBe('first');
  expect(thread.waiting).toBe(0);
  await expect(thread.run(ENDLESS, { left: 1, signal: leave.signal, isWanted })).rejects.toThrow(
    'gone'
  );
  expect(started).toBe(1);
});
