import { afterEach, expect, test, vi } from 'vitest';
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

test('readInstant() refuses what is no time', () => {
  expect(() => readInstant('yesterday', 'metric/invalid')).toThrow('"yesterday"');
});
