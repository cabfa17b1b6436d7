import { largeUtf8, Type } from '@uwdata/flechette';
import { hasNulls, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { castBatch } from '../arrow/cast-batch.ts';
import { createReader, isText } from '../arrow/cells.ts';
import { createTextBatch } from '../arrow/create-text-batch.ts';
import { formatPythonFloat, shortenFloat32 } from '../arrow/format-number.ts';
import { createUuid, createUuids } from './uuids.ts';

/**
 * Prediction ids as text (§2.6.1, §14.18): text stays as it is, numbers as Python writes them, and a row without an
 * id gets one made of `seed` and its position, so that the same file has the same ids after a restart.
 */
export function normalizeIds(batch: AnyBatch | undefined, length: number, seed: number): AnyBatch {
  if (!batch) {
    return createUuids(seed, length);
  }
  if (isText(batch.type) && !hasNulls(batch)) {
    return batch;
  }
  if (batch.type.typeId === Type.Union) {
    return normalizeIds(castBatch(batch, largeUtf8()), length, seed);
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
