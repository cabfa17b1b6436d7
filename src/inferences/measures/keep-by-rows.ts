import type { AnyBatch } from '../../arrow/batches.ts';
import type { Column } from '../column.ts';
import type { SideRows } from './side-rows.ts';

/** Sets of rows per column besides all of them: a brush and what it is compared with. */
const KEPT = 3;

interface Kept<Value> {
  whole: Value | undefined;
  /** Newest first. */
  recent: { rows: SideRows; value: Value }[];
}

/** Entries up to which an array of counts is worth keeping; a column of unique texts would hold its own size several times. */
const MAX_ENTRIES = 65_536;

function isSmall(value: unknown): boolean {
  return !ArrayBuffer.isView(value) || value.byteLength <= 8 * MAX_ENTRIES;
}

/** A function of a column's rows that remembers its answers: a brush asks for the same reference again and again. */
export function keepByRows<Value>(
  compute: (column: Column, rows: SideRows) => Value
): (column: Column, rows: SideRows) => Value {
  const cache = new WeakMap<AnyBatch, Kept<Value>>();
  return (column, rows) => {
    let kept = cache.get(column.batch);
    if (!kept) {
      kept = { whole: undefined, recent: [] };
      cache.set(column.batch, kept);
    }
    if (rows.list === null && rows.from === 0 && rows.to === column.batch.length) {
      const value = kept.whole ?? compute(column, rows);
      kept.whole = isSmall(value) ? value : undefined;
      return value;
    }
    const found = kept.recent.find(each => isSame(each.rows, rows));
    if (found) {
      return found.value;
    }
    const value = compute(column, rows);
    if (isSmall(value)) {
      kept.recent.unshift({ rows, value });
      kept.recent.length = Math.min(kept.recent.length, KEPT);
    }
    return value;
  };
}

export function isSame(a: SideRows, b: SideRows): boolean {
  return (
    a === b ||
    (a.list === null && b.list === null && a.side === b.side && a.from === b.from && a.to === b.to)
  );
}
