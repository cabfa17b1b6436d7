import { describe, expect, test } from 'vitest';
import { createFormat } from './format.ts';
import { findLocale, formatLocale } from './find-locale.ts';

const format = createFormat('en-US');

describe('format', () => {
  test('writes numbers so that nothing is lost that matters', () => {
    expect([12408, 0.123456, 1234567.891, 1e-9, -0.5, 2 ** 60].map(x => format.number(x))).toEqual([
      '12,408',
      '0.1235',
      '1,234,568',
      '1.000e-9',
      '-0.5',
      '1.153e+18'
    ]);
    expect([Number.NaN, Infinity, -Infinity].map(x => format.number(x))).toEqual([
      'NaN',
      '∞',
      '−∞'
    ]);
  });

  test('writes the point of a power of ten as that of other numbers', () => {
    expect([0.5, 3.39e-16].map(x => createFormat('de').number(x))).toEqual(['0,5', '3,390e-16']);
  });

  test('follows the locale of the reader, except from right to left among English words', () => {
    const locales = ['fr-CA', 'ar-EG', 'he', 'arn'];
    expect(locales.map(locale => formatLocale(locale, false))).toEqual([
      'fr-CA',
      'en',
      'en',
      'arn'
    ]);
    expect(formatLocale('ar', true)).toBe('ar');
  });

  test('writes sizes and durations in the unit that fits', () => {
    expect([0, 999, 1500, 25_000_000].map(format.bytes)).toEqual([
      '0 byte',
      '999 byte',
      '1.5 kB',
      '25 MB'
    ]);
    expect([84, 8100, 125_000, 12_240_000].map(format.duration)).toEqual([
      '84 ms',
      '8.1 s',
      '2 min 5 s',
      '3.4 h'
    ]);
    expect([59_400, 59_960, 119_700, 180_000].map(format.duration)).toEqual([
      '59 s',
      '1 min',
      '2 min',
      '3 min'
    ]);
    expect(createFormat('de').duration(8100)).toBe('8,1 s');
  });

  test('writes ages, down to now', () => {
    const now = Date.UTC(2025, 1, 21, 12);
    expect(
      [0, 59_000, 180_000, 7_300_000, 90_000_000].map(ms => format.ago(now - ms, now))
    ).toEqual(['now', 'now', '3 minutes ago', '2 hours ago', 'yesterday']);
  });

  test('writes the moment of a line as short as today allows', () => {
    const now = new Date(2025, 1, 21, 12, 4, 31).getTime();
    expect(format.moment(now, now)).toMatch(/^12:04:31\sPM$/);
    expect(format.moment(now - 86_400_000, now)).toMatch(/^Feb 20, 12:04\sPM$/);
    expect(format.moment(now - 366 * 86_400_000, now)).toMatch(/^Feb 21, 2024, 12:04\sPM$/);
  });

  test('shows the last moment of a right-open range', () => {
    const text = createFormat('en-GB').range('2025-02-14T12:00:00Z', '2025-02-21T12:00:00Z');
    expect(text).toMatch(/14.+21 Feb 2025/);
  });

  test('findLocale() takes the first tag it understands', () => {
    expect(findLocale('?lang=de', 'fr', ['en'])).toBe('de');
    expect(findLocale('?lang=%20', 'zh_CN', ['en'])).toBe('zh-CN');
    expect(findLocale('', undefined, [])).toBe('en');
  });
});
