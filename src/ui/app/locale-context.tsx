import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { createFormat, type Format } from './format.ts';
import { type Catalogue, createTranslate, type Translate } from './messages.ts';

const Context = createContext('en');

export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return <Context.Provider value={locale}>{children}</Context.Provider>;
}

/** `const t = useTranslate(MESSAGES)`: each place has its own catalogue, so that a lazy place brings its own words. */
export function useTranslate<const C extends Catalogue>(catalogue: C): Translate<C> {
  const locale = useContext(Context);
  return useMemo(() => createTranslate(catalogue, locale), [catalogue, locale]);
}

export function useFormat(): Format {
  const locale = useContext(Context);
  return useMemo(() => createFormat(locale), [locale]);
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
