import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page, TraceRow, TraceSummary } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useServerEvent } from '../app/server-events-context.tsx';

const MOST = 5;
export const FAILED = "status_code == 'ERROR'";

export interface TracesGlance {
  summary: TraceSummary;
  /** Those that failed last, or the slowest when none failed. */
  rows: TraceRow[];
}

/** The traces of the session in numbers, and some of them; undefined until they have come. */
export function useTracesGlance(): TracesGlance | undefined {
  const api = useApi();
  const queries = useQueryClient();
  const queryKey = [...KEYS.spans, 'glance'];
  // A look that is under way is finished first: spans may come many times a second.
  useServerEvent(
    'spans',
    () => void queries.invalidateQueries({ queryKey }, { cancelRefetch: false })
  );
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<TracesGlance> => {
      const summary = await api.json<TraceSummary>('api/traces/summary', {
        method: 'POST',
        body: {},
        signal
      });
      if (summary.spans === 0) {
        return { summary, rows: [] };
      }
      const body =
        summary.errors > 0
          ? { filter: FAILED, limit: MOST }
          : { sort: { by: 'latency', descending: true }, limit: MOST };
      const page = await api.json<Page<TraceRow>>('api/traces', { method: 'POST', body, signal });
      return { summary, rows: page.rows };
    },
    placeholderData: keepPreviousData
  });
  return data;
}
