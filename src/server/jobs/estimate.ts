import type { JobStage, MapParameters } from '../../contract/map.ts';

type TimedStage = Exclude<JobStage, 'waiting'>;

const STAGES: readonly TimedStage[] = ['sample', 'neighbors', 'layout', 'clusters', 'names'];

export interface JobSize {
  count: number;
  dimension: number;
  parameters: MapParameters;
}

/**
 * Milliseconds a stage takes on the build machine (2 shared cores at 2.8 GHz), from the timings in `src/bench`. Only the
 * shape matters: how fast this machine really is, is learned from its own jobs.
 */
function expectMs(stage: TimedStage, { count, dimension, parameters }: JobSize): number {
  switch (stage) {
    case 'sample':
      return count * dimension * 1e-6;
    case 'neighbors':
      // Exact search is quadratic; above some 20,000 rows an approximate one takes over.
      return count * Math.min(count, 20_000) * dimension * 1.5e-8;
    case 'layout':
      return count * (count > 10_000 ? 200 : 500) * parameters.nNeighbors * 4.2e-5;
    case 'clusters':
      return count * 0.005;
    case 'names':
      return count * 0.002;
  }
}

/** How much slower than expected each stage was in the jobs before. */
export class Pace {
  readonly #factorByStage = new Map<TimedStage, number>();

  factor(stage: TimedStage): number {
    return this.#factorByStage.get(stage) ?? 1;
  }

  learn(stage: TimedStage, expectedMs: number, tookMs: number): void {
    // Stages of a few milliseconds say more about the machine's mood than about its speed.
    if (expectedMs > 5 && tookMs > 20) {
      const before = this.#factorByStage.get(stage);
      const now = tookMs / expectedMs;
      this.#factorByStage.set(stage, before === undefined ? now : (before + now) / 2);
    }
  }
}

/** Follows one job through its stages and says how long the rest will take. */
export class Estimate {
  readonly #pace: Pace;
  #size: JobSize | undefined;
  #stage: TimedStage = 'sample';
  #stageStartMs: number;

  constructor(pace: Pace, nowMs: number) {
    this.#pace = pace;
    this.#stageStartMs = nowMs;
  }

  setSize(size: JobSize): void {
    this.#size = size;
  }

  enter(stage: TimedStage, nowMs: number): void {
    if (this.#size !== undefined) {
      this.#pace.learn(this.#stage, expectMs(this.#stage, this.#size), nowMs - this.#stageStartMs);
    }
    this.#stage = stage;
    this.#stageStartMs = nowMs;
  }

  /** Milliseconds until the job is done; null before its size is known. */
  remainingMs(done: number, total: number, nowMs: number): number | null {
    const size = this.#size;
    if (size === undefined) {
      return null;
    }
    const expected = (stage: TimedStage) => expectMs(stage, size) * this.#pace.factor(stage);
    const later = STAGES.slice(STAGES.indexOf(this.#stage) + 1);
    const spentMs = nowMs - this.#stageStartMs;
    const isMeasured = done > 0 && total > 0 && spentMs > 200;
    const stageMs = isMeasured
      ? (spentMs * (total - done)) / done
      : Math.max(0, expected(this.#stage) - spentMs);
    return Math.round(later.reduce((sum, stage) => sum + expected(stage), stageMs));
  }
}
