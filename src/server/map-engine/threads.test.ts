import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import type { MapParameters } from '../../contract/map.ts';
import { createInput } from './create-input.ts';
import { Crew } from './crew.ts';
import { keepThread, takeThread } from './threads.ts';

const PARAMETERS = { metric: 'euclidean', nNeighbors: 3, nComponents: 2 } as const;
const CLUSTERS = { minClusterSize: 2, minSamples: 1, epsilon: 0 } as MapParameters;

afterEach(() => {
  vi.useRealTimers();
});

test('a thread that was given back is taken again', async () => {
  const worker = takeThread();
  keepThread(worker);
  expect(takeThread()).toBe(worker);
  expect(takeThread()).not.toBe(worker);
  await worker.terminate();
});

test('a thread that ended while it waited is not taken', async () => {
  const worker = takeThread();
  keepThread(worker);
  await worker.terminate();
  const other = takeThread();
  expect(other).not.toBe(worker);
  await other.terminate();
});

test('a thread that nobody takes ends after a while, and one that was taken does not', async () => {
  const [idle, taken] = [takeThread(), takeThread()];
  await Promise.all([once(idle, 'online'), once(taken, 'online')]);
  const isEnded = vi.fn();
  taken.on('exit', isEnded);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  keepThread(idle);
  keepThread(taken);
  expect(takeThread()).toBe(taken);
  const ended = once(idle, 'exit');
  vi.advanceTimersByTime(60_000);
  await ended;
  expect(isEnded).not.toHaveBeenCalled();
  await taken.terminate();
});

test('a crew takes the threads of the one before, also after a step that failed', async () => {
  const values = new Float32Array(new SharedArrayBuffer(40 * 4));
  for (let e = 0; e < 40; e++) values[e] = e % 7;
  const input = createInput({ values, count: 10, dimension: 4 }, PARAMETERS);
  const ask = { positions: values, count: 10, components: 2, parameters: CLUSTERS };
  const first = takeThread();
  keepThread(first);
  for (let round = 0; round < 3; round++) {
    await using crew = new Crew(1);
    crew.share(input);
    const survey = await crew.runOne('survey', { first: 0, last: 10 });
    expect(survey).toEqual({ most: 6, broken: -1 });
    const refused = { ...ask, parameters: { ...CLUSTERS, minSamples: 0 } };
    await expect(crew.runOne('clusters', refused)).rejects.toThrow(RangeError);
    expect(await crew.runOne('clusters', ask)).toHaveLength(10);
  }
  const last = takeThread();
  expect(last).toBe(first);
  await last.terminate();
});

test('threads end with a crew that was interrupted or that worked on much', async () => {
  const first = takeThread();
  keepThread(first);
  const abort = new AbortController();
  const crew = new Crew(1, abort.signal);
  const step = crew.runOne('curve', { minDist: 0.1 });
  abort.abort();
  await expect(step).rejects.toMatchObject({ name: 'AbortError' });
  await crew[Symbol.asyncDispose]();
  const second = takeThread();
  expect(second).not.toBe(first);
  keepThread(second);
  const large = new Crew(1, undefined, 2 ** 30);
  await large.runOne('curve', { minDist: 0.1 });
  await large[Symbol.asyncDispose]();
  const third = takeThread();
  expect(third).not.toBe(second);
  await third.terminate();
});
