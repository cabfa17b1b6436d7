import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { countCounters, readEpoch, takePart } from './share-epochs.ts';

test.each([
  [1000, 1],
  [1000, 2],
  [999, 3],
  [7, 2],
  [1, 4]
])('%i rows, %i threads: each row once an epoch, and none gets far ahead', (count, threads) => {
  const plan = { count, epochs: 5, threads };
  const random = createRandom(count + threads);
  const taken = new Int32Array(countCounters(plan));
  const done = new Int32Array(count);
  for (let busy = threads; busy > 0;) {
    // Any thread may be the next one, the first most often.
    const thread = Math.floor(random() ** 2 * threads);
    const part = takePart(taken, plan, thread);
    if (!part) {
      busy--;
      continue;
    }
    for (let row = part.first; row < part.last; row++) expect(done[row]++).toBe(part.epoch);
    const least = Math.min(...done);
    expect(Math.max(...done) - least).toBeLessThanOrEqual(2);
    expect(readEpoch(taken, plan)).toBeLessThanOrEqual(5);
  }
  expect(new Set(done)).toEqual(new Set([5]));
  expect(readEpoch(taken, plan)).toBe(5);
});

test('a thread keeps to its own rows while the others keep up', () => {
  const plan = { count: 320, epochs: 3, threads: 2 };
  const taken = new Int32Array(countCounters(plan));
  for (let n = 0; n < 3 * 16; n++) {
    expect(takePart(taken, plan, 0)?.last).toBeLessThanOrEqual(160);
    expect(takePart(taken, plan, 1)?.first).toBeGreaterThanOrEqual(160);
  }
  expect(takePart(taken, plan, 0)).toBeUndefined();
});

test('a thread that is alone does the work of all', () => {
  const plan = { count: 320, epochs: 2, threads: 2 };
  const taken = new Int32Array(countCounters(plan));
  const epochs = Array.from({ length: 64 }, () => takePart(taken, plan, 1)?.epoch);
  expect(epochs).toEqual(Array.from({ length: 64 }, (_, n) => (n < 32 ? 0 : 1)));
  expect(takePart(taken, plan, 1)).toBeUndefined();
});
