import {
  binary,
  bool,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  list,
  nullType,
  timestamp,
  TimeUnit,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type DataType,
  type TypedArray
} from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { toWord } from '../nearest.ts';
import { buildBatch, flatten, type Cells } from './build-batch.ts';

const MAX_INT64 = 2n ** 63n - 1n;

/** Types of arrays whose elements are all of one type. */
const TYPED: readonly [new (length: number) => TypedArray, () => DataType][] = [
  [Int8Array, int8],
  [Uint8Array, uint8],
  [Uint8ClampedArray as unknown as new (length: number) => TypedArray, uint8],
  [Int16Array, int16],
  [Uint16Array, uint16],
  [Int32Array, int32],
  [Uint32Array, uint32],
  [Float32Array, float32],
  [Float64Array, float64],
  [BigInt64Array, int64],
  [BigUint64Array, uint64]
];

/**
 * A column from cells of JavaScript: typed arrays as they are; whole numbers as int64, other numbers as float64; bigint as
 * int64 or uint64; booleans; text; dates as timestamps in UTC; Uint8Array as bytes; arrays as lists. What is mixed, has no
 * such type or fits none becomes text. Null, undefined and invalid dates are missing.
 */
export function inferBatch(cells: Cells): AnyBatch {
  const typed = TYPED.find(([constructor]) => cells instanceof constructor);
  if (typed) {
    return createBatch({ type: typed[1](), length: cells.length, values: cells as TypedArray });
  }
  switch (findKind(cells)) {
    case 'nothing':
      return buildBatch(nullType(), cells);
    case 'boolean':
      return buildBatch(bool(), cells);
    case 'integer':
      return buildBatch(int64(), cells);
    case 'number':
      return buildBatch(float64(), cells);
    case 'bigint':
      return inferBigInts(cells);
    case 'string':
      return buildBatch(utf8(), cells);
    case 'date':
      return buildBatch(timestamp(TimeUnit.MILLISECOND, 'UTC'), Array.from(cells, toMilliseconds));
    case 'bytes':
      return buildBatch(binary(), cells);
    case 'list':
      return inferLists(cells);
    case 'mixed':
      return buildBatch(utf8(), Array.from(cells, toText));
  }
}

type Kind =
  | 'nothing'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'bigint'
  | 'string'
  | 'date'
  | 'bytes'
  | 'list'
  | 'mixed';

function findKind(cells: Cells): Kind {
  let kind: Kind = 'nothing';
  for (let i = 0; i < cells.length; i++) {
    kind = join(kind, kindOf(cells[i]));
    if (kind === 'mixed') {
      break;
    }
  }
  return kind;
}

/** What holds cells of both kinds. */
function join(a: Kind, b: Kind): Kind {
  if (a === b || b === 'nothing') {
    return a;
  }
  if (a === 'nothing') {
    return b;
  }
  const both = new Set([a, b]);
  if (both.has('integer') && both.has('number')) {
    return 'number';
  }
  return both.has('integer') && both.has('bigint') ? 'bigint' : 'mixed';
}

function kindOf(cell: unknown): Kind {
  switch (typeof cell) {
    case 'undefined':
      return 'nothing';
    case 'boolean':
    case 'bigint':
    case 'string':
      return typeof cell as Kind;
    case 'number':
      // A whole number that a double cannot tell from its neighbors is a measurement, and −0 is no integer.
      return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? 'integer' : 'number';
    default:
      break;
  }
  if (cell === null) {
    return 'nothing';
  }
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? 'nothing' : 'date';
  }
  if (cell instanceof Uint8Array) {
    return 'bytes';
  }
  const isList = Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
  return isList ? 'list' : 'mixed';
}

function inferBigInts(cells: Cells): AnyBatch {
  const values = Array.from(cells, cell =>
    cell === null || cell === undefined ? null : BigInt(cell as number)
  );
  const isWithin = (least: bigint, most: bigint) =>
    values.every(value => value === null || (value >= least && value <= most));
  if (isWithin(-MAX_INT64 - 1n, MAX_INT64)) {
    return buildBatch(int64(), values);
  }
  return isWithin(0n, 2n * MAX_INT64 + 1n)
    ? buildBatch(uint64(), values)
    : buildBatch(utf8(), Array.from(values, toText));
}

function inferLists(cells: Cells): AnyBatch {
  const { offsets, items } = flatten(cells);
  const inner = inferItems(cells, items);
  const isMissing = (cell: unknown) => cell === null || cell === undefined;
  const shape = buildBatch(
    list(nullType()),
    Array.from(cells, cell => (isMissing(cell) ? null : []))
  );
  return createBatch({
    type: list(inner.type),
    length: cells.length,
    offsets,
    children: [inner],
    nullCount: shape.nullCount,
    validity: shape.validity
  });
}

/** Items of typed arrays keep their type. */
function inferItems(cells: Cells, items: unknown[]): AnyBatch {
  const present = Array.from(cells).filter(cell => cell !== null && cell !== undefined);
  const typed = TYPED.find(([constructor]) => present.every(cell => cell instanceof constructor));
  return typed ? buildBatch(typed[1](), items) : inferBatch(items);
}

function toMilliseconds(cell: unknown): number | null {
  return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.getTime() : null;
}

function toText(cell: unknown): string | null {
  if (cell === null || cell === undefined || typeof cell === 'string') {
    return cell ?? null;
  }
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? null : cell.toISOString();
  }
  if (typeof cell !== 'object') {
    return toWord(cell);
  }
  try {
    const text = JSON.stringify(cell, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value
    ) as string | undefined;
    return text ?? Object.prototype.toString.call(cell);
  } catch {
    return Object.prototype.toString.call(cell);
  }
}
