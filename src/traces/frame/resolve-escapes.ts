import type { GrowingBytes } from './growing-bytes.ts';
import { BACKSLASH } from './json-scanner.ts';

/** What stands for what behind a backslash; other characters stand for themselves. */
const LETTERS = Uint8Array.from({ length: 256 }, (_, byte) => byte);
for (const [letter, meant] of Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' })) {
  LETTERS[letter.charCodeAt(0)] = meant.charCodeAt(0);
}
const UNIT = 'u'.charCodeAt(0);
/** `\u0000` */
const UNIT_LENGTH = 6;

/** Turns the escapes of JSON texts into what they stand for, in place. `ends` tells where each text ends, before and after. */
export function resolveEscapes(texts: GrowingBytes, ends: Int32Array, count: number): void {
  const { bytes } = texts;
  let read = 0;
  let write = 0;
  let escape = findEscape(texts, 0);
  for (let i = 0; i < count; i++) {
    const end = ends[i] ?? 0;
    while (escape < end) {
      texts.move(write, read, escape);
      write += escape - read;
      const letter = bytes[escape + 1] ?? 0;
      if (letter === UNIT) {
        let code = readUnit(bytes, escape);
        read = escape + UNIT_LENGTH;
        if (isHigh(code) && read + UNIT_LENGTH <= end && isLow(readUnit(bytes, read))) {
          code = 0x10000 + ((code & 0x3ff) << 10) + (readUnit(bytes, read) & 0x3ff);
          read += UNIT_LENGTH;
        }
        write = writeCode(bytes, write, code);
      } else {
        bytes[write++] = LETTERS[letter] ?? letter;
        read = escape + 2;
      }
      escape = findEscape(texts, read);
    }
    ends[i] = end - (read - write);
  }
  texts.move(write, read, texts.length);
  texts.length -= read - write;
}

/** Where there is one, the next is near. */
const NEAR = 32;

function findEscape({ bytes, length }: GrowingBytes, from: number): number {
  const near = Math.min(from + NEAR, length);
  for (let at = from; at < near; at++) {
    if (bytes[at] === BACKSLASH) {
      return at;
    }
  }
  const found = bytes.indexOf(BACKSLASH, near);
  return found < 0 ? length : Math.min(found, length);
}

/** The number of `\u0000`; NaN when there is another escape, or none. */
function readUnit(bytes: Buffer, at: number): number {
  return bytes[at] === BACKSLASH && bytes[at + 1] === UNIT
    ? parseInt(bytes.toString('latin1', at + 2, at + UNIT_LENGTH), 16)
    : NaN;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

const REPLACEMENT = 0xfffd;

/** UTF-8; half of a pair is no character. Gives the place behind it. */
function writeCode(bytes: Buffer, at: number, given: number): number {
  const code = isHigh(given) || isLow(given) ? REPLACEMENT : given;
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6);
    bytes[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    bytes[at] = 0xe0 | (code >> 12);
    bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (code >> 18);
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}
