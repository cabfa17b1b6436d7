import { bool, float64, int64 } from '@uwdata/flechette';
import { writeAttributeJson } from '../../contract/attribute-json.ts';
import { type AttributeValue, Double } from '../../contract/attribute-value.ts';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';

/** How the cells of a column travel; `json` is text in the form of `attribute-json.ts`, which the reader turns into values again. */
export type CellKind = 'text' | 'integer' | 'number' | 'boolean' | 'json';

/** A column of a frame that grows row by row; rows that are not set are missing. */
export class FrameColumn {
  readonly #rows: number[] = [];
  readonly #values: AttributeValue[] = [];
  #kind: CellKind | undefined;

  set(row: number, value: AttributeValue): void {
    if (value === null) {
      return;
    }
    this.#rows.push(row);
    this.#values.push(value);
    this.#kind = joinKinds(this.#kind, kindOf(value));
  }

  /** Undefined while no row is set. */
  get kind(): CellKind | undefined {
    return this.#kind;
  }

  toBatch(length: number): AnyBatch {
    switch (this.kind) {
      case 'integer':
        return this.#numbers(length, int64(), new BigInt64Array(length), toBigInt);
      case 'number':
        return this.#numbers(length, float64(), new Float64Array(length), toDouble);
      case 'boolean':
        return this.#booleans(length);
      case 'text':
      case undefined:
        return this.#texts(length, value => value as string);
      case 'json':
        return this.#texts(length, writeAttributeJson);
    }
  }

  #numbers<Value extends number | bigint>(
    length: number,
    type: ReturnType<typeof int64> | ReturnType<typeof float64>,
    values: (BigInt64Array | Float64Array) & { [i: number]: Value },
    convert: (value: AttributeValue) => Value
  ): AnyBatch {
    this.#rows.forEach((row, i) => {
      values[row] = convert(this.#values[i] ?? null);
    });
    return createBatch({ type, length, values, ...this.#validity(length) });
  }

  #booleans(length: number): AnyBatch {
    const values = createBitmap(length);
    this.#rows.forEach((row, i) => {
      if (this.#values[i] === true) {
        setBit(values, row);
      }
    });
    return createBatch({ type: bool(), length, values, ...this.#validity(length) });
  }

  #texts(length: number, write: (value: AttributeValue) => string): AnyBatch {
    let next = 0;
    return createTextBatch(length, row => {
      if (this.#rows[next] !== row) {
        return null;
      }
      return write(this.#values[next++] ?? null);
    });
  }

  #validity(length: number) {
    const nullCount = length - this.#rows.length;
    if (nullCount === 0) {
      return {};
    }
    const validity = createBitmap(length);
    this.#rows.forEach(row => {
      setBit(validity, row);
    });
    return { nullCount, validity };
  }
}

/** The kind of a column says that its values are integers, or numbers. */
function toBigInt(value: AttributeValue): bigint {
  return typeof value === 'bigint' ? value : BigInt(value as number);
}

function toDouble(value: AttributeValue): number {
  return value instanceof Double ? value.value : Number(value);
}

const MAX_INT64 = 2n ** 63n - 1n;

function kindOf(value: AttributeValue): CellKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return value <= MAX_INT64 && value >= -MAX_INT64 - 1n ? 'integer' : 'json';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number';
    default:
      return value instanceof Double ? 'number' : 'json';
  }
}

/** Integers among floats are floats; anything else that differs keeps its own types in JSON. */
export function joinKinds(a: CellKind | undefined, b: CellKind): CellKind {
  if (a === undefined || a === b) {
    return b;
  }
  const isNumeric = (kind: CellKind) => kind === 'integer' || kind === 'number';
  return isNumeric(a) && isNumeric(b) ? 'number' : 'json';
}
