import { expect, test } from 'vitest';
import { MAP_DEFAULTS, type Job, type MapParameters } from '../../contract/map.ts';
import { Failure } from '../../contract/failures.ts';
import { Broadcast } from '../broadcast.ts';
import { JobQueue, type JobContext } from './job-queue.ts';

const parameters: MapParameters = { ...MAP_DEFAULTS, seed: null };

function setUp() {
  const broadcast = new Broadcast();
  const told: Job[] = [];
  const bugs: unknown[] = [];
  broadcast.subscribe(event => {
    if (event.event === 'job') {
      told.push(event.body);
    }
  });
  const log = {
    note: () => undefined,
    fault: (_: string, error: unknown) => void bugs.push(error)
  };
  const queue = new JobQueue(broadcast, log);
  const start = (layout: string, run: (context: JobContext) => Promise<void>, key = '') =>
    queue.start({ embedding: 'e', parameters, layout, key, run });
  const untilEnd = async (id: string): Promise<Job> => {
    for (;;) {
      const job = queue.get(id);
      if (job.state !== 'waiting' && job.state !== 'running') {
        return job;
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };
  return { queue, start, untilEnd, told, bugs };
}

const untilAborted = ({ signal }: JobContext) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

test('start() runs one job after the other and tells the place in the queue', async () => {
  const { queue, start, untilEnd } = setUp();
  let open: () => void = () => undefined;
  const gate = new Promise<void>(resolve => (open = resolve));
  const order: string[] = [];
  const first = start('a', async () => {
    await gate;
    order.push('a');
  });
  const second = start('b', () => Promise.resolve(void order.push('b')));
  expect(queue.get(first.id).state).toBe('running');
  expect(queue.get(second.id)).toMatchObject({ state: 'waiting', stage: 'waiting', total: 1 });
  open();
  expect((await untilEnd(second.id)).state).toBe('done');
  expect(order).toEqual(['a', 'b']);
});

test('start() joins a running job that does the same', async () => {
  const { queue, start } = setUp();
  const first = start('a', untilAborted, 'k');
  expect(start('a', untilAborted, 'k').id).toBe(first.id);
  expect(start('a', untilAborted, 'other').id).not.toBe(first.id);
  await queue.cancelAll();
});

test('cancel() ends a running job, and the next one starts', async () => {
  const { queue, start, untilEnd, bugs } = setUp();
  const first = start('a', untilAborted);
  const second = start('b', () => Promise.resolve());
  expect((await queue.cancel(first.id)).state).toBe('cancelled');
  expect((await untilEnd(second.id)).state).toBe('done');
  expect(bugs).toEqual([]);
});

test('cancel() takes a waiting job out of the queue', async () => {
  const { queue, start } = setUp();
  const first = start('a', untilAborted);
  let ran = false;
  const second = start('b', () => Promise.resolve(void (ran = true)));
  expect((await queue.cancel(second.id)).state).toBe('cancelled');
  await queue.cancel(first.id);
  expect(ran).toBe(false);
});

test('a failed job says why, and only a bug is logged', async () => {
  const { start, untilEnd, bugs } = setUp();
  const expected = start('a', () => Promise.reject(new Failure('map/no-vectors', 'No vectors')));
  expect((await untilEnd(expected.id)).error).toEqual({
    code: 'map/no-vectors',
    message: 'No vectors'
  });
  expect(bugs).toEqual([]);
  const bug = start('b', () => Promise.reject(new TypeError('secret path')));
  const { state, error } = await untilEnd(bug.id);
  expect(state).toBe('failed');
  expect(error?.code).toBe('internal');
  expect(error?.message).not.toContain('secret');
  expect(bugs).toHaveLength(1);
});

test('report() tells a stage at once, with an estimate when the size is known', async () => {
  const { start, untilEnd, told } = setUp();
  const { id } = start('a', ({ report, setSize }) => {
    report('sample', 0, 10);
    setSize({ count: 10_000, dimension: 768, parameters });
    report('neighbors', 0, 10_000);
    report('layout', 1, 500);
    return Promise.resolve();
  });
  await untilEnd(id);
  expect(told.map(({ stage }) => stage)).toEqual(['sample', 'neighbors', 'layout', 'layout']);
  expect(told[0]?.remainingMs).toBeNull();
  expect(told[1]?.remainingMs).toBeGreaterThan(1000);
  expect(told[2]?.remainingMs).toBeLessThan(told[1]?.remainingMs ?? 0);
  expect(told.at(-1)).toMatchObject({ state: 'done', remainingMs: 0 });
});
