import type { AnyBatch } from '../arrow/batches.ts';
import type { Column } from '../column.ts';
import { dropMissing, readRowNumbers } from './gather-numbers.ts';
import { isSame } from './keep-by-rows.ts';
import { countRows, type SideRows } from './side-rows.ts';

interface Gathered {
  /** The numbers that are there, in no particular order; valid until the next call. */
  readonly values: Float64Array;
  readonly count: number;
}

/** Grows to the largest column and is used for one after the other. */
let buffer = new Float64Array(0);
/** What lies in it; held weakly, so that data that was replaced can go. */
let last: { batch: WeakRef<AnyBatch>; rows: SideRows; count: number } | null = null;

/** Numbers of a column without the missing ones, in memory that the next call uses again. */
export function gatherPresent(column: Column, rows: SideRows): Gathered {
  const size = countRows(rows);
  if (buffer.length < size) {
    buffer = new Float64Array(size);
    last = null;
  }
  if (last?.batch.deref() !== column.batch || !isSame(last.rows, rows)) {
    readRowNumbers(column, rows, buffer, true);
    last = { batch: new WeakRef(column.batch), rows, count: dropMissing(buffer, size) };
  }
  return { values: buffer, count: last.count };
}
