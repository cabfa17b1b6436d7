export interface Timing {
  wallSeconds: number;
  /** User and system seconds of all threads. */
  cpuSeconds: number;
}

/** Runs `work` once and takes its time; waits for a promise. */
export async function timeWork<Result>(
  work: () => Result | Promise<Result>
): Promise<Timing & { result: Result }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    result,
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6
  };
}

/** The middle one by wall time. */
export function takeMedian<Run extends Timing>(runs: Run[]): Run {
  const sorted = runs.toSorted((a, b) => a.wallSeconds - b.wallSeconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) {
    throw new RangeError('Cannot take the median of no runs: at least 1 is needed');
  }
  return middle;
}
