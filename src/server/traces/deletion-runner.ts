import { setImmediate } from 'node:timers/promises';
import type { DeletionProgress } from '../../contract/traces.ts';
import type { Deletion, DeletionStep } from '../../traces/sqlite/delete-traces.ts';

const NOTHING: DeletionStep = { gone: 0, total: 0 };

/** Runs deletions step by step beside other work, tells how far all of them together are, and stops them between two steps. */
export class DeletionRunner {
  readonly #tell: (progress: DeletionProgress) => void;
  readonly #tellMs: number;
  readonly #running = new Map<Deletion, DeletionStep>();
  #stops = 0;
  /** When the last was told, or when the first began. */
  #toldMs = 0;
  #isTold = false;

  constructor(tell: (progress: DeletionProgress) => void, tellMs: number) {
    this.#tell = tell;
    this.#tellMs = tellMs;
  }

  /** Resolves to how many traces are gone: all of them, or those that went before it was stopped. */
  async run(deletion: Deletion): Promise<number> {
    const stops = this.#stops;
    if (this.#running.size === 0) {
      this.#toldMs = performance.now();
    }
    this.#running.set(deletion, NOTHING);
    try {
      for (let step = deletion.next(); ; step = deletion.next()) {
        if (step.done) {
          return step.value;
        }
        this.#running.set(deletion, step.value);
        this.#tellSometimes();
        // Spans that have come meanwhile are stored first.
        await setImmediate();
        if (stops !== this.#stops) {
          deletion.return(step.value.gone);
          return step.value.gone;
        }
      }
    } finally {
      this.#running.delete(deletion);
      if (this.#running.size === 0 && this.#isTold) {
        this.#isTold = false;
        this.#tell({ ...NOTHING, isOver: true });
      }
    }
  }

  /** What is gone stays gone. */
  stop(): void {
    this.#stops++;
  }

  #tellSometimes(): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs >= this.#tellMs) {
      this.#toldMs = nowMs;
      this.#isTold = true;
      const steps = [...this.#running.values()];
      this.#tell({
        gone: steps.reduce((sum, { gone }) => sum + gone, 0),
        total: steps.reduce((sum, { total }) => sum + total, 0),
        isOver: false
      });
    }
  }
}
