import { METRIC_FACTS } from '../../contract/metrics.ts';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { useBaseline } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { fittingGranularity, windowsOf } from '../strip/granularity.ts';
import { choicesForMap, factsOf, readMeasured, writeMeasured } from '../strip/metric-choices.ts';
import type { Measured } from '../strip/metric-choices.ts';
import type { SignalStripProps } from '../strip/signal-strip.tsx';
import { useExtent } from '../strip/use-strip-range.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a map begins with (§7.8): with a corpus the distance to it, with a reference drift, alone what is right. */
const BEGIN = ['query_distance', 'euclidean_distance', 'accuracy', 'mae', 'count'] as const;

export function startOfStrip(choices: readonly Measured[]): Measured | undefined {
  for (const metric of BEGIN) {
    const found = choices.find(choice => choice.metric === metric);
    if (found) {
      return found;
    }
  }
  return choices[0];
}

/** The strip over a map; null without times. A chosen moment stands for `momentMs` before it. */
export function useMapStrip(
  session: SessionState,
  embedding: Embedding
): { strip: SignalStripProps | null; momentMs: number } {
  const { update } = useNavigation();
  const asked = useViewState('metric');
  const every = useViewState('granularity');
  const { data: baseline } = useBaseline();
  const extent = useExtent(session);
  const { startTime, endTime } = session.datasets.primary ?? {};
  // Rows without a time of their own all have that of their loading.
  const hasTimes = Date.parse(endTime ?? '') - Date.parse(startTime ?? '') > MINUTE_MS;
  const choices = choicesForMap(session, factsOf(session, baseline)).filter(
    ({ metric }) =>
      (metric !== 'query_distance' || embedding.vectorCounts.corpus > 0) &&
      // Rows are counted on a column.
      (metric !== 'count' || session.dimensions.length > 0)
  );
  const measured = readMeasured(asked);
  const known =
    measured && choices.find(choice => writeMeasured(choice) === writeMeasured(measured));
  const current = known ?? startOfStrip(choices);
  if (!extent || !hasTimes || !current) {
    return { strip: null, momentMs: 2 * DAY_MS };
  }
  const { metric, dimension } = current;
  const granularity =
    every ?? fittingGranularity(Date.parse(extent.end) - Date.parse(extent.start));
  const isOfEmbedding = METRIC_FACTS[metric].on === 'embedding';
  return {
    strip: {
      session,
      extent,
      subject: isOfEmbedding
        ? embedding.name
        : metric === 'count'
          ? session.dimensions[0]?.name
          : undefined,
      name: isOfEmbedding ? embedding.name : (dimension ?? session.datasets.primary?.name ?? ''),
      choices,
      current,
      onChoose: next => update({ metric: writeMeasured(next) })
    },
    momentMs: windowsOf(metric, granularity).windowMs
  };
}
