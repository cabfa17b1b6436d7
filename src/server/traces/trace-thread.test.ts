import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TraceThread } from './trace-thread.ts';

/** Answers with how many blocks it was greeted with. */
const SCRIPT = `
  const { parentPort } = require('node:worker_threads');
  let greeted = 0;
  parentPort.on('message', ({ news, id, name }) => {
    if (news) greeted += news.blocks.length;
    else parentPort.postMessage({ id, answer: greeted });
  });
`;

type Calls = Record<'count' | 'close', { ask: []; answer: number }>;

const lost: Error[] = [];
let started = 0;
let thread: TraceThread<Calls>;

beforeEach(() => {
  started = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  thread = new TraceThread<Calls>({
    start: () => {
      started++;
      return new Worker(SCRIPT, { eval: true });
    },
    onLost: error => lost.push(error),
    greet: () => ({ isWhole: true, blocks: [{ index: 0, shared: null }], names: [] }),
    idleMs: 1000
  });
});

afterEach(async () => {
  vi.useRealTimers();
  await thread.close();
  expect(lost).toEqual([]);
});

test('a thread without work ends, and the next call has another one that knows as much', async () => {
  expect(await thread.call('count', [])).toBe(1);
  vi.advanceTimersByTime(999);
  expect(await thread.call('count', [])).toBe(1);
  vi.advanceTimersByTime(999);
  expect(thread.isAlive).toBe(true);
  vi.advanceTimersByTime(1);
  expect(thread.isAlive).toBe(false);
  expect(await thread.call('count', [])).toBe(1);
  expect(started).toBe(2);
});

test('a thread that is at work stays, however long that takes', async () => {
  expect(await thread.call('count', [])).toBe(1);
  const answer = thread.call('count', []);
  vi.advanceTimersByTime(10_000);
  expect(thread.isAlive).toBe(true);
  expect(await answer).toBe(1);
});
