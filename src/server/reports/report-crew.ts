import type { Worker } from 'node:worker_threads';
import type { Failure } from '../../contract/failures.ts';
import type { Rules } from '../../inferences/measures/measures.ts';
import type { Model } from '../../inferences/model.ts';
import type { ThreadAsk } from './messages.ts';
import { PiecePlan } from './plan-pieces.ts';
import { ReportThread, type Batch, type Measured } from './report-thread.ts';

/** Below so many rows a second thread takes longer to start than it saves. */
const MIN_SHARED_ROWS = 50_000;

interface CrewRules {
  /** The most threads there may be. */
  threads: number;
  start: () => Worker;
  onLost: (error: Error) => void;
}

/** The threads that measure one model. */
export class ReportCrew {
  readonly #plan: PiecePlan;
  readonly #threads: ReportThread[];

  constructor(model: Model, { threads, start, onLost }: CrewRules) {
    const size = countRows(model) < MIN_SHARED_ROWS ? 1 : threads;
    this.#plan = new PiecePlan(model, size);
    this.#threads = Array.from({ length: size }, () => new ReportThread(start, onLost));
  }

  get size(): number {
    return this.#threads.length;
  }

  /** Threads that run. */
  get alive(): number {
    return this.#threads.filter(({ isAlive }) => isAlive).length;
  }

  /** Pieces that have not begun. */
  get waiting(): number {
    return this.#threads.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  warm(): void {
    this.#threads.forEach(thread => thread.warm());
  }

  /** Measures all parts of a request; what has not begun is left out once `signal` is aborted or a part has failed. */
  async run(
    rules: Rules,
    ask: ThreadAsk,
    { signal, isWanted }: Pick<Batch, 'signal' | 'isWanted'>
  ): Promise<Measured> {
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal]);
    const pieces = this.#plan.split(ask);
    const batch: Batch = { left: pieces.length, signal: stop, isWanted };
    const drop = () => this.#threads.forEach(each => each.dropAborted());
    stop.addEventListener('abort', drop, { once: true });
    try {
      const measured = await Promise.all(
        pieces.map(async piece => {
          const thread = this.#threads[piece.thread];
          if (!thread) {
            throw new RangeError(`Cannot use thread ${piece.thread}: there are ${this.size}`);
          }
          return thread.run({ rules, ask: piece.ask }, batch);
        })
      );
      return {
        answer: this.#plan.merge(
          ask,
          measured.map(({ answer }) => answer)
        ),
        bytes: measured.reduce((sum, { bytes }) => sum + bytes, 0)
      };
    } catch (error) {
      failed.abort(error);
      throw error;
    } finally {
      // A joined signal that is listened to is never collected, nor is what it is about: the data.
      stop.removeEventListener('abort', drop);
    }
  }

  async close(reason: Failure): Promise<void> {
    await Promise.all(this.#threads.map(thread => thread.close(reason)));
  }
}

function countRows({ datasets }: Model): number {
  return (datasets.primary?.rowCount ?? 0) + (datasets.reference?.rowCount ?? 0);
}
