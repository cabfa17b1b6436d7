import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissingTime, parseTime } from './parse-time.ts';

test('agrees with the engine on every instant that both can read', () => {
  const instant = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true
  });
  const zone = fc.constantFrom('Z', '', '+05:30', '-11:00');
  const separator = fc.constantFrom('T', ' ');
  fc.assert(
    fc.property(instant, separator, zone, (date, between, offset) => {
      const text = date.toISOString().replace('T', between).replace('Z', offset);
      const parsed = parseTime(text);
      const expected = Date.parse(date.toISOString().replace('Z', offset === '' ? 'Z' : offset));
      expect(parsed && parsed.seconds * 1000 + parsed.nanos / 1e6).toBe(expected);
      expect(parsed?.zoned).toBe(offset !== '');
    }),
    { numRuns: 1000 }
  );
});

test.each([
  ['2024', 1_704_067_200, 0, false],
  ['2024-02', 1_706_745_600, 0, false],
  ['20240229', 1_709_164_800, 0, false],
  ['2024-02-29 12', 1_709_208_000, 0, false],
  ['20240229T120000.5Z', 1_709_208_000, 500_000_000, true],
  [' 2024-02-29T12:00:00,123456789+01 ', 1_709_204_400, 123_456_789, true],
  ['1969-12-31T23:59:59.999999999Z', -1, 999_999_999, true],
  ['1700-01-01T00:00:00Z', -8_520_336_000, 0, true]
])('%j', (text, seconds, nanos, zoned) => {
  expect(parseTime(text)).toEqual({ seconds, nanos, zoned });
});

test.each([
  '2023-02-29T00:00:00',
  '2024-13-01',
  '2024-00-01T00:00:00',
  '2024-01-01T24:00:00',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:00.Z',
  '2024-01-01T00:00:00.-1',
  '2024-01-01T00:00:00+25:00',
  '2024-1-1',
  '1700000000',
  '01/02/2024',
  'now',
  ''
])('%j is no time', text => {
  expect(parseTime(text)).toBeUndefined();
});

test('what pandas takes for a missing time is one here', () => {
  expect(['', ' ', 'NaT', 'nan'].map(isMissingTime)).toEqual([true, true, true, true]);
  expect(isMissingTime('none')).toBe(false);
});
