import type { FailureCode } from '../../contract/failures.ts';
import type { WhereSource } from '../../contract/metrics.ts';
import type { MeasureAsk, Rules } from '../../inferences/measures/measures.ts';

/** What a report thread is asked: something to measure, or the rows that meet conditions. */
export type ThreadAsk = MeasureAsk | ({ name: 'where' } & WhereSource);

export interface ThreadMessage {
  rules: Rules;
  ask: ThreadAsk;
}

/** `bytes`: about what the answer takes in memory. A failure is plain data here, since threads pass on no classes. */
export type ThreadReply =
  | { answer: unknown; bytes: number }
  | { failure: { code: FailureCode; message: string; hint?: string; details?: readonly string[] } }
  | { fault: unknown };
