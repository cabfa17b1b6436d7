import { expect, test } from 'vitest';
import type { DeletionProgress } from '../../contract/traces.ts';
import type { Deletion } from '../../traces/sqlite/delete-traces.ts';
import { DeletionRunner } from './deletion-runner.ts';

function* count(total: number, ended: () => void = () => undefined): Deletion {
  try {
    for (let gone = 1; gone <= total; gone++) {
      yield { gone, total };
    }
    return total;
  } finally {
    ended();
  }
}

function set(tellMs = 0) {
  const told: DeletionProgress[] = [];
  return { told, runner: new DeletionRunner(progress => void told.push(progress), tellMs) };
}

test('run() tells every step, all deletions together, and once more when the last is over', async () => {
  const { told, runner } = set();
  expect(await Promise.all([runner.run(count(2)), runner.run(count(1))])).toEqual([2, 1]);
  expect(told).toEqual([
    { gone: 1, total: 2, isOver: false },
    { gone: 2, total: 3, isOver: false },
    { gone: 3, total: 3, isOver: false },
    { gone: 0, total: 0, isOver: true }
  ]);
});

test('run() tells nothing of a deletion that is over before anybody wonders', async () => {
  const { told, runner } = set(Infinity);
  expect(await runner.run(count(5))).toBe(5);
  expect(told).toEqual([]);
});

test('stop() ends what runs between two steps and gives what went by then; the next one runs', async () => {
  const { told, runner } = set();
  let ended = 0;
  const running = runner.run(count(1e9, () => ended++));
  runner.stop();
  expect(await running).toBe(1);
  expect([ended, told.at(-1)?.isOver]).toEqual([1, true]);
  expect(await runner.run(count(3))).toBe(3);
});

test('run() passes on what a step throws, and is over', async () => {
  const { told, runner } = set();
  const fails = function* (): Deletion {
    yield { gone: 1, total: 2 };
    throw new RangeError('no room');
  };
  await expect(runner.run(fails())).rejects.toThrow('no room');
  expect(told.at(-1)).toEqual({ gone: 0, total: 0, isOver: true });
});
