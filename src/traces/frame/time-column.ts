import { createBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { writeTime } from '../split-time.ts';
import { TIME, type BatchColumn } from './frame-batch.ts';

/** Nanoseconds that a cell has room for: up to the year 2262. */
const MAX_TIME = 2n ** 63n - 1n;

/** Times, row by row. */
export class TimeColumn {
  /** Microseconds, NaN for none, and the nanoseconds within. */
  #us: number[] = [];
  #rest: number[] = [];
  readonly #exact = new Map<number, bigint>();
  #isFar = false;

  add(us: number, rest: number): void {
    this.#us.push(us);
    this.#rest.push(rest);
  }

  /** A time beyond those that {@link add} takes. */
  addExact(ns: bigint | null): void {
    if (ns !== null && ns > MAX_TIME) {
      this.#isFar = true;
    } else if (ns !== null) {
      this.#exact.set(this.#us.length, ns);
    }
    this.add(NaN, 0);
  }

  /** What was added; the next is the first again. */
  take(): BatchColumn {
    const { length } = this.#us;
    const values = new BigInt64Array(length);
    const halves = new Int32Array(values.buffer);
    const validity = createBitmap(length);
    let nullCount = length;
    this.#us.forEach((us, row) => {
      if (!Number.isNaN(us)) {
        writeTime(halves, row, us, this.#rest[row] ?? 0);
        setBit(validity, row);
        nullCount--;
      }
    });
    this.#exact.forEach((ns, row) => {
      values[row] = ns;
      setBit(validity, row);
      nullCount--;
    });
    const nulls = nullCount > 0 ? { nullCount, validity } : {};
    const batch = createBatch({ type: TIME, length, values, ...nulls });
    const kind = this.#isFar ? 'far-time' : 'time';
    this.#us = [];
    this.#rest = [];
    this.#exact.clear();
    this.#isFar = false;
    return { kind, batch };
  }
}
