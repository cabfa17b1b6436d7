import type { ServerEntry } from '../../contract/server-entry.ts';

export interface SessionSum {
  /** Sessions that answer. */
  count: number;
  spansPerSecond: number;
  memoryBytes: number;
  stopped: number;
}

export function sumSessions(entries: readonly ServerEntry[]): SessionSum {
  const sum: SessionSum = { count: 0, spansPerSecond: 0, memoryBytes: 0, stopped: 0 };
  for (const { healthy, spans_per_second, memory_bytes } of entries) {
    if (healthy) {
      sum.count += 1;
      sum.spansPerSecond += spans_per_second;
      sum.memoryBytes += memory_bytes ?? 0;
    } else {
      sum.stopped += 1;
    }
  }
  return sum;
}
