import { expect, test } from 'vitest';
import { planMigration } from './migrate-settings.ts';

test.each([
  [{}, [], []],
  [{ theme: 'dark' }, [], []],
  [{ openBeside: false }, [['openIn', 'tab']], ['openBeside']],
  [{ openBeside: true }, [['openIn', 'beside']], ['openBeside']],
  [{ openBeside: false, openIn: 'browser' }, [], ['openBeside']],
  [{ openBeside: 'no' }, [], ['openBeside']]
])('planMigration(%j) sets %j and removes %j', (user, set, remove) => {
  const plan = planMigration(user);
  expect([[...plan.set], plan.remove]).toEqual([set, remove]);
});
