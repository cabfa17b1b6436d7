import { largeUtf8, utf8 } from '@uwdata/flechette';
import { createBatch, type AnyBatch } from './batches.ts';
import { clearBit, createFullBitmap } from './bitmap.ts';

const encoder = new TextEncoder();
const MAX_OFFSET = 0x7fffffff;

/** A text column made cell by cell; with 64-bit offsets when asked for, or when the text needs them. */
export function createTextBatch(
  length: number,
  textAt: (i: number) => string | null,
  wide = false
): AnyBatch {
  let bytes = new Uint8Array(Math.max(64, length * 16));
  const ends = new Float64Array(length + 1);
  let at = 0;
  let nullCount = 0;
  const validity = createFullBitmap(length);
  for (let i = 0; i < length; i++) {
    const text = textAt(i);
    if (text === null) {
      clearBit(validity, i);
      nullCount++;
    } else {
      // A UTF-16 unit takes at most three bytes of UTF-8.
      if (at + 3 * text.length > bytes.length) {
        const grown = new Uint8Array(Math.max(2 * bytes.length, at + 3 * text.length));
        grown.set(bytes);
        bytes = grown;
      }
      at += writeText(text, bytes, at);
    }
    ends[i + 1] = at;
  }
  const large = wide || at > MAX_OFFSET;
  return createBatch({
    type: large ? largeUtf8() : utf8(),
    length,
    nullCount,
    ...(nullCount > 0 ? { validity } : {}),
    offsets: large ? BigInt64Array.from(ends, BigInt) : Int32Array.from(ends),
    values: bytes.subarray(0, at)
  });
}

/** Short ASCII, as ids and labels are, is written without a call. */
function writeText(text: string, bytes: Uint8Array, at: number): number {
  if (text.length <= 40) {
    let i = 0;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        break;
      }
      bytes[at + i] = code;
    }
    if (i === text.length) {
      return i;
    }
  }
  return encoder.encodeInto(text, bytes.subarray(at)).written;
}
