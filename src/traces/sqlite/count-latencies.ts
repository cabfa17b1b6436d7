/** Bars per doubling, as in the histogram above the table; fewer when there would be more bars than {@link MAX_BARS}. */
const BARS_PER_DOUBLING = 2;
const MAX_BARS = 64;

interface Latency {
  latencyUs: number;
  hasError: boolean;
}

/** Latencies on a logarithmic scale: `edges` in microseconds has one number more than `counts`; below a microsecond is in the first bar. */
export function countLatencies(latencies: readonly Latency[]): {
  edges: number[];
  counts: number[];
  errors: number[];
} {
  if (latencies.length === 0) {
    return { edges: [], counts: [], errors: [] };
  }
  const doublings = latencies.map(({ latencyUs }) => Math.log2(Math.max(latencyUs, 1)));
  const low = doublings.reduce((a, b) => Math.min(a, b));
  const high = doublings.reduce((a, b) => Math.max(a, b));
  const perDoubling = Math.min(BARS_PER_DOUBLING, (MAX_BARS - 2) / Math.max(high - low, 1));
  const first = Math.floor(low * perDoubling);
  const bars = Math.floor(high * perDoubling) - first + 1;
  const counts = Array<number>(bars).fill(0);
  const errors = Array<number>(bars).fill(0);
  latencies.forEach(({ hasError }, i) => {
    const bar = Math.floor((doublings[i] ?? 0) * perDoubling) - first;
    counts[bar] = (counts[bar] ?? 0) + 1;
    errors[bar] = (errors[bar] ?? 0) + (hasError ? 1 : 0);
  });
  const edges = Array.from({ length: bars + 1 }, (_, i) => 2 ** ((first + i) / perDoubling));
  return { edges, counts, errors };
}
