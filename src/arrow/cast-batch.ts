import { Type, type DataType, type TimestampType, type TypedArray } from '@uwdata/flechette';
import { createBatch, hasNulls, isDictionary, type AnyBatch } from './batches.ts';
import { clearBit, createFullBitmap, hasBit } from './bitmap.ts';
import { createRangeReader, createReader, isText, readUnion } from './cells.ts';
import { createTextBatch } from './create-text-batch.ts';
import { ticksPerSecond } from './format-time.ts';
import { formatPythonFloat } from './format-number.ts';
import { dictionaryBatch, dictionaryOf } from './gather-dictionary.ts';
import { gather } from './gather.ts';
import { isSameType } from './unify-types.ts';

/** The batch's values in a type that {@link unifyTypes} chose for it. */
export function castBatch(batch: AnyBatch, type: DataType): AnyBatch {
  if (isSameType(batch.type, type)) {
    return batch;
  }
  if (batch.type.typeId === Type.Null) {
    return gather(type, [{ batch, rows: new Int32Array(batch.length).fill(-1) }]);
  }
  if (isDictionary(batch.type)) {
    return castBatch(decodeDictionary(batch), type);
  }
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
      return castNumbers(batch, type);
    case Type.Timestamp:
      return castTimes(batch, type);
    case Type.LargeList:
      return castList(batch, type);
    default:
      return castText(batch);
  }
}

/** A dictionary column as plain values. */
export function decodeDictionary(batch: AnyBatch): AnyBatch {
  const values = dictionaryBatch(dictionaryOf(batch));
  const nulls = hasNulls(batch);
  const rows = Int32Array.from({ length: batch.length }, (_, i) =>
    nulls && !hasBit(batch.validity, i) ? -1 : Number(batch.values[i])
  );
  return gather(values.type, [{ batch: values, rows }]);
}

function nullsOf(batch: AnyBatch) {
  return hasNulls(batch) ? { nullCount: batch.nullCount, validity: batch.validity } : {};
}

function castNumbers(batch: AnyBatch, type: DataType & { values?: unknown }): AnyBatch {
  const Values = type.values as
    (new (length: number) => TypedArray & Record<number, number | bigint>) | undefined;
  const values = new (Values ?? Float64Array)(batch.length);
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  for (let i = 0; i < batch.length; i++) {
    const value = batch.at(i) as number | bigint | boolean | null;
    if (value !== null) {
      values[i] = isBig ? BigInt(value) : Number(value);
    }
  }
  return createBatch({ type, length: batch.length, values, ...nullsOf(batch) });
}

/** To a finer unit; a time that 64 bits of it do not reach becomes null. */
function castTimes(batch: AnyBatch, type: TimestampType): AnyBatch {
  const from = ticksPerSecond((batch.type as TimestampType).unit);
  const factor = ticksPerSecond(type.unit) / from;
  const source = batch.values as BigInt64Array;
  const values = new BigInt64Array(batch.length);
  const validity = createFullBitmap(batch.length);
  let nullCount = 0;
  for (let i = 0; i < batch.length; i++) {
    const value = (source[i] ?? 0n) * factor;
    if ((hasNulls(batch) && !hasBit(batch.validity, i)) || BigInt.asIntN(64, value) !== value) {
      clearBit(validity, i);
      nullCount++;
    } else {
      values[i] = value;
    }
  }
  return createBatch({ type, length: batch.length, values, validity, nullCount });
}

function castList(batch: AnyBatch, type: DataType & { typeId: 21 }): AnyBatch {
  const [items] = batch.children;
  const item = type.children[0].type;
  if (!items) {
    throw new RangeError('Cannot read a list column without items');
  }
  const range = createRangeReader(batch);
  const offsets = new BigInt64Array(batch.length + 1);
  const rows: number[] = [];
  for (let i = 0; i < batch.length; i++) {
    if (!hasNulls(batch) || hasBit(batch.validity, i)) {
      const { start, end } = range(i);
      for (let at = start; at < end; at++) {
        rows.push(at);
      }
    }
    offsets[i + 1] = BigInt(rows.length);
  }
  const taken = gather(items.type, [{ batch: items, rows: Int32Array.from(rows) }]);
  return createBatch({
    type,
    length: batch.length,
    offsets,
    children: [castBatch(taken, item)],
    ...nullsOf(batch)
  });
}

/** Any column as text, floats as Python writes them. */
function castText(batch: AnyBatch): AnyBatch {
  return createTextBatch(batch.length, createSpeller(batch), true);
}

function createSpeller(batch: AnyBatch): (i: number) => string | null {
  if (batch.type.typeId === Type.Union) {
    return readUnion(batch, createSpeller);
  }
  const read = createReader(batch, Infinity);
  if (isText(batch.type)) {
    return i => read(i) as string | null;
  }
  const isFloat = batch.type.typeId === Type.Float;
  return i => {
    const value = read(i);
    return value === null
      ? null
      : typeof value === 'boolean'
        ? value
          ? 'True'
          : 'False'
        : isFloat
          ? formatPythonFloat(Number(value))
          : String(value);
  };
}
