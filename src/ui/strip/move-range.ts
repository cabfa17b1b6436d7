import type { Range } from './presets.ts';

/**
 * The range before (−1) or after (1) this one, as long as it, inside of `extent`. Without a range the first or last
 * stretch of `everyMs`.
 */
export function moveRange(
  range: Range | undefined,
  extent: Range,
  everyMs: number,
  step: -1 | 1
): Range {
  const [first, last] = [Date.parse(extent.start), Date.parse(extent.end)];
  const length = range
    ? Math.min(Date.parse(range.end) - Date.parse(range.start), last - first)
    : Math.min(everyMs, last - first);
  const start = range
    ? Date.parse(range.start) + step * length
    : step === 1
      ? first
      : last - length;
  const kept = Math.min(Math.max(start, first), last - length);
  return { start: new Date(kept).toISOString(), end: new Date(kept + length).toISOString() };
}

/** The window before or after the one that ends at `moment`, inside of `extent`. */
export function moveMoment(moment: string, extent: Range, everyMs: number, step: -1 | 1): string {
  const [first, last] = [Date.parse(extent.start) + everyMs, Date.parse(extent.end)];
  const moved = Math.min(Math.max(Date.parse(moment) + step * everyMs, first), last);
  return Number.isNaN(moved) ? moment : new Date(moved).toISOString();
}
