import { expect, test, vi } from 'vitest';
import type { Retention } from '../../contract/traces.ts';
import { parseOptions } from '../parse-options.ts';
import { keepWithin } from './keep-within.ts';

const ARGUMENTS = ['--id', '0123456789ab'];

test('what is kept is said in the environment, and everything is without it', () => {
  expect(parseOptions(ARGUMENTS, {}).retention).toEqual({ maxDays: null, maxBytes: null });
  expect(
    parseOptions(ARGUMENTS, { PHOENIX_KEEP_DAYS: ' 30 ', PHOENIX_KEEP_MB: '500' }).retention
  ).toEqual({ maxDays: 30, maxBytes: 500_000_000 });
  for (const [name, text] of [
    ['PHOENIX_KEEP_DAYS', '0'],
    ['PHOENIX_KEEP_DAYS', '-1'],
    ['PHOENIX_KEEP_MB', '1.5'],
    ['PHOENIX_KEEP_MB', 'all']
  ] as const) {
    expect(() => parseOptions(ARGUMENTS, { [name]: text })).toThrow(
      `Cannot start with ${name} "${text}": a whole number `
    );
  }
});

const HOUR_MS = 3_600_000;

test('keepWithin() deletes at once and every hour, tells how much, and ends', async () => {
  vi.useFakeTimers();
  try {
    const asked: Retention[] = [];
    const told: string[] = [];
    const tell = (line: string) => void told.push(line);
    const prune = (retention: Retention) => {
      asked.push(retention);
      return asked.length === 2 ? Promise.reject(new Error('full')) : Promise.resolve(asked.length);
    };
    const closing = new AbortController();
    const rules = { traces: { prune }, log: { note: tell, fault: tell }, signal: closing.signal };
    keepWithin({ maxDays: null, maxBytes: null }, rules);
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(asked).toEqual([]);
    keepWithin({ maxDays: 3, maxBytes: null }, rules);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    const deleted = 'traces were deleted: PHOENIX_KEEP_DAYS or PHOENIX_KEEP_MB asks for it';
    expect(told).toEqual([`1 ${deleted}`, 'Old traces could not be deleted', `3 ${deleted}`]);
    closing.abort();
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(asked).toEqual(Array(3).fill({ maxDays: 3, maxBytes: null, isShrunk: false }));
  } finally {
    vi.useRealTimers();
  }
});
