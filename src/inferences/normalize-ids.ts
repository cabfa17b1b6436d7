import { largeUtf8, Type, utf8 } from '@uwdata/flechette';
import { createBatch, hasNulls, isDictionary, type AnyBatch } from './arrow/batches.ts';
import { createReader, isText } from './arrow/cells.ts';
import { formatPythonFloat, shortenFloat32 } from './arrow/format-number.ts';

/**
 * Prediction ids as text (§2.6.1, §14.18): text stays as it is, numbers as Python writes them, and a row without an
 * id gets one made of `seed` and its position, so that the same file has the same ids after a restart.
 */
export function normalizeIds(batch: AnyBatch | undefined, length: number, seed: number): AnyBatch {
  if (!batch) {
    return createTextBatch(length, i => createUuid(seed, i));
  }
  if (isText(batch.type) && !hasNulls(batch)) {
    return batch;
  }
  const read = createReader(batch, Infinity);
  const isFloat =
    batch.type.typeId === Type.Float ||
    (isDictionary(batch.type) && batch.type.dictionary.typeId === Type.Float);
  const float32 = batch.values instanceof Float32Array;
  return createTextBatch(length, i => {
    const value = read(i);
    if (value === null) {
      return createUuid(seed, i);
    }
    if (typeof value === 'boolean') {
      return value ? 'True' : 'False';
    }
    return isFloat && typeof value === 'number'
      ? formatPythonFloat(float32 ? shortenFloat32(value) : value)
      : String(value);
  });
}

/** Murmur3's finalizer (A. Appleby): every bit of the input changes about half the bits of the output. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A UUID in the form of version 4 (RFC 9562 §5.4) that depends on nothing but its arguments. */
function createUuid(seed: number, i: number): string {
  const hex = [1, 2, 3, 4]
    .map(word => mix(mix(seed + Math.imul(word, 0x9e3779b9)) ^ mix(i + word)))
    .map(word => word.toString(16).padStart(8, '0'))
    .join('');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const encoder = new TextEncoder();
const MAX_OFFSET = 0x7fffffff;

/** A text column made cell by cell. */
export function createTextBatch(length: number, textAt: (i: number) => string | null): AnyBatch {
  let bytes = new Uint8Array(Math.max(64, length * 16));
  const ends = new Float64Array(length + 1);
  let at = 0;
  let nullCount = 0;
  const validity = new Uint8Array(Math.ceil(length / 8)).fill(0xff);
  for (let i = 0; i < length; i++) {
    const text = textAt(i);
    if (text === null) {
      validity[i >> 3] = (validity[i >> 3] ?? 0) & ~(1 << (i & 7));
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
  const large = at > MAX_OFFSET;
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
