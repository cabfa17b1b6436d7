import type { TranslationBundle } from '@jupyterlab/translation';

/** Sentences and numbers in the language of the interface. */
export interface Words {
  trans: TranslationBundle;
  /** With just so many decimals. */
  number: (value: number, decimals?: number) => string;
  /** With so many digits that count. */
  significant: (value: number, digits: number) => string;
}

/** `locale`: BCP 47, or as JupyterLab writes it; what is no language counts as English. */
export function createWords(trans: TranslationBundle, locale: string | undefined): Words {
  const language = findLanguage(locale);
  return {
    trans,
    number: (value, decimals = 0) =>
      value.toLocaleString(language, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals
      }),
    significant: (value, digits) =>
      value.toLocaleString(language, { maximumSignificantDigits: digits })
  };
}

function findLanguage(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale?.replaceAll('_', '-') ?? 'en')[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) {
      return 'en';
    }
    throw error;
  }
}
