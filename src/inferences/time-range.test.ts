import { TimeUnit } from '@uwdata/flechette';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createTimes, toMilliseconds } from './normalize-times.ts';
import { readInstant } from './time-range.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('readInstant() takes a time without a zone as wall-clock time of the machine, by the rules of its zone', () => {
  vi.stubEnv('TZ', 'America/New_York');
  const read = (text: string) => new Date(readInstant(text, 'metric/invalid')).toISOString();
  expect(read('2025-07-01T12:00')).toBe('2025-07-01T16:00:00.000Z');
  expect(read('2025-01-15')).toBe('2025-01-15T05:00:00.000Z');
  expect(read('2025-07-01T12:00Z')).toBe('2025-07-01T12:00:00.000Z');
  expect(read('2025-07-01T12:00:00.25+02:00')).toBe('2025-07-01T10:00:00.250Z');
});

test('readInstant() gives the time of a row as the row has it', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  fc.assert(
    fc.property(
      fc.integer({ min: -9e12, max: 9e12 }),
      fc.integer({ min: 0, max: 999_999 }),
      fc.integer({ min: 0, max: 999 }),
      (second, micros, nanos) => {
        const values = BigInt64Array.of(
          BigInt(second % 9e9) * 10n ** 9n + BigInt(micros * 1000 + nanos)
        );
        const present = Uint8Array.of(1);
        const times = createTimes({ values, unit: TimeUnit.NANOSECOND, present, missingCount: 0 });
        const [row] = toMilliseconds(times, null);
        const fraction = `${micros}`.padStart(6, '0') + `${nanos}`.padStart(3, '0');
        const text = new Date((second % 9e9) * 1000).toISOString().replace('.000Z', `.${fraction}`);
        expect(readInstant(`${text}Z`, 'metric/invalid')).toBe(row);
      }
    )
  );
});

test('readInstant() refuses what is no time', () => {
  expect(() => readInstant('yesterday', 'metric/invalid')).toThrow('"yesterday"');
});
