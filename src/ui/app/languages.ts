import type { Translations } from './messages.ts';
import { createPart, type Part } from './part.ts';

/** Languages besides English, each loaded when somebody reads it. */
const LANGUAGES: ReadonlyMap<string, Part<Translations>> = new Map([
  ['de', createPart(async () => (await import('../german/german.ts')).GERMAN)]
]);

/** The words of a locale, whatever its region; undefined for English and what nobody has translated. */
export function findTranslations(locale: string): Part<Translations> | undefined {
  return LANGUAGES.get(locale.split('-', 1)[0]?.toLowerCase() ?? '');
}
