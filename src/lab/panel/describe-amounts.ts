import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** How long something runs, in its largest unit: `14 min`. */
export function describeAge(seconds: number, trans: TranslationBundle): string {
  if (seconds < MINUTE_S) {
    return trans.__('just now');
  }
  if (seconds < HOUR_S) {
    return trans.__('%1 min', Math.floor(seconds / MINUTE_S));
  }
  if (seconds < DAY_S) {
    return trans.__('%1 h', Math.floor(seconds / HOUR_S));
  }
  const days = Math.floor(seconds / DAY_S);
  return trans._n('%1 day', '%1 days', days);
}

/** Memory in MB or GB, decimal, as system monitors show it; empty when unknown. */
export function describeMemory(bytes: number | null, trans: TranslationBundle): string {
  if (bytes === null) {
    return '';
  }
  return bytes < 1e9
    ? trans.__('%1 MB', Math.round(bytes / 1e6))
    : trans.__('%1 GB', (bytes / 1e9).toFixed(1));
}
