import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { formatLocale } from './find-locale.ts';
import { findTranslations } from './languages.ts';
import { createFormat, type Format } from './format.ts';
import { type Catalogue, createTranslate, type Translate, type Translations } from './messages.ts';

/** Formatters of a locale are dear to make, and every cell of a table asks for them: one set per page. */
interface Language {
  format: Format;
  translate: <C extends Catalogue>(catalogue: C) => Translate<C>;
}

function createLanguage(locale: string, translations?: Translations): Language {
  const translates = new WeakMap<Catalogue, Translate<Catalogue>>();
  return {
    format: createFormat(formatLocale(locale, translations !== undefined)),
    translate: catalogue => {
      const known =
        translates.get(catalogue) ?? createTranslate<Catalogue>(catalogue, locale, translations);
      translates.set(catalogue, known);
      // The map holds for each catalogue the function made from it.
      return known;
    }
  };
}

const Context = createContext<Language>(createLanguage('en'));

export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  const translations = useTranslations(locale);
  const language = useMemo(
    () => createLanguage(locale, translations ?? undefined),
    [locale, translations]
  );
  // Words come before the page does: nobody wants to see it change its language.
  return (
    translations !== undefined && <Context.Provider value={language}>{children}</Context.Provider>
  );
}

/** Undefined while they are on their way; null where the page speaks English. */
function useTranslations(locale: string): Translations | null | undefined {
  const part = findTranslations(locale);
  const [loaded, setLoaded] = useState<{ locale: string; translations: Translations | null }>();
  useEffect(() => {
    let isCurrent = true;
    const keep = (translations: Translations | null) => {
      if (isCurrent) {
        setLoaded({ locale, translations });
      }
    };
    if (part?.read() === undefined) {
      // Without its words the page still works, in English.
      part?.load().then(keep, () => keep(null));
    }
    return () => {
      isCurrent = false;
    };
  }, [part, locale]);
  const translations =
    part === undefined
      ? null
      : (part.read() ?? (loaded?.locale === locale ? loaded.translations : undefined));
  const isForeign = translations !== null && translations !== undefined;
  useEffect(() => {
    document.documentElement.lang = isForeign ? locale : 'en';
  }, [isForeign, locale]);
  return translations;
}

/** `const t = useTranslate(MESSAGES)`: each place has its own catalogue, so that a lazy place brings its own words. */
export function useTranslate<const C extends Catalogue>(catalogue: C): Translate<C> {
  return useContext(Context).translate(catalogue);
}

export function useFormat(): Format {
  return useContext(Context).format;
}
