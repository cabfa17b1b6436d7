import { readJson } from '../../client/index.ts';
import type { SessionState } from '../../contract/session.ts';
import { askSignals, firstMetric } from '../../contract/signal-questions.ts';
import { wholeDays } from '../../contract/whole-days.ts';
import type { SessionConnection } from './connect-session.ts';
import { type SignalRow, toSignalRows } from './signal-rows.ts';

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
  const asked = askSignals(
    { dimensions, embeddings },
    {
      metric: firstMetric(hasReference),
      extent: wholeDays(primary.startTime, primary.endTime)
    }
  );
  const answers = await Promise.all(
    [asked.dimensions, asked.embeddings].flatMap(json =>
      json ? [readJson(routes.timeseries.$post({ json }))] : []
    )
  );
  return toSignalRows(answers);
}
