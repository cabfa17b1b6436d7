import { describe, expect, test } from 'vitest';
import { createFormat } from './format.ts';
import { findLocale } from './find-locale.ts';

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

  test('writes sizes and durations in the unit that fits', () => {
    expect([0, 999, 1500, 25_000_000].map(format.bytes)).toEqual([
      '0 byte',
      '999 byte',
      '1.5 kB',
      '25 MB'
    ]);
    expect([84, 8100, 125_000].map(format.duration)).toEqual(['84 ms', '8.1 sec', '2 min 5 sec']);
  });

  test('writes ages, down to now', () => {
    const now = Date.UTC(2025, 1, 21, 12);
    expect(
      [0, 59_000, 180_000, 7_300_000, 90_000_000].map(ms => format.ago(now - ms, now))
    ).toEqual(['now', 'now', '3 minutes ago', '2 hours ago', 'yesterday']);
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
