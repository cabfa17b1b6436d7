import { BYTES_MARK, FLOAT_MARK } from '../../contract/attribute-json.ts';
import { LIST, OBJECT, QUOTE } from './json-scanner.ts';

/** What a value is, as bits: those of a column tell which kinds it has. */
export const TEXT = 1;
export const INTEGER = 2;
export const NUMBER = 4;
export const BOOLEAN = 8;
export const NESTED = 16;
/** Null is as if it were not there. */
export const MISSING = 0;

const markOf = (name: string) => Buffer.from(`{"${name}":`);
const FLOAT = markOf(FLOAT_MARK);
const BYTES = markOf(BYTES_MARK);

/** What stands in JSON that `attribute-json.ts` wrote. */
export function kindOfJson(json: Buffer, from: number, to: number): number {
  switch (json[from]) {
    case QUOTE:
      return TEXT;
    case OBJECT:
      return startsWith(json, from, FLOAT) ? NUMBER : NESTED;
    case LIST:
      return NESTED;
    case 0x74:
    case 0x66:
      return BOOLEAN;
    case 0x6e:
      return MISSING;
    default:
      return kindOfNumber(json, from, to);
  }
}

/** Whether an object stands for a value that JSON has no word for. */
export function isMark(json: Buffer, from: number): boolean {
  return startsWith(json, from, FLOAT) || startsWith(json, from, BYTES);
}

function startsWith(json: Buffer, from: number, start: Buffer): boolean {
  for (let i = 0; i < start.length; i++) {
    if (json[from + i] !== start[i]) {
      return false;
    }
  }
  return true;
}

/** Integers of so few characters fit 64 bits. */
const SHORT = 18;
const MAX_INT64 = 2n ** 63n - 1n;

function kindOfNumber(json: Buffer, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const byte = json[i];
    // . E e
    if (byte === 0x2e || byte === 0x45 || byte === 0x65) {
      return NUMBER;
    }
  }
  if (to - from <= SHORT) {
    return INTEGER;
  }
  const value = BigInt(json.toString('latin1', from, to));
  return value <= MAX_INT64 && value >= -MAX_INT64 - 1n ? INTEGER : NESTED;
}
