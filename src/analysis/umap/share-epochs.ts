/** An epoch of a thread's own rows is handed out in this many parts; a part is how far threads drift apart. */
const PARTS = 16;
/** Counters lie a line of the cache apart, so that threads do not fight for one. */
const STEP = 16;

/** The work of a layout: all rows in each epoch, of which every thread owns an equal share. */
export interface EpochPlan {
  count: number;
  epochs: number;
  threads: number;
}

/** Rows [first, last) in one epoch. */
export interface Part {
  epoch: number;
  first: number;
  last: number;
}

/** Length of the counters that `takePart` works on; all zero in the beginning. */
export function countCounters({ threads }: EpochPlan): number {
  return threads * STEP;
}

/**
 * Takes the next part of the thread's own rows, or, when others have fallen back behind it, of those that are farthest behind: a thread stays with the same rows,
 * and no row gets far ahead. Undefined when all epochs have been given out.
 */
export function takePart(taken: Int32Array, plan: EpochPlan, thread: number): Part | undefined {
  const { count, epochs, threads } = plan;
  const parts = countParts(plan);
  for (;;) {
    let owner = thread;
    let least = epochOf(taken, plan, thread);
    for (let other = 0; other < threads; other++) {
      const epoch = epochOf(taken, plan, other);
      if (epoch < least) {
        least = epoch;
        owner = other;
      }
    }
    if (least >= epochs) return undefined;
    const t = Atomics.add(taken, owner * STEP, 1);
    const epoch = Math.floor(t / parts);
    // Another thread may have taken the last one in the meantime.
    if (epoch >= epochs) continue;
    const part = owner * parts + (t % parts);
    const all = parts * threads;
    return {
      epoch,
      first: Math.floor((part * count) / all),
      last: Math.floor(((part + 1) * count) / all)
    };
  }
}

/** Epochs begun by now in all rows. */
export function readEpoch(taken: Int32Array, plan: EpochPlan): number {
  let least = plan.epochs;
  for (let thread = 0; thread < plan.threads; thread++) {
    least = Math.min(least, epochOf(taken, plan, thread));
  }
  return least;
}

function epochOf(taken: Int32Array, plan: EpochPlan, thread: number): number {
  return Math.floor(Atomics.load(taken, thread * STEP) / countParts(plan));
}

function countParts({ threads }: EpochPlan): number {
  return threads === 1 ? 1 : PARTS;
}
