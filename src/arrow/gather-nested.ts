import {
  Type,
  UnionMode,
  type DataType,
  type FixedSizeListType,
  type ListType,
  type LargeListType,
  type ListViewType,
  type LargeListViewType,
  type MapType,
  type OffsetArray,
  type RunEndEncodedType,
  type UnionType
} from '@uwdata/flechette';
import { createBatch, extrasOf, hasNulls, type AnyBatch, type BatchParts } from './batches.ts';
import { hasBit } from './bitmap.ts';
import { childParts, gather, type Part } from './gather.ts';
import { createOffsets, readOffsets } from './gather-buffers.ts';

type AnyList = ListType | LargeListType | ListViewType | LargeListViewType | MapType;

/** Where the items of each row start and end in the child, for lists with offsets and for list views. */
function itemRanges(type: AnyList, batch: AnyBatch) {
  const starts = readOffsets(batch.offsets);
  const isView = type.typeId === Type.ListView || type.typeId === Type.LargeListView;
  const sizes = isView ? readOffsets(batch.sizes) : undefined;
  const nulls = hasNulls(batch);
  const isNull = (row: number) => row < 0 || (nulls && !hasBit(batch.validity, row));
  return {
    start: (row: number) => (isNull(row) ? 0 : (starts[row] ?? 0)),
    size: (row: number) =>
      isNull(row) ? 0 : sizes ? (sizes[row] ?? 0) : (starts[row + 1] ?? 0) - (starts[row] ?? 0)
  };
}

/** Lists of any kind; the items of a null row are left behind. */
export function gatherList(
  type: AnyList,
  parts: readonly Part[],
  length: number
): Pick<BatchParts, 'offsets' | 'sizes' | 'children'> {
  const [item] = type.children;
  const isView = type.typeId === Type.ListView || type.typeId === Type.LargeListView;
  const counts = new Float64Array(length);
  let row = 0;
  const items: Part[] = parts.map(({ batch, rows }) => {
    const { start, size } = itemRanges(type, batch);
    let total = 0;
    for (const from of rows) {
      const count = size(from);
      counts[row++] = count;
      total += count;
    }
    const taken = new Int32Array(total);
    let at = 0;
    for (const from of rows) {
      const first = start(from);
      for (let i = 0, n = size(from); i < n; i++) {
        taken[at++] = first + i;
      }
    }
    return { batch: childOf(batch), rows: taken };
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const offsets = createOffsets(type, isView ? length : length + 1, total);
  const sizes = isView ? createOffsets(type, length, total) : undefined;
  let end = 0;
  for (let i = 0; i < length; i++) {
    writeOffset(offsets, i, end);
    if (sizes) {
      writeOffset(sizes, i, counts[i] ?? 0);
    }
    end += counts[i] ?? 0;
  }
  if (!isView) {
    writeOffset(offsets, length, end);
  }
  return { offsets, children: [gather(item.type, items)], ...(sizes ? { sizes } : {}) };
}

function writeOffset(offsets: OffsetArray, i: number, value: number): void {
  if (offsets instanceof BigInt64Array) {
    offsets[i] = BigInt(value);
  } else {
    offsets[i] = value;
  }
}

function childOf(batch: AnyBatch): AnyBatch {
  const [child] = batch.children;
  if (!child) {
    throw new RangeError('Cannot read a list column without items');
  }
  return child;
}

function isPlainFloat(type: DataType): boolean {
  return type.typeId === Type.Float && type.precision > 0;
}

/** Whether every row follows the one before. */
function isRun(rows: Int32Array): boolean {
  const [first = -1] = rows;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] !== first + i) {
      return false;
    }
  }
  return first >= 0;
}

/** Items of fixed-size lists; vectors of floats without nulls are moved block by block. */
export function gatherFixedList(
  { stride, children }: FixedSizeListType,
  parts: readonly Part[],
  length: number
): AnyBatch {
  const type = children[0]?.type;
  if (!type) {
    throw new RangeError('Cannot read a list column without items');
  }
  if (isPlainFloat(type) && parts.every(({ batch }) => !hasNulls(childOf(batch)))) {
    const { values: Values } = type as {
      values: Float32ArrayConstructor | Float64ArrayConstructor;
    };
    const [only] = parts;
    if (only && parts.length === 1 && isRun(only.rows)) {
      // Nothing is copied where nothing is left out: vectors are most of what a data set weighs.
      const [first = 0] = only.rows;
      const source = childOf(only.batch).values as Float32Array | Float64Array;
      const taken = source.subarray(first * stride, (first + length) * stride);
      return createBatch({ type, length: length * stride, values: taken });
    }
    const values = new Values(length * stride);
    let at = 0;
    for (const { batch, rows } of parts) {
      const source = childOf(batch).values as Float32Array | Float64Array;
      for (let i = 0; i < rows.length;) {
        const row = rows[i] ?? -1;
        let end = i + 1;
        // Neighbors travel together: an export of everything is one copy.
        while (row >= 0 && end < rows.length && rows[end] === row + end - i) {
          end++;
        }
        if (row >= 0) {
          values.set(source.subarray(row * stride, (row + end - i) * stride), at);
        }
        at += (end - i) * stride;
        i = end;
      }
    }
    return createBatch({ type, length: length * stride, values });
  }
  const items = parts.map(({ batch, rows }) => {
    const taken = new Int32Array(rows.length * stride);
    rows.forEach((row, at) => {
      for (let i = 0; i < stride; i++) {
        taken[at * stride + i] = row < 0 ? -1 : row * stride + i;
      }
    });
    return { batch: childOf(batch), rows: taken };
  });
  return gather(type, items);
}

/** A row that is not there takes the first kind of the union, as null. */
export function gatherUnion(type: UnionType, parts: readonly Part[], length: number): AnyBatch {
  const typeIds = new Int8Array(length);
  const [firstId = 0] = type.typeIds;
  let at = 0;
  for (const { batch, rows } of parts) {
    const codes = extrasOf(batch).typeIds;
    for (const row of rows) {
      typeIds[at++] = row < 0 ? firstId : (codes?.[row] ?? firstId);
    }
  }
  if (type.mode === UnionMode.Sparse) {
    const children = type.children.map((child, i) => gather(child.type, childParts(parts, i)));
    return createBatch({ type, length, typeIds, children });
  }
  const offsets = new Int32Array(length);
  const taken: number[][][] = type.children.map(() => parts.map(() => []));
  const used = type.children.map(() => 0);
  at = 0;
  parts.forEach(({ batch, rows }, part) => {
    for (const row of rows) {
      const child = type.typeMap[typeIds[at] ?? 0] ?? 0;
      taken[child]?.[part]?.push(row < 0 ? -1 : Number(batch.offsets[row] ?? 0));
      offsets[at++] = used[child] ?? 0;
      used[child] = (used[child] ?? 0) + 1;
    }
  });
  const children = type.children.map((child, i) =>
    gather(
      child.type,
      childParts(parts, i).map(({ batch }, part) => ({
        batch,
        rows: Int32Array.from(taken[i]?.[part] ?? [])
      }))
    )
  );
  return createBatch({ type, length, typeIds, offsets, children });
}

/** The run that holds a row: run ends are ascending and exclusive. */
export function findRun(ends: AnyBatch, row: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(ends.at(middle)) <= row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

export function gatherRunEnds(
  type: RunEndEncodedType,
  parts: readonly Part[],
  length: number
): AnyBatch {
  const ends: number[] = [];
  let at = 0;
  const runs = parts.map(({ batch, rows }) => {
    const taken: number[] = [];
    const [runEnds, values] = batch.children;
    if (!runEnds || !values) {
      throw new RangeError('Cannot read a run-end encoded column without its runs');
    }
    rows.forEach((row, i) => {
      const run = row < 0 ? -1 : findRun(runEnds, row);
      if (i === 0 || taken.at(-1) !== run) {
        taken.push(run);
        ends.push(++at);
      } else {
        ends[ends.length - 1] = ++at;
      }
    });
    return { batch: values, rows: Int32Array.from(taken) };
  });
  const [endsField, valuesField] = type.children;
  const { values: Ends = Int32Array } = endsField.type as unknown as {
    values?: Int16ArrayConstructor | Int32ArrayConstructor | BigInt64ArrayConstructor;
  };
  const endValues =
    Ends === BigInt64Array
      ? BigInt64Array.from(ends, BigInt)
      : (Ends as Int32ArrayConstructor).from(ends);
  return createBatch({
    type,
    length,
    children: [
      createBatch({ type: endsField.type, length: ends.length, values: endValues }),
      gather(valuesField.type, runs)
    ]
  });
}
