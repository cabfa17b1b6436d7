import { setBit } from '../../arrow/bitmap.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { GrowingBytes } from '../frame/growing-bytes.ts';
import { HAS_WORDS, IS_OPAQUE } from './attribute-column.ts';
import { canUnpack, packBytes, unpackBytes } from './pack-bytes.ts';

/** Which words the texts of a path have. Words are folded: letters and digits of ASCII, and all other characters. */
export interface WrittenWords {
  /** One behind the other. */
  bytes: Uint8Array;
  ends: Uint32Array;
  /** Bitmap of the rows that have a text. */
  hasText: Uint8Array;
  /** Rows of each word, ascending, one word behind the other. */
  rows: Uint16Array;
  rowEnds: Uint32Array;
}

const BITMAP_BYTES = BLOCK_ROWS / 8;
/** No word has it. */
const SEPARATOR = '\0';

const IS_WORD_BYTE = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[\da-z_]/.test(String.fromCharCode(byte)) ? 1 : 0
);

/** Whether a byte of a folded text belongs to a word. */
export function isWordByte(byte: number | undefined): boolean {
  return IS_WORD_BYTE[byte ?? 0] === 1;
}

/** A piece of a text that is in one word: at its start, at its end, both or neither. */
export interface WordPiece {
  text: string;
  isStart: boolean;
  isEnd: boolean;
}

/** In which pieces of words a folded text stands, wherever it does; those of a whole text are words. */
export function splitWords(folded: string, isWhole: boolean): WordPiece[] {
  return Array.from(folded.matchAll(/[\da-z_\u0080-\uffff]+/g), ({ 0: text, index }) => ({
    text,
    isStart: isWhole || index > 0,
    isEnd: isWhole || index + text.length < folded.length
  }));
}

/** Flags, bytes of what follows, what the words are, and where. */
export function writeWords({ bytes, ends, hasText, rows, rowEnds }: WrittenWords): Uint8Array {
  const words = new GrowingBytes(bytes.length + ends.length);
  const places = new GrowingBytes(2 * rows.length);
  const sizes = Buffer.alloc(2 * ends.length);
  ends.forEach((end, i) => {
    words.push(bytes, ends[i - 1] ?? 0, end);
    words.pushByte(SEPARATOR.charCodeAt(0));
    const before = places.length;
    pushRows(places, rows.subarray(rowEnds[i - 1] ?? 0, rowEnds[i]));
    sizes.writeUInt16LE(places.length - before, 2 * i);
  });
  const count = Buffer.alloc(4);
  count.writeUInt32LE(ends.length);
  const head = packBytes(
    Buffer.concat([count, hasText, sizes, words.bytes.subarray(0, words.length)])
  );
  const headSize = Buffer.alloc(4);
  headSize.writeUInt32LE(head.length);
  const tail = packBytes(places.bytes.subarray(0, places.length));
  return Buffer.concat([Uint8Array.of(IS_OPAQUE | HAS_WORDS), headSize, head, tail]);
}

/** The steps from row to row, in seven bits a byte; a bitmap when that is not longer. */
function pushRows(places: GrowingBytes, rows: Uint16Array): void {
  const start = places.length;
  let before = -1;
  for (const row of rows) {
    const step = row - before;
    before = row;
    if (step > 0x7f) {
      places.pushByte((step & 0x7f) | 0x80);
    }
    places.pushByte(step > 0x7f ? step >> 7 : step);
  }
  if (places.length - start >= BITMAP_BYTES) {
    const bitmap = new Uint8Array(BITMAP_BYTES);
    for (const row of rows) {
      setBit(bitmap, row);
    }
    places.length = start;
    places.push(bitmap, 0, BITMAP_BYTES);
  }
}

/** What {@link writeWords} wrote, read as far as it is asked. */
export class WordIndex {
  readonly hasText: Uint8Array;
  readonly #sizes: Buffer;
  /** Each byte is a character; a separator is before and behind each. */
  readonly #words: string;
  readonly #packedPlaces: Uint8Array;
  #places: Buffer | undefined;

  constructor(data: Uint8Array) {
    const headEnd = 5 + readSize(data);
    const head = unpackBytes(data.subarray(5, headEnd));
    const count = head.readUInt32LE(0);
    this.hasText = head.subarray(4, 4 + BITMAP_BYTES);
    const wordsFrom = 4 + BITMAP_BYTES + 2 * count;
    this.#sizes = head.subarray(4 + BITMAP_BYTES, wordsFrom);
    this.#words = SEPARATOR + head.toString('latin1', wordsFrom);
    this.#packedPlaces = data.subarray(headEnd);
  }

  static canRead(data: Uint8Array): boolean {
    return canUnpack(data.subarray(5)) && canUnpack(data.subarray(5 + readSize(data)));
  }

  /** Bitmap of the rows with a word that has the piece. */
  findRows({ text, isStart, isEnd }: WordPiece): Uint8Array {
    const piece = Buffer.from(text).toString('latin1');
    const sought = `${isStart ? SEPARATOR : ''}${piece}${isEnd ? SEPARATOR : ''}`;
    const words = this.#words;
    const rows = new Uint8Array(BITMAP_BYTES);
    let word = 0;
    let offset = 0;
    /** Where a word begins. */
    let at = 1;
    for (let hit = words.indexOf(sought); hit >= 0; hit = words.indexOf(sought, at - 1)) {
      const end = words.indexOf(SEPARATOR, isStart ? hit + 1 : hit);
      for (; at <= end; at++) {
        if (words.charCodeAt(at) === 0) {
          const size = this.#sizeOf(word++);
          if (at === end) {
            this.#addRows(rows, offset, size);
          }
          offset += size;
        }
      }
    }
    return rows;
  }

  #sizeOf(word: number): number {
    return this.#sizes.readUInt16LE(2 * word);
  }

  #addRows(rows: Uint8Array, from: number, size: number): void {
    this.#places ??= unpackBytes(this.#packedPlaces);
    const places = this.#places;
    if (size === BITMAP_BYTES) {
      for (let i = 0; i < size; i++) {
        rows[i] = (rows[i] ?? 0) | (places[from + i] ?? 0);
      }
      return;
    }
    let row = -1;
    for (let at = from; at < from + size; at++) {
      const byte = places[at] ?? 0;
      row += byte > 0x7f ? (byte & 0x7f) | ((places[++at] ?? 0) << 7) : byte;
      setBit(rows, row);
    }
  }
}

const readSize = (data: Uint8Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.length).readUInt32LE(1);
