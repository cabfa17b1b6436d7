import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { createFormat, type Format } from './format.ts';
import { type Catalogue, createTranslate, type Translate } from './messages.ts';

/** Formatters of a locale are dear to make, and every cell of a table asks for them: one set per page. */
interface Language {
  format: Format;
  translate: <C extends Catalogue>(catalogue: C) => Translate<C>;
}

function createLanguage(locale: string): Language {
  const translates = new WeakMap<Catalogue, Translate<Catalogue>>();
  return {
    format: createFormat(locale),
    translate: catalogue => {
      const known = translates.get(catalogue) ?? createTranslate<Catalogue>(catalogue, locale);
      translates.set(catalogue, known);
      // The map holds for each catalogue the function made from it.
      return known;
    }
  };
}

const Context = createContext<Language>(createLanguage('en'));

export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  const language = useMemo(() => createLanguage(locale), [locale]);
  return <Context.Provider value={language}>{children}</Context.Provider>;
}

/** `const t = useTranslate(MESSAGES)`: each place has its own catalogue, so that a lazy place brings its own words. */
export function useTranslate<const C extends Catalogue>(catalogue: C): Translate<C> {
  return useContext(Context).translate(catalogue);
}

export function useFormat(): Format {
  return useContext(Context).format;
}

/** `?lang=`, else the host's language, else the browser's; an unknown tag falls through. */
export function findLocale(
  search: string,
  host: string | undefined,
  languages: readonly string[]
): string {
  const asked = [new URLSearchParams(search).get('lang'), host?.replace('_', '-'), ...languages];
  return asked.find((tag): tag is string => typeof tag === 'string' && isLocale(tag)) ?? 'en';
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) {
      return false;
    }
    throw error;
  }
}
