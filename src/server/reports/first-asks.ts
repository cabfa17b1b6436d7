import type { SessionState } from '../../contract/session.ts';
import { askSignals, firstMetric } from '../../contract/signal-questions.ts';
import { wholeDays } from '../../contract/whole-days.ts';
import type { Rules } from '../../inferences/measures/measures.ts';
import type { ThreadAsk } from './messages.ts';

/**
 * What a page that opens asks of new data, as the routes read it: the report of all columns, then what *Home* and *Signals* show of it.
 * Series are cut at midnights of this machine; a browser of another zone has to wait for its own.
 */
export function listFirstAsks(
  {
    datasets: { primary, reference },
    dimensions,
    embeddings
  }: Pick<SessionState, 'datasets' | 'dimensions' | 'embeddings'>,
  { baseline }: Pick<Rules, 'baseline'>
): ThreadAsk[] {
  const asked = askSignals(
    { dimensions, embeddings },
    {
      metric: firstMetric(reference !== null || baseline !== null),
      extent: primary ? wholeDays(primary.startTime, primary.endTime) : undefined
    }
  );
  const series = [asked.dimensions, asked.embeddings].flatMap(query => query ?? []);
  const hasTruth = (['prediction', 'actual'] as const).every(role =>
    dimensions.some(({ type }) => type === role)
  );
  return [
    { name: 'signals' },
    ...[asked.values, asked.overview].map(query => ({
      ...query,
      name: 'signals' as const
    })),
    ...(primary ? series : []).map(query => ({
      ...query,
      dataset: 'primary' as const,
      name: 'timeseries' as const
    })),
    ...(hasTruth ? [{ name: 'performance' as const }] : [])
  ];
}
