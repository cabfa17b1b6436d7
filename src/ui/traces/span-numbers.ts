export { formatCost, formatLatency } from '../parts/format-span.ts';

/** The share of a bar's width for a latency, on a logarithmic scale from 1 ms to the longest; 0.04 at least, so that it is seen. */
export function barShare(us: number, longestUs: number): number {
  const ms = (value: number) => Math.log10(1 + value / 1000);
  return longestUs <= 0 ? 0.04 : Math.min(1, Math.max(0.04, ms(us) / ms(longestUs)));
}
