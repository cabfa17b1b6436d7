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
