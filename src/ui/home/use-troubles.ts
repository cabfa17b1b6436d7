import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SegmentsAnswer } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useSignals } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import type { SignalLine } from '../signals/signal-lines.ts';
import type { SignalScope } from '../signals/signal-scope.ts';
import { findTroubles, type Trouble, TROUBLE_METRICS } from './find-troubles.ts';

/** Columns that are looked at for new categories: those that drifted most. */
const MOST_SEGMENTED = 6;
/** A column of ids has new values by nature. */
const MOST_CATEGORIES = 200;

/** What is broken over the scope; undefined while it is looked for. `lines` come in the order of their drift. */
export function useTroubles(
  session: SessionState,
  { facts, range }: SignalScope,
  lines: readonly SignalLine[] | undefined
): { troubles: Trouble[] | undefined; error: Error | null; retry: () => void } {
  const api = useApi();
  const signals = useSignals(
    session.dimensions.length > 0 ? { metrics: [...TROUBLE_METRICS], ...range } : undefined
  );
  const names = facts.hasReference
    ? (lines ?? [])
        .filter(
          ({ dataType, overview }) =>
            dataType === 'categorical' && (overview.cardinality ?? 0) <= MOST_CATEGORIES
        )
        .slice(0, MOST_SEGMENTED)
        .map(({ name }) => name)
    : [];
  const segments = useQueries({
    queries: names.map(dimension => {
      const query = { dimension, ...range };
      return {
        queryKey: [...KEYS.measures, 'segments', query],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.json<SegmentsAnswer>('api/segments', { method: 'POST', body: query, signal })
      };
    }),
    combine: results => ({
      answers: results.flatMap(({ data }) => data ?? []),
      isPending: results.some(({ isPending }) => isPending)
    })
  });
  const isReady =
    (session.dimensions.length === 0 || signals.data !== undefined) &&
    (!facts.hasReference || lines !== undefined) &&
    !segments.isPending;
  const { answers } = segments;
  const troubles = useMemo(
    () =>
      isReady
        ? findTroubles({
            session,
            signals: signals.data ?? { metrics: [], signals: [] },
            segments: answers
          })
        : undefined,
    [isReady, session, signals.data, answers]
  );
  return { troubles, error: signals.error, retry: () => void signals.refetch() };
}
