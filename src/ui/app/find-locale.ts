/** `?lang=`, else the host's language, else the browser's; an unknown tag falls through. */
export function findLocale(
  search: string,
  host: string | undefined,
  languages: readonly string[]
): string {
  const asked = [new URLSearchParams(search).get('lang'), host?.replace('_', '-'), ...languages];
  return asked.find((tag): tag is string => typeof tag === 'string' && isLocale(tag)) ?? 'en';
}

const RIGHT_TO_LEFT = /^(?:ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;

/** How numbers and dates are written: as the reader's locale does, unless they would be turned around among English words. */
export function formatLocale(locale: string, isTranslated: boolean): string {
  return !isTranslated && RIGHT_TO_LEFT.test(locale) ? 'en' : locale;
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
