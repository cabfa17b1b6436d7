import { isDictionary, hasNulls } from './arrow/batches.ts';
import { hasBit } from './arrow/bitmap.ts';
import { createReader, type Scalar } from './arrow/cells.ts';
import { formatCanonical, formatFloat32 } from './arrow/format-number.ts';
import { dictionaryBatch, dictionaryOf } from './arrow/gather-dictionary.ts';
import { scalarText, type Column } from './column.ts';

export interface Category {
  /** Equal for equal values of any storage: 1, 1.0 and true are one, "1" is another (§14.4). */
  key: string;
  label: string;
  value: Exclude<Scalar, null>;
}

/** A column as codes into its distinct values; −1 is missing. Codes are in the order of the source. */
export interface Categories {
  readonly codes: Int32Array;
  readonly values: readonly Category[];
}

const cache = new WeakMap<object, Categories>();

/** Made once per column: a pass over all rows. */
export function encodeCategories(column: Column): Categories {
  const { batch } = column;
  let found = cache.get(batch);
  if (!found) {
    found = isDictionary(batch.type) ? encodeDictionary(column) : encodeValues(column);
    cache.set(batch, found);
  }
  return found;
}

function categoryKey(value: Exclude<Scalar, null>): string {
  return typeof value === 'string' ? `s:${value}` : `n:${formatCanonical(toNumber(value))}`;
}

function toNumber(value: number | bigint | boolean): number | bigint {
  return typeof value === 'boolean' ? Number(value) : value;
}

function encodeValues({ batch }: Column): Categories {
  const read = createReader(batch);
  const float32 = batch.values instanceof Float32Array;
  const codes = new Int32Array(batch.length);
  const values: Category[] = [];
  const codeByValue = new Map<Scalar, number>();
  for (let i = 0; i < batch.length; i++) {
    const value = read(i);
    if (value === null) {
      codes[i] = -1;
      continue;
    }
    let code = codeByValue.get(value);
    if (code === undefined) {
      code = values.length;
      codeByValue.set(value, code);
      const label =
        float32 && typeof value === 'number' ? formatFloat32(value) : (scalarText(value) ?? '');
      values.push({ key: categoryKey(value), label, value });
    }
    codes[i] = code;
  }
  return { codes, values };
}

/** Values are read once per key; keys of one value, as joined dictionaries may have, share a code. */
function encodeDictionary({ batch }: Column): Categories {
  const dictionary = dictionaryBatch(dictionaryOf(batch));
  const read = createReader(dictionary);
  const values: Category[] = [];
  const codeByKey = new Map<string, number>();
  const codeOf = Int32Array.from({ length: dictionary.length }, (_, i) => {
    const value = read(i);
    if (value === null) {
      return -1;
    }
    const key = categoryKey(value);
    let code = codeByKey.get(key);
    if (code === undefined) {
      code = values.length;
      codeByKey.set(key, code);
      values.push({ key, label: scalarText(value) ?? '', value });
    }
    return code;
  });
  const nulls = hasNulls(batch);
  const codes = new Int32Array(batch.length);
  for (let i = 0; i < batch.length; i++) {
    codes[i] = nulls && !hasBit(batch.validity, i) ? -1 : (codeOf[Number(batch.values[i])] ?? -1);
  }
  return { codes, values };
}
