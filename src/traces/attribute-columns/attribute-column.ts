import { readAttributeJson } from '../../contract/attribute-json.ts';
import type { AttributeValue } from '../../contract/attribute-value.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import { packBytes, unpackBytes } from './pack-bytes.ts';

/** Flags of a path: rows have values there, and all of them are known. */
export const HAS_VALUES = 1;
/** Rows have values at the path that are not known. */
export const IS_OPAQUE = 2;
/** What lies below the path is known only where it has a column. */
export const IS_DEEP = 4;
/** Values are texts, and it is known which words they have. */
export const HAS_WORDS = 8;

/** The values that the rows of a block have at one path of their attributes. */
export interface AttributeColumn {
  /** Of each row: 0 when it has none, else the place of its value, texts first, and one more. */
  codes: Uint16Array;
  texts: TextList;
  others: AttributeValue[];
}

export interface TextList {
  /** Where each ends. */
  ends: Uint32Array;
  /** UTF-8, one behind the other. */
  bytes: Buffer;
}

/** The same, as it is written: other values are pieces of JSON. */
export interface WrittenColumn {
  codes: Uint16Array;
  texts: readonly Buffer[];
  others: readonly string[];
}

/** Texts, bytes of texts, bits of a code. */
const HEAD_BYTES = 12;

/** A flag byte, and what it announces. */
export function writeColumn(flags: number, column: WrittenColumn | undefined): Uint8Array {
  if (!column) {
    return Uint8Array.of(flags);
  }
  const { codes, texts, others } = column;
  const bits = bitsFor(texts.length + others.length);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(texts.length, 0);
  head.writeUInt32LE(
    texts.reduce((sum, { length }) => sum + length, 0),
    4
  );
  head.writeUInt32LE(bits, 8);
  const lengths = Buffer.alloc(4 * texts.length);
  texts.forEach(({ length }, i) => lengths.writeUInt32LE(length, 4 * i));
  const json = others.length === 0 ? '' : `[${others.join(',')}]`;
  const parts = [head, writeCodes(codes, bits), lengths, ...texts, Buffer.from(json)];
  return Buffer.concat([Uint8Array.of(flags | HAS_VALUES), packBytes(Buffer.concat(parts))]);
}

/** The column that {@link writeColumn} wrote with values. */
export function readColumn(data: Uint8Array): AttributeColumn {
  const bytes = unpackBytes(data.subarray(1));
  const count = bytes.readUInt32LE(0);
  const textBytes = bytes.readUInt32LE(4);
  const bits = bytes.readUInt32LE(8);
  let at = HEAD_BYTES;
  const take = (length: number) => bytes.subarray(at, (at += length));
  const codes = readCodes(take((BLOCK_ROWS * bits) / 8), bits);
  const lengths = take(4 * count);
  const ends = new Uint32Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    end += lengths.readUInt32LE(4 * i);
    ends[i] = end;
  }
  const texts = { ends, bytes: take(textBytes) };
  const json = bytes.toString('utf8', at);
  return { codes, texts, others: json === '' ? [] : (readAttributeJson(json) as AttributeValue[]) };
}

/** 0 is a code, too. Powers of two, so that no code lies across two bytes. */
function bitsFor(values: number): number {
  return [1, 2, 4, 8].find(bits => values < 1 << bits) ?? 16;
}

function writeCodes(codes: Uint16Array, bits: number): Uint8Array {
  const bytes = Buffer.alloc((BLOCK_ROWS * bits) / 8);
  if (bits === 16) {
    codes.forEach((code, i) => bytes.writeUInt16LE(code, 2 * i));
    return bytes;
  }
  const perByte = 8 / bits;
  for (let i = 0; i < BLOCK_ROWS; i++) {
    const at = Math.floor(i / perByte);
    bytes[at] = (bytes[at] ?? 0) | ((codes[i] ?? 0) << ((i % perByte) * bits));
  }
  return bytes;
}

function readCodes(bytes: Buffer, bits: number): Uint16Array {
  const codes = new Uint16Array(BLOCK_ROWS);
  if (bits === 16) {
    for (let i = 0; i < BLOCK_ROWS; i++) {
      codes[i] = (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8);
    }
    return codes;
  }
  const mask = (1 << bits) - 1;
  let row = 0;
  for (const byte of bytes) {
    for (let shift = 0; shift < 8; shift += bits) {
      codes[row++] = (byte >> shift) & mask;
    }
  }
  return codes;
}
