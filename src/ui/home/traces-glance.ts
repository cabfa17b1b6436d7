import { queryOptions } from '@tanstack/react-query';
import type { Page, TraceRow, TraceSummary } from '../../contract/traces.ts';
import type { Api } from '../app/api.ts';
import { KEYS } from '../app/questions.ts';

const MOST = 5;
export const FAILED = "status_code == 'ERROR'";

export interface TracesGlance {
  summary: TraceSummary;
  /** Those that failed last, or the slowest when none failed. */
  rows: TraceRow[];
}

export const glanceQuery = (api: Api) =>
  queryOptions({
    queryKey: [...KEYS.spans, 'glance'],
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
    }
  });
