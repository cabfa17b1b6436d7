import { joinFilter, splitFilter } from '../../filter/split-filter.ts';

/** A range that was chosen in the picture, and is replaced by the next one. */
const CHOSEN = /^[\d.]+ <= latency_ms < [\d.]+$/;

/** The filter narrowed to latencies from `fromUs` (included) to `toUs` (not included), in microseconds; a narrowing made before is replaced. */
export function withLatency(filter: string, fromUs: number, toUs: number): string {
  const range = { text: `${toMs(fromUs)} <= latency_ms < ${toMs(toUs)}`, isAlternative: false };
  return joinFilter([range, ...splitFilter(filter).filter(({ text }) => !CHOSEN.test(text))]);
}

/** Latencies are whole microseconds: between two of them an edge means the next one. */
function toMs(us: number): string {
  return String(Number((Math.ceil(us) / 1000).toFixed(3)));
}
