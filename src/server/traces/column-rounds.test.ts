import { expect, test } from 'vitest';
import { ColumnRounds, type RoundRules } from './column-rounds.ts';

/** Blocks without columns, and what was asked for. */
function setUp(rest: Partial<RoundRules> = {}) {
  const missing = new Set([0, 1, 2]);
  let ordered = new Set<number>();
  const calms: (boolean | undefined)[] = [];
  const asked: string[] = [];
  let settle: () => void = () => undefined;
  const done = new Promise<void>(resolve => {
    settle = resolve;
  });
  const rounds = new ColumnRounds({
    order: async ({ isFirst, isCalm }) => {
      calms.push(isCalm);
      ordered = isFirst ? new Set() : ordered;
      const index = [...missing].sort().find(each => !ordered.has(each));
      if (index === undefined) {
        settle();
        return Promise.resolve(null);
      }
      ordered.add(index);
      return Promise.resolve({ index, ticket: 0, hasWords: false });
    },
    gather: async ({ index }) => {
      asked.push(`gather ${index}`);
      return Promise.resolve([]);
    },
    keep: async ({ index }) => {
      asked.push(`keep ${index}`);
      missing.delete(index);
      return Promise.resolve(true);
    },
    isBusy: () => false,
    onFault: error => {
      asked.push(String(error));
      settle();
    },
    ...rest
  });
  return { rounds, asked, missing, done, calms };
}

test('makes one block after the other, and again when it is woken', async () => {
  const { rounds, asked, missing, done } = setUp();
  rounds.wake();
  rounds.wake();
  await done;
  expect(asked).toEqual(['gather 0', 'keep 0', 'gather 1', 'keep 1', 'gather 2', 'keep 2']);
  missing.add(1);
  rounds.wake();
  await expect.poll(() => asked.slice(6)).toEqual(['gather 1', 'keep 1']);
  await rounds.close();
});

test('goes on with the next block when one has changed meanwhile', async () => {
  const kept: number[] = [];
  const { rounds, done } = setUp({
    keep: async ({ index }) => {
      kept.push(index);
      return Promise.resolve(index !== 1);
    }
  });
  rounds.wake();
  await done;
  expect(kept).toEqual([0, 1, 2]);
  await rounds.close();
});

test('stops at a fault, and tells of it once', async () => {
  const { rounds, asked, done } = setUp({
    gather: async () => Promise.reject(new Error('no disk'))
  });
  rounds.wake();
  await done;
  expect(asked).toEqual(['Error: no disk']);
  await rounds.close();
});

test('tells whether there is time, and asks for nothing any more when it is closed', async () => {
  const { rounds, asked, calms } = setUp({
    isBusy: () => true,
    gather: async ({ index }) => {
      asked.push(`gather ${index}`);
      void rounds.close();
      return Promise.resolve([]);
    }
  });
  rounds.wake();
  await expect.poll(() => asked).toEqual(['gather 0', 'keep 0']);
  await rounds.close();
  expect(asked).toEqual(['gather 0', 'keep 0']);
  expect(calms).toEqual([false]);
});
