import {
  float32,
  float64,
  int,
  largeList,
  largeUtf8,
  timestamp,
  Type,
  type DataType,
  type FloatType,
  type IntType,
  type TimestampType
} from '@uwdata/flechette';
import { isDictionary } from './batches.ts';
import { isText } from './cells.ts';

/** Whether two types hold the same values in the same layout, with the same names inside. */
export function isSameType(a: DataType, b: DataType): boolean {
  return a === b || describeLayout(a) === describeLayout(b);
}

function describeLayout(type: DataType): string {
  return JSON.stringify(type, (key, value: unknown) => {
    // Dictionary ids are numbers of one file; array constructors follow from the rest; metadata is no layout.
    if (key === 'id' || key === 'metadata' || key === 'nullable' || typeof value === 'function') {
      return undefined;
    }
    return value;
  });
}

const INT_WIDTHS = [8, 16, 32, 64] as const;

function unifyInts(a: IntType, b: IntType): DataType {
  const width = Math.max(a.bitWidth, b.bitWidth);
  if (a.signed === b.signed) {
    return a.bitWidth === width ? a : b;
  }
  const unsigned = a.signed ? b : a;
  const signed = a.signed ? a : b;
  const wide = INT_WIDTHS.find(each => each > unsigned.bitWidth && each >= signed.bitWidth);
  return wide === undefined ? float64() : int(wide, true);
}

function unifyFloats(a: FloatType, b: FloatType): DataType {
  return a.precision >= b.precision ? a : b;
}

/** 24 bits of mantissa hold 8- and 16-bit integers. */
function unifyIntFloat({ bitWidth }: IntType, { precision }: FloatType): DataType {
  return bitWidth <= 16 && precision <= 1 ? float32() : float64();
}

function unifyTimestamps(a: TimestampType, b: TimestampType): DataType | null {
  if ((a.timezone === null) !== (b.timezone === null)) {
    return null;
  }
  const unit = Math.max(a.unit, b.unit) as TimestampType['unit'];
  return timestamp(unit, a.timezone === b.timezone ? a.timezone : 'UTC');
}

/**
 * The type that holds the values of both, as pandas would join them: numbers widen, time units refine, categories
 * of different dictionaries become their values; what has nothing in common becomes text (§14.8).
 */
export function unifyTypes(a: DataType, b: DataType): DataType {
  if (isSameType(a, b)) {
    return a;
  }
  if (isDictionary(a) || isDictionary(b)) {
    return unifyTypes(isDictionary(a) ? a.dictionary : a, isDictionary(b) ? b.dictionary : b);
  }
  if (a.typeId === Type.Null || b.typeId === Type.Null) {
    return a.typeId === Type.Null ? b : a;
  }
  if (a.typeId === Type.Int && b.typeId === Type.Int) {
    return unifyInts(a, b);
  }
  if (a.typeId === Type.Float && b.typeId === Type.Float) {
    return unifyFloats(a, b);
  }
  if (a.typeId === Type.Int && b.typeId === Type.Float) {
    return unifyIntFloat(a, b);
  }
  if (a.typeId === Type.Float && b.typeId === Type.Int) {
    return unifyIntFloat(b, a);
  }
  if (a.typeId === Type.Bool && (b.typeId === Type.Int || b.typeId === Type.Float)) {
    return b;
  }
  if (b.typeId === Type.Bool && (a.typeId === Type.Int || a.typeId === Type.Float)) {
    return a;
  }
  if (a.typeId === Type.Timestamp && b.typeId === Type.Timestamp) {
    return unifyTimestamps(a, b) ?? largeUtf8();
  }
  if (isText(a) && isText(b)) {
    return largeUtf8();
  }
  return unifyLists(a, b) ?? largeUtf8();
}

/** Lists of numbers of any two layouts: one list of the wider number. */
function unifyLists(a: DataType, b: DataType): DataType | null {
  const itemA = itemOf(a);
  const itemB = itemOf(b);
  if (!itemA || !itemB) {
    return null;
  }
  const item = unifyTypes(itemA, itemB);
  const isNumber = item.typeId === Type.Int || item.typeId === Type.Float;
  return isNumber ? largeList(item) : null;
}

function itemOf(type: DataType): DataType | undefined {
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return type.children[0].type;
    case Type.FixedSizeList:
      return type.children[0]?.type;
    default:
      return undefined;
  }
}
