import { describe, expect, expectTypeOf, test } from 'vitest';
import { createTranslate, PSEUDO_LOCALE } from './messages.ts';

const CATALOGUE = {
  plain: 'Home',
  rows: { one: '{count} row', other: '{count} rows' },
  of: '{shown} of {total} in {name}'
} as const;

describe('createTranslate()', () => {
  test('fills places and writes numbers by the locale', () => {
    expect(createTranslate(CATALOGUE, 'en')('of', { shown: 1234, total: 99999, name: 'a' })).toBe(
      '1,234 of 99,999 in a'
    );
    expect(createTranslate(CATALOGUE, 'de')('of', { shown: 1234, total: 99999, name: 'a' })).toBe(
      '1.234 of 99.999 in a'
    );
  });

  test('chooses the plural form', () => {
    const t = createTranslate(CATALOGUE, 'en');
    expect([t('rows', { count: 1 }), t('rows', { count: 0 })]).toEqual(['1 row', '0 rows']);
  });

  test('never reads a place in a value', () => {
    expect(createTranslate(CATALOGUE, 'en')('of', { shown: 1, total: 2, name: '{shown}$&' })).toBe(
      '1 of 2 in {shown}$&'
    );
  });

  test('makes every message foreign and longer in the pseudo-locale', () => {
    expect(createTranslate(CATALOGUE, PSEUDO_LOCALE)('plain')).toBe('[Hómé ~~]');
  });

  test('is typed by the catalogue', () => {
    const t = createTranslate(CATALOGUE, 'en');
    expectTypeOf(t<'rows'>).parameters.toEqualTypeOf<['rows', { count: number }]>();
    expectTypeOf(t<'plain'>).parameters.toEqualTypeOf<['plain']>();
    expect(t('plain')).toBe('Home');
  });
});
