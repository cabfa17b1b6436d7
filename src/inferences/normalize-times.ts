import {
  largeUtf8,
  TimeUnit,
  timestamp,
  Type,
  type DataType,
  type TimestampType
} from '@uwdata/flechette';
import { createBatch, hasNulls, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { clearBit, createFullBitmap, hasBit } from '../arrow/bitmap.ts';
import { castBatch } from '../arrow/cast-batch.ts';
import { createReader, isText } from '../arrow/cells.ts';
import { describeType } from '../arrow/describe-type.ts';
import { ticksPerSecond } from '../arrow/format-time.ts';
import { dictionaryBatch, dictionaryOf } from '../arrow/gather-dictionary.ts';
import { createLocalShift } from './local-time.ts';
import { isMissingTime, parseTime } from './parse-time.ts';

/** Times in the order of the source, zoned UTC (§2.6.3). */
export interface Times extends TimeValues {
  batch: AnyBatch;
}

/** The numbers of {@link Times}, as threads can pass them on. */
export interface TimeValues {
  values: BigInt64Array;
  unit: TimestampType['unit'];
  /** Bit i tells whether position i has a time. */
  present: Uint8Array;
  missingCount: number;
}

/** Pandas' missing time. */
const NAT = -(2n ** 63n);

/** Seconds that 64-bit nanoseconds reach: 1677-09-21 to 2262-04-11. */
const MAX_SECONDS = 9_223_372_036;

/** Reads a time column in any of its forms; throws TypeError with one sentence for any other column. */
export function normalizeTimes(name: string, batch: AnyBatch): Times {
  const { type } = batch;
  switch (type.typeId) {
    case Type.Timestamp:
      return fromTimestamps(batch, type);
    case Type.Date:
      return fromReader(batch, i => ({ ms: batch.value(i) as number }));
    case Type.Int:
    case Type.Float:
      return fromReader(batch, createSecondsReader(name, batch));
    case Type.Null:
      return fromReader(batch, () => null);
    case Type.Union:
      return normalizeTimes(name, castBatch(batch, largeUtf8()));
    default:
      if (isText(type) || (isDictionary(type) && isText(type.dictionary))) {
        return fromReader(batch, createTextReader(name, batch));
      }
      if (isDictionary(type)) {
        return fromDictionary(name, batch);
      }
      throw new TypeError(
        `Cannot read column "${name}" as times: times, Unix seconds or ISO 8601 text are needed, not ${describeDtype(type)}`
      );
  }
}

/** Every row at one instant, for data without times. */
export function repeatTime(now: Date, length: number): Times {
  const values = new BigInt64Array(length).fill(BigInt(now.getTime()) * 1000n);
  return createTimes({
    values,
    unit: TimeUnit.MICROSECOND,
    present: createFullBitmap(length),
    missingCount: 0
  });
}

export function createTimes({ values, unit, present, missingCount }: TimeValues): Times {
  const batch = createBatch({
    type: timestamp(unit, 'UTC'),
    length: values.length,
    values,
    nullCount: missingCount,
    ...(missingCount > 0 ? { validity: present } : {})
  });
  return { batch, values, unit, present, missingCount };
}

function describeDtype(type: DataType): string {
  return type.typeId === Type.Bool ? 'booleans' : describeType(type);
}

function fromTimestamps(batch: AnyBatch, { unit, timezone }: TimestampType): Times {
  const { length } = batch;
  const source = batch.values as BigInt64Array;
  const present = createFullBitmap(length);
  let missingCount = 0;
  const nulls = hasNulls(batch);
  const highWords = new Int32Array(source.buffer, source.byteOffset, 2 * length);
  for (let i = 0; i < length; i++) {
    const isNat = highWords[2 * i + 1] === -0x80000000 && source[i] === NAT;
    if (isNat || (nulls && !hasBit(batch.validity, i))) {
      clearBit(present, i);
      missingCount++;
    }
  }
  const values = timezone === null ? fromWallClock(source, unit, present) : source;
  return createTimes({ values, unit, present, missingCount });
}

function fromWallClock(source: BigInt64Array, unit: TimestampType['unit'], present: Uint8Array) {
  const shiftAt = createLocalShift();
  const perSecond = ticksPerSecond(unit);
  const msPerTick = 1000 / Number(perSecond);
  const ticksPerShift = (shiftMs: number) => (BigInt(shiftMs) * perSecond) / 1000n;
  let values = source;
  for (let i = 0; i < source.length; i++) {
    if (!hasBit(present, i)) {
      continue;
    }
    const wall = source[i] ?? 0n;
    const shift = shiftAt(Math.floor(Number(wall) * msPerTick));
    if (shift !== 0) {
      if (values === source) {
        values = source.slice();
      }
      values[i] = wall + ticksPerShift(shift);
    }
  }
  return values;
}

/** A time as seconds and nanoseconds, or as milliseconds of a wall clock; null when missing. */
type Reading = { seconds: number; nanos: number; zoned: boolean } | { ms: number } | null;

function fromReader(batch: AnyBatch, read: (i: number) => Reading): Times {
  const { length } = batch;
  const nulls = hasNulls(batch);
  const present = createFullBitmap(length);
  const shiftAt = createLocalShift();
  const micros = new BigInt64Array(length);
  /** Nanoseconds below the microsecond, if any row has them. */
  let below: Uint16Array | undefined;
  let missingCount = 0;
  let fitsNanos = true;
  for (let i = 0; i < length; i++) {
    const reading = nulls && !hasBit(batch.validity, i) ? null : read(i);
    if (reading === null) {
      clearBit(present, i);
      missingCount++;
      continue;
    }
    const { seconds, nanos } = toInstant(reading, shiftAt);
    micros[i] = BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000));
    fitsNanos &&= Math.abs(seconds) < MAX_SECONDS;
    if (nanos % 1000 !== 0) {
      below ??= new Uint16Array(length);
      below[i] = nanos % 1000;
    }
  }
  if (!below || !fitsNanos) {
    return createTimes({ values: micros, unit: TimeUnit.MICROSECOND, present, missingCount });
  }
  for (let i = 0; i < length; i++) {
    micros[i] = (micros[i] ?? 0n) * 1000n + BigInt(below[i] ?? 0);
  }
  return createTimes({ values: micros, unit: TimeUnit.NANOSECOND, present, missingCount });
}

function toInstant(reading: NonNullable<Reading>, shiftAt: (wallMs: number) => number) {
  if ('ms' in reading) {
    const seconds = Math.floor(reading.ms / 1000);
    return toInstant(
      { seconds, nanos: (reading.ms - seconds * 1000) * 1e6, zoned: false },
      shiftAt
    );
  }
  const { seconds, nanos, zoned } = reading;
  if (zoned) {
    return { seconds, nanos };
  }
  const shiftMs = shiftAt(seconds * 1000 + Math.floor(nanos / 1e6));
  return { seconds: seconds + Math.floor(shiftMs / 1000), nanos };
}

function createSecondsReader(name: string, batch: AnyBatch): (i: number) => Reading {
  return i => {
    const value = Number(batch.value(i));
    if (Number.isNaN(value)) {
      return null;
    }
    if (Math.abs(value) >= MAX_SECONDS) {
      throw new TypeError(
        `Cannot read ${String(batch.value(i))} in column "${name}" as Unix seconds: the years 1678 to 2261 are needed; ${hintUnit(value)}?`
      );
    }
    const seconds = Math.floor(value);
    const micros = Math.round((value - seconds) * 1e6);
    return micros === 1e6
      ? { seconds: seconds + 1, nanos: 0, zoned: true }
      : { seconds, nanos: micros * 1000, zoned: true };
  };
}

function hintUnit(value: number): string {
  const magnitude = Math.abs(value);
  return !Number.isFinite(value)
    ? 'a missing value'
    : magnitude < MAX_SECONDS * 1e3
      ? 'milliseconds'
      : magnitude < MAX_SECONDS * 1e6
        ? 'microseconds'
        : 'nanoseconds';
}

function createTextReader(name: string, batch: AnyBatch): (i: number) => Reading {
  const read = createReader(batch);
  const parse = (text: string): Reading => {
    const parsed = parseTime(text);
    if (parsed) {
      return parsed;
    }
    if (isMissingTime(text)) {
      return null;
    }
    throw new TypeError(
      `Cannot read ${JSON.stringify(text.slice(0, 100))} in column "${name}" as a time: ISO 8601 is needed, such as "2024-05-31T12:00:00Z"`
    );
  };
  return i => {
    const text = read(i);
    return typeof text === 'string' ? parse(text) : null;
  };
}

/** Categories that are times or numbers: the dictionary is read, then spread over the rows. */
function fromDictionary(name: string, batch: AnyBatch): Times {
  const {
    values: byKey,
    unit,
    present: keyPresent
  } = normalizeTimes(name, dictionaryBatch(dictionaryOf(batch)));
  const values = new BigInt64Array(batch.length);
  const present = createFullBitmap(batch.length);
  const nulls = hasNulls(batch);
  let missingCount = 0;
  for (let i = 0; i < batch.length; i++) {
    const key = Number(batch.values[i]);
    if ((nulls && !hasBit(batch.validity, i)) || !hasBit(keyPresent, key)) {
      clearBit(present, i);
      missingCount++;
    } else {
      values[i] = byKey[key] ?? 0n;
    }
  }
  return createTimes({ values, unit, present, missingCount });
}

/**
 * Unix milliseconds by row, floored to whole microseconds so that no instant reaches the next one; NaN for none.
 * Words instead of bigints: a million times take a few milliseconds.
 */
export function toMilliseconds(
  { values, unit, present }: Times,
  order: Uint32Array | null
): Float64Array {
  const low = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const high = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const perMs = 10 ** (3 * (unit - 1));
  const ms = new Float64Array(values.length);
  for (let row = 0; row < ms.length; row++) {
    const i = order ? (order[row] ?? 0) : row;
    const h = high[2 * i + 1] ?? 0;
    const l = low[2 * i] ?? 0;
    // 2^32 ns are 4,294,967 µs and 296 ns: every term is an integer that a double holds.
    ms[row] = !hasBit(present, i)
      ? NaN
      : unit === TimeUnit.NANOSECOND
        ? (h * 4_294_967 + Math.floor((h * 296 + l) / 1000)) / 1000
        : (h * 2 ** 32 + l) / perMs;
  }
  return ms;
}
