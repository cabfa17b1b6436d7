import type { SpanRow, Tokens } from '../../contract/traces.ts';
import type { SpanTree } from './span-tree.ts';

/** What stands in the head of a trace. */
export interface TraceSums {
  /** The span that stands for the trace: its root, else the earliest whose parent has not come. */
  top: SpanRow | undefined;
  /** The first start and the last end of all spans, whatever their clocks: lists and filters call what is between them its latency. */
  startUs: number;
  endUs: number;
  spans: number;
  errors: number;
  running: number;
  tokens: Tokens;
  /** Null when no model in it has a price. */
  cost: number | null;
  sessionId: string | null;
  userId: string | null;
}

export function sumTrace({ nodes, branches }: SpanTree): TraceSums {
  const tops = branches.flatMap(branch => branch.tops.map(({ span }) => span));
  const sums: TraceSums = {
    top: branches.find(({ parentId }) => parentId === null)?.tops[0]?.span ?? tops[0],
    startUs: nodes[0]?.span.startUs ?? 0,
    endUs: 0,
    spans: nodes.length,
    errors: 0,
    running: 0,
    tokens: { prompt: 0, completion: 0, total: 0 },
    cost: null,
    sessionId: null,
    userId: null
  };
  for (const { span } of nodes) {
    sums.startUs = Math.min(sums.startUs, span.startUs);
    sums.endUs = Math.max(sums.endUs, span.startUs, span.endUs ?? span.startUs);
    sums.errors += span.statusCode === 'ERROR' ? 1 : 0;
    sums.running += span.endUs === null ? 1 : 0;
    sums.sessionId ??= span.sessionId;
    sums.userId ??= span.userId;
  }
  for (const { cumulative, cost } of tops) {
    sums.tokens.prompt += cumulative.prompt;
    sums.tokens.completion += cumulative.completion;
    sums.tokens.total += cumulative.total;
    sums.cost = cost === null ? sums.cost : (sums.cost ?? 0) + cost;
  }
  return sums;
}
