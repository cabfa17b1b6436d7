import { Type, type Column, type DataType } from '@uwdata/flechette';
import { createBatch, extrasOf, hasNulls, type AnyBatch } from './batches.ts';
import { createFullBitmap, clearBit, hasBit } from './bitmap.ts';
import { gatherBits, gatherFixed, gatherVariable, gatherViews } from './gather-buffers.ts';
import { gatherDictionary } from './gather-dictionary.ts';
import { gatherFixedList, gatherList, gatherRunEnds, gatherUnion } from './gather-nested.ts';

/** Rows of one batch; −1 is a row that is not there, and becomes null. */
export interface Part {
  batch: AnyBatch;
  rows: Int32Array;
}

export function countRows(parts: readonly Part[]): number {
  return parts.reduce((sum, { rows }) => sum + rows.length, 0);
}

export function allRows(length: number): Int32Array<ArrayBuffer> {
  const rows = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    rows[i] = i;
  }
  return rows;
}

/**
 * One batch with the named rows of all parts, in order, bit for bit as they were. Every part has the type given;
 * dictionaries that differ are joined. Throws RangeError when 32-bit offsets would overflow.
 */
export function gather(type: DataType, parts: readonly Part[]): AnyBatch {
  const length = countRows(parts);
  const base = { type, length, ...gatherValidity(parts, length) };
  switch (type.typeId) {
    case Type.Null:
      return createBatch({ type, length, nullCount: length });
    case Type.Bool:
      return createBatch({ ...base, values: gatherBits(parts, length) });
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
    case Type.Interval:
    case Type.FixedSizeBinary:
      return createBatch({ ...base, values: gatherFixed(type, parts, length) });
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return createBatch({ ...base, ...gatherVariable(type, parts, length) });
    case Type.Utf8View:
    case Type.BinaryView:
      return createBatch({ ...base, ...gatherViews(parts, length) });
    case Type.List:
    case Type.LargeList:
    case Type.Map:
    case Type.ListView:
    case Type.LargeListView:
      return createBatch({ ...base, ...gatherList(type, parts, length) });
    case Type.FixedSizeList:
      return createBatch({ ...base, children: [gatherFixedList(type, parts, length)] });
    case Type.Struct:
      return createBatch({
        ...base,
        children: type.children.map(({ type: childType }, i) =>
          gather(childType, childParts(parts, i))
        )
      });
    case Type.Union:
      return gatherUnion(type, parts, length);
    case Type.RunEndEncoded:
      return gatherRunEnds(type, parts, length);
    case Type.Dictionary:
      return gatherDictionary(type, parts, base);
    case 0:
      throw new TypeError('Cannot gather rows of a column without type');
  }
}

/** A whole column as one batch; without copying when it is one already. */
export function joinBatches({ type, data }: Column<unknown>): AnyBatch {
  const [first] = data;
  return first && data.length === 1
    ? first
    : gather(
        type,
        data.map(batch => ({ batch, rows: allRows(batch.length) }))
      );
}

export function childParts(parts: readonly Part[], child: number): Part[] {
  return parts.flatMap(({ batch, rows }) => {
    const found = batch.children[child];
    return found ? [{ batch: found, rows }] : [];
  });
}

/** Rows are the same for all columns of an export: looked through once. */
const gapsByRows = new WeakMap<Int32Array, boolean>();

function hasGaps(rows: Int32Array): boolean {
  let found = gapsByRows.get(rows);
  if (found === undefined) {
    found = rows.includes(-1);
    gapsByRows.set(rows, found);
  }
  return found;
}

function gatherValidity(
  parts: readonly Part[],
  length: number
): { validity?: Uint8Array; nullCount: number } {
  let validity: Uint8Array | undefined;
  let nullCount = 0;
  let at = 0;
  for (const { batch, rows } of parts) {
    const nulls = hasNulls(batch);
    if (!nulls && !hasGaps(rows)) {
      at += rows.length;
      continue;
    }
    for (const row of rows) {
      if (row < 0 || (nulls && !hasBit(batch.validity, row))) {
        validity ??= createFullBitmap(length);
        clearBit(validity, at);
        nullCount++;
      }
      at++;
    }
  }
  return validity ? { validity, nullCount } : { nullCount };
}

/** Buffers of a view type; empty for other types. */
export function viewBuffers(batch: AnyBatch): readonly Uint8Array[] {
  return extrasOf(batch).data ?? [];
}
