import type { Category } from '../categories.ts';
import { compareCodePoints } from '../compare-code-points.ts';

/** By value: numbers first, 1 2 3 10, then texts by code point (§14.4). Gives positions in `categories`. */
export function orderCategories(categories: readonly Category[]): number[] {
  return Array.from(categories.keys()).sort((i, j) => {
    const a = categories[i]?.value ?? '';
    const b = categories[j]?.value ?? '';
    if (typeof a === 'string' || typeof b === 'string') {
      return typeof a === 'string' && typeof b === 'string'
        ? compareCodePoints(a, b)
        : typeof a === 'string'
          ? 1
          : -1;
    }
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** Text that also exists as a number, or is empty, says that it is text by its quotes (§14.4). */
export function labelCategories(categories: readonly Category[]): string[] {
  const numbers = new Set(
    categories.filter(({ value }) => typeof value !== 'string').map(({ label }) => label)
  );
  return categories.map(({ label, value }) =>
    typeof value === 'string' && (numbers.has(label) || label === '')
      ? JSON.stringify(label)
      : label
  );
}
