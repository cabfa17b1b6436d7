import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { freeMemory, noteBuffers, RestWatch } from './free-memory.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Something that nobody holds, once the job that made it is over. */
async function leaveBehind(): Promise<WeakRef<object>> {
  const left = new WeakRef({ bytes: new Uint8Array(1000) });
  await setImmediate();
  return left;
}

test('what nobody holds is gone', async () => {
  const left = await leaveBehind();
  freeMemory();
  expect(left.deref()).toBeUndefined();
});

test('of many buffers only the last few lie about', () => {
  freeMemory();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  // So few that V8 would keep them all.
  for (let made = 0; made < 48; made++) {
    new Uint8Array(2 ** 20).fill(made);
    noteBuffers(2 ** 20);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(most).toBeLessThan(32 * 2 ** 20);
});

test('a thread that has had nothing to do for two seconds gives its memory back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const rest = new RestWatch();
  const left = await leaveBehind();
  vi.advanceTimersByTime(1500);
  rest.note();
  vi.advanceTimersByTime(1500);
  expect(left.deref()).toBeDefined();
  await setImmediate();
  vi.advanceTimersByTime(500);
  expect(left.deref()).toBeUndefined();
});
