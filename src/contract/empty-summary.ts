import type { TraceSummary } from './traces.ts';

/** The numbers of a session that no span has come to. */
export const EMPTY_SUMMARY: TraceSummary = {
  spans: 0,
  traces: 0,
  errors: 0,
  running: 0,
  tokens: { prompt: 0, completion: 0, total: 0 },
  cost: null,
  latency: null,
  histogram: { edges: [], counts: [], errors: [] },
  total: 0,
  totalTraces: 0
};
