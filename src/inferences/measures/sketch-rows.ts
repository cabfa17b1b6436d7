import { createSketch, fillSketch, type Sketch } from '../../analysis/quality/sketch.ts';
import { Type } from '@uwdata/flechette';
import { hasNulls, type AnyBatch } from '../../arrow/batches.ts';
import type { Column } from '../column.ts';
import { dropMissing, isRange, placeRows, readRowNumbers } from './gather-numbers.ts';
import { isSame } from './keep-by-rows.ts';
import { countRows, type SideRows } from './side-rows.ts';

/** What is compared is sketched at the same time. */
const SLOTS = 2;

interface Slot {
  readonly sketch: Sketch;
  /** Numbers that do not lie in the column as they are needed. */
  buffer: Float64Array;
  /** What is in it; held weakly, so that data that was replaced can go. */
  of: { batch: WeakRef<AnyBatch>; rows: SideRows } | null;
}

/** Most recently used first; memory grows to the largest column and is used for one after the other. */
const slots: Slot[] = Array.from({ length: SLOTS }, () => ({
  sketch: createSketch(),
  buffer: new Float64Array(0),
  of: null
}));

/** The numeric view of rows, counted in buckets; of use until the next but one is asked for. */
export function sketchRows(column: Column, rows: SideRows): Sketch {
  const found = slots.findIndex(
    ({ of }) => of?.batch.deref() === column.batch && isSame(of.rows, rows)
  );
  const [slot] = slots.splice(found < 0 ? SLOTS - 1 : found, 1);
  if (!slot) {
    throw new TypeError('Cannot sketch without memory');
  }
  slots.unshift(slot);
  if (found < 0) {
    slot.of = null;
    fill(slot, column, rows);
    slot.of = { batch: new WeakRef(column.batch), rows };
  }
  return slot.sketch;
}

function fill(slot: Slot, column: Column, rows: SideRows): void {
  const { batch } = column;
  const place = placeRows(column, rows, true);
  if (isRange(place) && batch.type.typeId === Type.Float && batch.values instanceof Float64Array) {
    const validity = hasNulls(batch) ? batch.validity : null;
    if (fillSketch(slot.sketch, batch.values, place.from, place.to, validity)) {
      return;
    }
  }
  const size = countRows(rows);
  if (slot.buffer.length < size) {
    slot.buffer = new Float64Array(size);
  }
  readRowNumbers(column, rows, slot.buffer, true);
  const present = dropMissing(slot.buffer, size);
  fillSketch(slot.sketch, slot.buffer, 0, present, null);
}
