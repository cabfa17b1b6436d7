import { readJson } from '../../client/index.ts';
import type { Metric } from '../../contract/metrics.ts';
import { SPARK_WINDOWS, windowsWithin } from '../../contract/picture-windows.ts';
import type { SessionState } from '../../contract/session.ts';
import type { SessionConnection } from './connect-session.ts';
import { type SignalRow, toSignalRows } from './signal-rows.ts';
import { wholeDays } from './whole-days.ts';

/** Drift where there is something to compare with, else how much is missing: what *Signals* begins with. */
export async function readSignals(
  { routes }: SessionConnection,
  { datasets: { primary, reference }, dimensions, embeddings }: SessionState
): Promise<SignalRow[]> {
  if (primary === null) {
    return [];
  }
  const baseline = reference === null ? await readJson(routes.baseline.$get()) : null;
  const hasReference = reference !== null || baseline !== null;
  const metrics: Metric[] = [
    ...(dimensions.length > 0
      ? [hasReference ? ('psi' as const) : ('percent_empty' as const)]
      : []),
    ...(hasReference && embeddings.some(({ vectorCounts }) => vectorCounts.primary > 0)
      ? ['euclidean_distance' as const]
      : [])
  ];
  const range = wholeDays(primary.startTime, primary.endTime);
  const answers = await Promise.all(
    metrics.map(metric =>
      readJson(
        routes.timeseries.$post({
          json: {
            metric,
            ...(range && {
              ...range,
              ...windowsWithin(
                metric,
                Date.parse(range.end) - Date.parse(range.start),
                SPARK_WINDOWS
              )
            })
          }
        })
      )
    )
  );
  return toSignalRows(answers);
}
