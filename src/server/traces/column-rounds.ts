import { setTimeout } from 'node:timers/promises';
import type { GatheredColumn } from '../../traces/attribute-columns/gather-columns.ts';
import type { ColumnOrder, OrderRules } from '../../traces/sqlite/keep-attributes.ts';

export interface RoundRules {
  order: (rules: OrderRules) => Promise<ColumnOrder | null>;
  gather: (order: ColumnOrder) => Promise<GatheredColumn[]>;
  keep: (order: ColumnOrder, columns: GatheredColumn[]) => Promise<boolean>;
  /** Whether spans or questions need the processor more. */
  isBusy: () => boolean;
  onFault: (error: unknown) => void;
}

/** Part of a core that is used then. */
const BUSY_SHARE = 0.25;

/** What was put off, or had changed when it was made, is tried again after so long. */
const RETRY_MS = 5000;

/** Has the columns of attributes made, one block after the other, while everything else goes on. */
export class ColumnRounds {
  readonly #rules: RoundRules;
  readonly #closed = new AbortController();
  #round: Promise<void> | undefined;
  #isWanted = false;

  constructor(rules: RoundRules) {
    this.#rules = rules;
  }

  /** There may be blocks without columns. */
  wake(): void {
    this.#isWanted = true;
    this.#round ??= this.#run().finally(() => {
      this.#round = undefined;
    });
  }

  /** Resolves when nothing is asked for any more. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#round;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    try {
      while (this.#isWanted && !signal.aborted) {
        this.#isWanted = false;
        if (!(await this.#makeAll())) {
          await setTimeout(RETRY_MS, undefined, { signal, ref: false });
          this.#isWanted = true;
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#rules.onFault(error);
      }
    }
  }

  /** Whether there is nothing left to make. */
  async #makeAll(): Promise<boolean> {
    const { order, gather, keep, isBusy } = this.#rules;
    const { signal } = this.#closed;
    let isComplete = true;
    const ask = (isFirst: boolean) => {
      const isCalm = !isBusy();
      isComplete &&= isCalm;
      return order({ isFirst, isCalm });
    };
    for (let next = await ask(true); next; next = await ask(false)) {
      const started = performance.now();
      isComplete = (await keep(next, await gather(next))) && isComplete;
      const tookMs = performance.now() - started;
      const restMs = isBusy() ? tookMs * (1 / BUSY_SHARE - 1) : 0;
      await setTimeout(restMs, undefined, { signal, ref: false });
    }
    return isComplete;
  }
}
