import { useMemo } from 'react';
import type { SessionState } from '../../contract/session.ts';
import { askSignals } from '../../contract/signal-questions.ts';
import { useSignals, useTimeseries } from '../app/queries.ts';
import { listLines, type SignalLine } from './signal-lines.ts';
import type { SignalScope } from './signal-scope.ts';

export interface SignalLines {
  /** Undefined until values have come. */
  lines: SignalLine[] | undefined;
  /** Their series have come, too, of the same metric: what moved most, and what is beyond its limits, is known. */
  isComplete: boolean;
  /** The lines answer an older question. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** The lines of the list: values over the scope, and a small series over all times. */
export function useSignalLines(session: SessionState, scope: SignalScope): SignalLines {
  const { range, measured } = scope;
  const { metric } = measured;
  const questions = useMemo(
    () => askSignals(session, { ...scope, metric }),
    [session, scope, metric]
  );
  const values = useSignals(questions.values);
  const overview = useSignals(questions.overview);
  const dimensions = useTimeseries(questions.dimensions);
  const embeddings = useTimeseries(questions.embeddings);
  const failed = [values, dimensions, embeddings].find(({ error }) => error !== null);
  const isReady = values.data !== undefined;
  const isComplete =
    isReady &&
    values.data.metrics.includes(metric) &&
    isOf(questions.dimensions, dimensions.data) &&
    (isOf(questions.embeddings, embeddings.data) || embeddings.isError);
  const lines = useMemo(() => {
    if (!isReady) {
      return undefined;
    }
    const [start, end] = [
      range ? Date.parse(range.start) : -Infinity,
      range ? Date.parse(range.end) : Infinity
    ];
    const times = dimensions.data?.times ?? embeddings.data?.times ?? [];
    const right = times.map(Date.parse);
    const every = dimensions.data?.everyMs ?? embeddings.data?.everyMs ?? 0;
    return listLines({
      session,
      metric,
      values: values.data,
      overview: overview.data,
      series: {
        dimension: questions.dimensions ? (dimensions.data?.series ?? []) : [],
        embedding: questions.embeddings ? (embeddings.data?.series ?? []) : []
      },
      isComplete,
      isInScope: window => {
        const time = right[window] ?? NaN;
        return time > start && time - every < end;
      },
      hasTimes: times.length > 0
    });
  }, [
    isReady,
    isComplete,
    session,
    metric,
    range,
    questions,
    values.data,
    overview.data,
    dimensions.data,
    embeddings.data
  ]);
  return {
    lines: failed && !isComplete ? undefined : lines,
    isComplete,
    isStale: [values, dimensions, embeddings].some(({ isPlaceholderData }) => isPlaceholderData),
    error: failed?.error ?? null,
    retry: () => {
      for (const query of [values, overview, dimensions, embeddings]) {
        if (query.isError) {
          void query.refetch();
        }
      }
    }
  };
}

/** While a question is asked the answer to the one before stays, and may be of another metric. */
function isOf(
  question: { metric: string } | undefined,
  answer: { metric: string } | undefined
): boolean {
  return question === undefined || question.metric === answer?.metric;
}
