import { bool, float64, int64, utf8 } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { OBJECT, QUOTE } from './json-scanner.ts';
import { resolveEscapes } from './resolve-escapes.ts';
import { BOOLEAN, INTEGER, kindOfJson, MISSING, NUMBER, TEXT } from './value-kinds.ts';

/** How the cells of a column travel; `json` is text in the form of `attribute-json.ts`, which the reader turns into values again. */
export type CellKind = 'text' | 'integer' | 'number' | 'boolean' | 'json';

const FIRST_ROWS = 64;
/** t */
const TRUE = 0x74;

/** A column of a frame that grows row by row, of the bytes that JSON has for its values; rows that are not set are missing. */
export class FrameColumn {
  /** What texts have between their quotes, and other values as they are. */
  readonly #cells = new GrowingBytes(256);
  /** Where a row ends. */
  #ends = new Int32Array(FIRST_ROWS);
  #kinds = new Uint8Array(FIRST_ROWS);
  /** Rows up to the last that is set. */
  #rows = 0;
  #count = 0;
  #seen = 0;

  /** Sets a row behind all that are set; one that is set already stays as it is. */
  set(row: number, json: Buffer, from: number, to: number): void {
    const kind = kindOfJson(json, from, to);
    if (kind === MISSING || row < this.#rows) {
      return;
    }
    this.#fillTo(row);
    if (kind === TEXT) {
      this.#cells.push(json, from + 1, to - 1);
    } else {
      this.#cells.push(json, from, to);
    }
    this.#ends[row] = this.#cells.length;
    this.#kinds[row] = kind;
    this.#rows = row + 1;
    this.#count++;
    this.#seen |= kind;
  }

  /** Undefined while no row is set. Integers among floats are floats; anything else that differs keeps its own types in JSON. */
  get kind(): CellKind | undefined {
    switch (this.#seen) {
      case 0:
        return undefined;
      case TEXT:
        return 'text';
      case INTEGER:
        return 'integer';
      case NUMBER:
      case NUMBER | INTEGER:
        return 'number';
      case BOOLEAN:
        return 'boolean';
      default:
        return 'json';
    }
  }

  /** Forgets all rows; what {@link toBatch} gave is overwritten by what is set next. */
  clear(): void {
    this.#cells.clear();
    this.#kinds.fill(MISSING);
    this.#rows = 0;
    this.#count = 0;
    this.#seen = 0;
  }

  /** The column of so many rows, after which it must be cleared. */
  toBatch(length: number): AnyBatch {
    this.#fillTo(length);
    switch (this.kind) {
      case 'integer':
        return this.#integers(length);
      case 'number':
        return this.#doubles(length);
      case 'boolean':
        return this.#booleans(length);
      case 'json':
        return (this.#seen & TEXT) === 0
          ? this.#texts(length, this.#cells)
          : this.#texts(length, this.#quote(length));
      default:
        resolveEscapes(this.#cells, this.#ends, length);
        return this.#texts(length, this.#cells);
    }
  }

  /** Rows without a cell end where those before them do. */
  #fillTo(row: number): void {
    if (row >= this.#ends.length) {
      const size = Math.max(2 * this.#ends.length, row + 1);
      const ends = new Int32Array(size);
      ends.set(this.#ends);
      this.#ends = ends;
      const kinds = new Uint8Array(size);
      kinds.set(this.#kinds);
      this.#kinds = kinds;
    }
    this.#ends.fill(this.#cells.length, this.#rows, row);
  }

  #integers(length: number): AnyBatch {
    const values = new BigInt64Array(length);
    // Lower half first, as Arrow has them; numbers are faster than bigints.
    const halves = new Int32Array(values.buffer);
    this.#eachCell((row, cells, from, to) => {
      if (to - from > SAFE_LENGTH) {
        values[row] = BigInt(cells.toString('latin1', from, to));
        return;
      }
      const value = readInteger(cells, from, to);
      halves[2 * row] = value | 0;
      halves[2 * row + 1] = Math.floor(value / 2 ** 32);
    });
    return createBatch({ type: int64(), length, values, ...this.#validity(length) });
  }

  #doubles(length: number): AnyBatch {
    const values = new Float64Array(length);
    this.#eachCell((row, cells, from, to) => {
      // The one double that is an object.
      values[row] = cells[from] === OBJECT ? NaN : Number(cells.toString('latin1', from, to));
    });
    return createBatch({ type: float64(), length, values, ...this.#validity(length) });
  }

  #booleans(length: number): AnyBatch {
    const values = createBitmap(length);
    this.#eachCell((row, cells, from) => {
      if (cells[from] === TRUE) {
        setBit(values, row);
      }
    });
    return createBatch({ type: bool(), length, values, ...this.#validity(length) });
  }

  #eachCell(visit: (row: number, cells: Buffer, from: number, to: number) => void): void {
    const { bytes } = this.#cells;
    let from = 0;
    for (let row = 0; row < this.#rows; row++) {
      const to = this.#ends[row] ?? 0;
      if (this.#kinds[row] !== MISSING) {
        visit(row, bytes, from, to);
      }
      from = to;
    }
  }

  #texts(length: number, { bytes, length: end }: GrowingBytes): AnyBatch {
    const offsets = new Int32Array(length + 1);
    offsets.set(this.#ends.subarray(0, length), 1);
    return createBatch({
      type: utf8(),
      length,
      offsets,
      values: bytes.subarray(0, end),
      ...this.#validity(length)
    });
  }

  /** All cells as JSON again; moves the ends of the rows. */
  #quote(length: number): GrowingBytes {
    const quoted = new GrowingBytes(this.#cells.length + 2 * this.#count);
    let from = 0;
    for (let row = 0; row < length; row++) {
      const to = this.#ends[row] ?? 0;
      const isText = this.#kinds[row] === TEXT;
      if (isText) {
        quoted.pushByte(QUOTE);
      }
      quoted.push(this.#cells.bytes, from, to);
      if (isText) {
        quoted.pushByte(QUOTE);
      }
      this.#ends[row] = quoted.length;
      from = to;
    }
    return quoted;
  }

  #validity(length: number) {
    const nullCount = length - this.#count;
    if (nullCount === 0) {
      return {};
    }
    const validity = createBitmap(length);
    for (let row = 0; row < this.#rows; row++) {
      if (this.#kinds[row] !== MISSING) {
        setBit(validity, row);
      }
    }
    return { nullCount, validity };
  }
}

/** Digits that a double holds exactly. */
const SAFE_LENGTH = 15;
const MINUS = 0x2d;
const ZERO = 0x30;

function readInteger(cells: Buffer, from: number, to: number): number {
  const isNegative = cells[from] === MINUS;
  let value = 0;
  for (let i = isNegative ? from + 1 : from; i < to; i++) {
    value = 10 * value + ((cells[i] ?? ZERO) - ZERO);
  }
  return isNegative ? -value : value;
}

/** The kind of a column that has cells of two kinds; see {@link FrameColumn.kind}. */
export function joinKinds(a: CellKind, b: CellKind): CellKind {
  if (a === b) {
    return a;
  }
  const isNumeric = (kind: CellKind) => kind === 'integer' || kind === 'number';
  return isNumeric(a) && isNumeric(b) ? 'number' : 'json';
}
