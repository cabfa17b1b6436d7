import { utf8 } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { clearBit, createFullBitmap } from '../../arrow/bitmap.ts';
import { GrowingBytes } from './growing-bytes.ts';

/** Texts, row by row. */
export class TextColumn {
  readonly #cells = new GrowingBytes(1024);
  /** Where each row ends. */
  #ends: number[] = [];
  #missing: number[] = [];

  add(text: string | null): void {
    if (text === null) {
      this.#missing.push(this.#ends.length);
    } else {
      this.#cells.pushText(text);
    }
    this.#ends.push(this.#cells.length);
  }

  /** What was added, in memory that is overwritten by what is added next. */
  take(): AnyBatch {
    const { length } = this.#ends;
    const offsets = new Int32Array(length + 1);
    offsets.set(this.#ends, 1);
    const batch = createBatch({
      type: utf8(),
      length,
      offsets,
      values: this.#cells.bytes.subarray(0, this.#cells.length),
      ...this.#validity(length)
    });
    this.#cells.clear();
    this.#ends = [];
    this.#missing = [];
    return batch;
  }

  #validity(length: number) {
    const nullCount = this.#missing.length;
    if (nullCount === 0) {
      return {};
    }
    const validity = createFullBitmap(length);
    this.#missing.forEach(row => clearBit(validity, row));
    return { nullCount, validity };
  }
}
