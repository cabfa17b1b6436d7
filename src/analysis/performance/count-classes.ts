import type { RowSet } from '../row-set.ts';

/** Rows that have both labels, counted by class. */
export interface ClassCounts {
  readonly count: number;
  /** Rows whose labels agree. */
  readonly right: number;
  /** The classes that either side names, ascending; the counts below are parallel to them. */
  readonly classes: Int32Array;
  /** Rows of the class by their actual label. */
  readonly support: Uint32Array;
  readonly predicted: Uint32Array;
  /** Rows of the class on both sides. */
  readonly hits: Uint32Array;
}

/**
 * Counts sets of rows one after the other. Labels are codes from 0 below `classCount`, −1 where there is none. A count takes time for its rows
 * and the classes among them, however many classes there are.
 */
export function createClassCounter(
  predicted: Int32Array,
  actual: Int32Array,
  classCount: number
): (rows: RowSet) => ClassCounts {
  const support = new Uint32Array(classCount);
  const guesses = new Uint32Array(classCount);
  const hits = new Uint32Array(classCount);
  const seen = new Int32Array(classCount);
  return ({ list, from, to }) => {
    let seenCount = 0;
    let count = 0;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = list === null ? i : list[i];
      const guess = predicted[row];
      const truth = actual[row];
      if (guess < 0 || truth < 0) {
        continue;
      }
      count++;
      if (support[guess] + guesses[guess] === 0) {
        seen[seenCount++] = guess;
      }
      guesses[guess]++;
      if (support[truth] + guesses[truth] === 0) {
        seen[seenCount++] = truth;
      }
      support[truth]++;
      if (guess === truth) {
        right++;
        hits[guess]++;
      }
    }
    const classes = seen.slice(0, seenCount).sort();
    const take = (counts: Uint32Array) => {
      const taken = Uint32Array.from(classes, code => counts[code]);
      for (const code of classes) {
        counts[code] = 0;
      }
      return taken;
    };
    return {
      count,
      right,
      classes,
      support: take(support),
      predicted: take(guesses),
      hits: take(hits)
    };
  };
}

/**
 * Rows by actual (first) and predicted class, `size` × `size`, row by row. `places` gives the place of every class, below `size`; rows
 * without both labels are left out.
 */
export function countConfusion(
  predicted: Int32Array,
  actual: Int32Array,
  { list, from, to }: RowSet,
  places: Int32Array,
  size: number
): Uint32Array {
  const counts = new Uint32Array(size * size);
  for (let i = from; i < to; i++) {
    const row = list === null ? i : list[i];
    if (predicted[row] >= 0 && actual[row] >= 0) {
      counts[places[actual[row]] * size + places[predicted[row]]]++;
    }
  }
  return counts;
}
