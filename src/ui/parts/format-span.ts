import type { Format } from '../app/format.ts';

/** Microseconds as a reader says them: `850 µs`, `84 ms`, `8.1 s`. */
export function formatLatency(format: Format, us: number): string {
  return us < 1000 ? `${format.number(Math.round(us))} µs` : format.duration(us / 1000);
}

/** Less than a hundredth of a cent is no sum to read in a column. */
const LEAST_DOLLARS = 0.0001;

/** US dollars; what is less than a dollar keeps two digits that say something, down to `<$0.0001`. */
export function formatCost(format: Format, dollars: number): string {
  if (dollars > 0 && dollars < LEAST_DOLLARS) {
    return `<${formatCost(format, LEAST_DOLLARS)}`;
  }
  const style = { style: 'currency', currency: 'USD' } as const;
  const digits = dollars > 0 && dollars < 1 ? { maximumSignificantDigits: 2 } : {};
  return new Intl.NumberFormat(format.locale, { ...style, ...digits }).format(dollars);
}
