import { setBit } from '../../arrow/bitmap.ts';
import { foldText } from '../../filter/fold-text.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { GrowingBytes } from '../frame/growing-bytes.ts';
import { BACKSLASH } from '../frame/json-scanner.ts';
import { isDoubtfulText } from './doubtful-text.ts';
import type { GatherBudget } from './gather-budget.ts';
import { isWordByte, writeWords } from './word-index.ts';

/** Bytes of the different words of a path. */
const MAX_WORD_BYTES = 4 * 2 ** 20;

/** Part of the texts that their index may take on disk. */
const MAX_SHARE = 1 / 4;

/** Start of FNV-1a. */
const FNV_START = 0x811c9dc5 | 0;

/** Bytes of words as they are folded, and 0 between words. */
const FOLDS = Uint8Array.from({ length: 256 }, (_, byte) => (isWordByte(byte) ? byte : 0));
/** No byte of UTF-8. */
const UNKNOWN = 0xff;
/** The same for a text that is not folded yet, as far as that is a matter of single bytes. */
const FOLDS_PLAIN = FOLDS.map((byte, i) => {
  const isCapital = i >= 0x41 && i <= 0x5a;
  return i === BACKSLASH || i > 0x7f ? UNKNOWN : isCapital ? i | 0x20 : byte;
});

/** Numbers of a record. */
const RECORD = 4;

/** Gathers which words the texts of one path have, row by row, in ascending order. */
export class WordMaker {
  readonly #budget: GatherBudget;
  readonly #bytes = new GrowingBytes(2 ** 12);
  /** Of each word together, for the processor's sake: its hash, where its bytes begin and end, the last row that has it. */
  #records = new Int32Array(RECORD * 2 ** 8);
  /** A word's number and one more, at the place its hash leads to, or behind. */
  #slots = new Int32Array(2 ** 10);
  #count = 0;
  /** The words of each row, one row behind the other. */
  #places = new Uint32Array(2 ** 12);
  #placeCount = 0;
  readonly #rows: { row: number; end: number }[] = [];
  #textBytes = 0;
  /** Of the text that is being added. */
  #row = 0;
  #source: Buffer = Buffer.alloc(0);
  #folds: Uint8Array = FOLDS;

  constructor(budget: GatherBudget) {
    this.#budget = budget;
  }

  /** The text of a row, as JSON has it between the quotes; false when there is too much, or too odd a character. */
  add(row: number, json: Buffer, from: number, to: number): boolean {
    this.#textBytes += to - from;
    this.#row = row;
    const isPlain = this.#addWords(json, from, to, FOLDS_PLAIN);
    if (!isPlain && !this.#addOther(json, from, to)) {
      return false;
    }
    this.#rows.push({ row, end: this.#placeCount });
    return this.#budget.words >= 0 && this.#bytes.length <= MAX_WORD_BYTES;
  }

  /** The index as it is kept; undefined when it is too long to be worth it. */
  finish(): Uint8Array | undefined {
    const count = this.#count;
    const rowEnds = new Uint32Array(count);
    for (let i = 0; i < this.#placeCount; i++) {
      const word = this.#places[i] ?? 0;
      rowEnds[word] = (rowEnds[word] ?? 0) + 1;
    }
    let sum = 0;
    // Where the next row of each word goes; when all are there, where they end.
    for (let word = 0; word < count; word++) {
      const size = rowEnds[word] ?? 0;
      rowEnds[word] = sum;
      sum += size;
    }
    const rows = new Uint16Array(sum);
    const hasText = new Uint8Array(BLOCK_ROWS / 8);
    let i = 0;
    for (const { row, end } of this.#rows) {
      setBit(hasText, row);
      for (; i < end; i++) {
        const word = this.#places[i] ?? 0;
        const at = rowEnds[word] ?? 0;
        rows[at] = row;
        rowEnds[word] = at + 1;
      }
    }
    const bytes = this.#bytes.bytes.subarray(0, this.#bytes.length);
    const index = writeWords({
      bytes,
      ends: Uint32Array.from({ length: count }, (_, word) => this.#records[word * RECORD + 2] ?? 0),
      hasText,
      rows,
      rowEnds
    });
    return index.length <= this.#textBytes * MAX_SHARE ? index : undefined;
  }

  #addOther(json: Buffer, from: number, to: number): boolean {
    const text = json.toString('utf8', from, to);
    if (isDoubtfulText(text)) {
      return false;
    }
    const folded = Buffer.from(foldText(JSON.parse(`"${text}"`) as string));
    return this.#addWords(folded, 0, folded.length, FOLDS);
  }

  /** False for bytes that do not stand for themselves. Words that come once more change nothing. */
  #addWords(bytes: Buffer, from: number, to: number, folds: Uint8Array): boolean {
    this.#source = bytes;
    this.#folds = folds;
    let start = from;
    let hash = FNV_START;
    for (let at = from; at < to; at++) {
      const byte = folds[bytes[at] ?? 0] ?? 0;
      if (byte === UNKNOWN) {
        return false;
      }
      if (byte !== 0) {
        hash = Math.imul(hash ^ byte, 0x01000193);
        continue;
      }
      if (at > start) {
        this.#addWord(start, at, hash);
      }
      start = at + 1;
      hash = FNV_START;
    }
    if (to > start) {
      this.#addWord(start, to, hash);
    }
    return true;
  }

  #addWord(from: number, to: number, hash: number): void {
    const word = this.#findWord(from, to, hash);
    const last = word * RECORD + 3;
    if (this.#records[last] !== this.#row) {
      this.#records[last] = this.#row;
      if (this.#placeCount === this.#places.length) {
        this.#places = grow(this.#places, new Uint32Array(2 * this.#placeCount));
      }
      this.#places[this.#placeCount++] = word;
      this.#budget.words--;
    }
  }

  #findWord(from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let number = slots[slot] ?? 0; number > 0; number = slots[slot] ?? 0) {
      if (this.#isWord((number - 1) * RECORD, from, to, hash)) {
        return number - 1;
      }
      slot = (slot + 1) & mask;
    }
    const word = this.#count++;
    slots[slot] = word + 1;
    const start = this.#bytes.length;
    for (let at = from; at < to; at++) {
      this.#bytes.pushByte(this.#folds[this.#source[at] ?? 0] ?? 0);
    }
    this.#records.set([hash, start, this.#bytes.length, -1], word * RECORD);
    this.#makeRoom();
    return word;
  }

  #isWord(record: number, from: number, to: number, hash: number): boolean {
    const records = this.#records;
    const start = records[record + 1] ?? 0;
    if (records[record] !== hash || records[record + 2] !== start + to - from) {
      return false;
    }
    const source = this.#source;
    const folds = this.#folds;
    const known = this.#bytes.bytes;
    for (let i = 0; i < to - from; i++) {
      if (folds[source[from + i] ?? 0] !== known[start + i]) {
        return false;
      }
    }
    return true;
  }

  /** For another word; a table that is half full gets twice the slots. */
  #makeRoom(): void {
    const count = this.#count;
    if (RECORD * count === this.#records.length) {
      this.#records = grow(this.#records, new Int32Array(2 * this.#records.length));
    }
    if (2 * count >= this.#slots.length) {
      const slots = new Int32Array(2 * this.#slots.length);
      const mask = slots.length - 1;
      for (let word = 0; word < count; word++) {
        let slot = (this.#records[word * RECORD] ?? 0) & mask;
        while (slots[slot] !== 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = word + 1;
      }
      this.#slots = slots;
    }
  }
}

function grow<Numbers extends Uint32Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
