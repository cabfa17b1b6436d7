import { setTimeout } from 'node:timers/promises';
import type { GatheredColumn } from '../../traces/attribute-columns/gather-columns.ts';
import type { ColumnOrder } from '../../traces/sqlite/keep-attributes.ts';

export interface RoundRules {
  /** The next block; `isFirst` begins a round, in which each comes up at most once. */
  order: (isFirst: boolean) => Promise<ColumnOrder | null>;
  gather: (order: ColumnOrder) => Promise<GatheredColumn[]>;
  keep: (order: ColumnOrder, columns: GatheredColumn[]) => Promise<boolean>;
  /** Part of a core that may be used now, above 0. */
  share: () => number;
  onFault: (error: unknown) => void;
}

/** Blocks that were changed while their columns were made are tried again after so long. */
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

  /** Whether everything that was made was kept. */
  async #makeAll(): Promise<boolean> {
    const { order, gather, keep, share } = this.#rules;
    const { signal } = this.#closed;
    let isComplete = true;
    for (let next = await order(true); next; next = await order(false)) {
      const started = performance.now();
      isComplete = (await keep(next, await gather(next))) && isComplete;
      const tookMs = performance.now() - started;
      await setTimeout(tookMs * (1 / share() - 1), undefined, { signal, ref: false });
    }
    return isComplete;
  }
}
