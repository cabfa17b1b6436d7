const OWN = /^latency_ms >= [\d.]+ and latency_ms <= [\d.]+(?: and |$)/;

/** The filter narrowed to latencies between two edges in microseconds; a narrowing made before is replaced. */
export function withLatency(filter: string, fromUs: number, toUs: number): string {
  const range = `latency_ms >= ${toMs(fromUs)} and latency_ms <= ${toMs(toUs)}`;
  const written = filter.trim();
  const rest = written.replace(OWN, '');
  // `and` binds more strongly than `or`: what is not in parentheses belongs to more than the range.
  const kept = isAlternative(rest) ? written : rest;
  if (kept === '') {
    return range;
  }
  return `${range} and ${isAlternative(kept) ? `(${kept})` : kept}`;
}

function isAlternative(filter: string): boolean {
  return /\bor\b/.test(filter) && !/^\([^()]*\)$/.test(filter);
}

function toMs(us: number): string {
  return String(Number((us / 1000).toFixed(3)));
}
