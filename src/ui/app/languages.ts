import type { Translations } from './messages.ts';

/** Languages besides English, each loaded when somebody reads it. */
const LANGUAGES: ReadonlyMap<string, () => Promise<Translations>> = new Map([
  ['de', async () => (await import('../german/german.ts')).GERMAN]
]);

/** How to get the words of a locale, whatever its region; undefined for English and what nobody has translated. */
export function findTranslations(locale: string): (() => Promise<Translations>) | undefined {
  return LANGUAGES.get(locale.split('-', 1)[0]?.toLowerCase() ?? '');
}
