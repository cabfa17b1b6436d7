import { Type } from '@uwdata/flechette';
import { hasNulls, isDictionary, type AnyBatch } from './arrow/batches.ts';
import { createReader, isText } from './arrow/cells.ts';
import { createTextBatch } from './arrow/create-text-batch.ts';
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
