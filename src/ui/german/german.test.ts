import { expect, test } from 'vitest';
import type { Catalogue, Message } from '../app/messages.ts';
import { createTranslate } from '../app/messages.ts';
import { GERMAN } from './german.ts';

const FILES = import.meta.glob<Record<string, Catalogue>>('../*/*-messages.ts', { eager: true });

const catalogues = Object.entries(FILES).flatMap(([file, exported]) =>
  Object.entries(exported)
    .filter(([name]) => name.endsWith('_MESSAGES'))
    .map(([name, catalogue]) => ({ file, name, catalogue }))
);

const textOf = (message: Message) => (typeof message === 'string' ? message : message.other);
const formsOf = (message: Message) =>
  typeof message === 'string' ? [message] : [message.one, message.other];
const placesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

test('there are catalogues to look at', () => {
  expect(catalogues.length).toBeGreaterThan(10);
});

test.each(catalogues)('$name is in German, key by key', ({ catalogue }) => {
  const missing = Object.entries(catalogue).filter(([, message]) => !GERMAN.has(textOf(message)));
  expect(missing).toEqual([]);
});

test.each(catalogues)(
  'the German of $name has the places and plural forms of the English',
  ({ catalogue }) => {
    for (const message of Object.values(catalogue)) {
      const german = GERMAN.get(textOf(message)) ?? '';
      expect(placesIn(formsOf(german).join()), textOf(message)).toEqual(
        placesIn(formsOf(message).join())
      );
      if (typeof message !== 'string') {
        expect(typeof german, message.other).toBe('object');
      }
    }
  }
);

test('a message is said in German, with German numbers, and one without a translation in English', () => {
  const catalogue = {
    rows: { one: '{count} row', other: '{count} rows' },
    plain: '{count} rows',
    unknown: 'Never translated'
  } as const;
  const t = createTranslate(catalogue, 'de-AT', GERMAN);
  expect([t('rows', { count: 1 }), t('rows', { count: 2112 })]).toEqual([
    '1 Zeile',
    `${new Intl.NumberFormat('de-AT').format(2112)} Zeilen`
  ]);
  expect(t('plain', { count: 3 })).toBe('3 Zeilen');
  expect(t('unknown')).toBe('Never translated');
});
