import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refresher } from './refresher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('request() reads at once, and what is asked meanwhile makes one reading after the rest', async () => {
  let readings = 0;
  const refresher = new Refresher(async () => {
    readings++;
    await Promise.resolve();
  }, 1000);
  refresher.request();
  refresher.request();
  refresher.request();
  expect(readings).toBe(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(readings).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(readings).toBe(2);
  await vi.advanceTimersByTimeAsync(5000);
  expect(readings).toBe(2);
});

test('dispose() ends the readings that were still to come', async () => {
  let readings = 0;
  const refresher = new Refresher(() => {
    readings++;
    return Promise.resolve();
  }, 1000);
  refresher.request();
  refresher.request();
  await vi.advanceTimersByTimeAsync(10);
  refresher.dispose();
  await vi.advanceTimersByTimeAsync(5000);
  expect(readings).toBe(1);
});
