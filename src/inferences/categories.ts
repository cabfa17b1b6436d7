import { Type, type TypedArray } from '@uwdata/flechette';
import {
  encodeTexts,
  type DistinctTexts,
  type Texts
} from '../analysis/categories/encode-texts.ts';
import { isDictionary, hasNulls, type AnyBatch } from '../arrow/batches.ts';
import { createReader, decodeText, type Scalar } from '../arrow/cells.ts';
import { formatCanonical, formatFloat32 } from '../arrow/format-number.ts';
import { dictionaryBatch, dictionaryOf } from '../arrow/gather-dictionary.ts';
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
  /** Distinct values. */
  readonly count: number;
  /** By code; made when they are first read, since counting needs none. */
  readonly values: readonly Category[];
  /** Where the values lie when they are texts; null for other values. */
  readonly texts: DistinctTexts | null;
}

const cache = new WeakMap<object, Categories>();

/** Made once per column: a pass over all rows. */
export function encodeCategories(column: Column): Categories {
  const { batch } = column;
  let found = cache.get(batch);
  if (!found) {
    found = encode(column);
    cache.set(batch, found);
  }
  return found;
}

function encode(column: Column): Categories {
  const { batch } = column;
  return isDictionary(batch.type)
    ? encodeDictionary(column)
    : (encodePlainTexts(batch) ?? encodeValues(column));
}

/** Texts that lie one after the other; null for any other batch, and beyond 2 GiB. */
function textsOf(batch: AnyBatch): Texts | null {
  const { type, values: bytes } = batch;
  const { offsets } = batch as Partial<AnyBatch>;
  const isPlain = type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8;
  if (!isPlain || !offsets || !(bytes instanceof Uint8Array) || bytes.length >= 2 ** 31) {
    return null;
  }
  return {
    bytes,
    offsets: offsets instanceof Int32Array ? offsets : Int32Array.from(offsets, Number)
  };
}

function encodePlainTexts(batch: AnyBatch): Categories | null {
  const texts = textsOf(batch);
  if (!texts) {
    return null;
  }
  const { codes, firsts } = encodeTexts(texts, batch.length, validityOf(batch));
  return createTextCategories(codes, { ...texts, firsts });
}

function validityOf(batch: AnyBatch): Uint8Array | null {
  return hasNulls(batch) ? batch.validity : null;
}

function createTextCategories(codes: Int32Array, texts: DistinctTexts): Categories {
  const { bytes, offsets, firsts } = texts;
  let values: Category[] | undefined;
  return {
    codes,
    count: firsts.length,
    texts,
    get values() {
      return (values ??= Array.from(firsts, (i): Category => {
        const value = decodeText(bytes.subarray(offsets[i], offsets[i + 1]));
        return { key: categoryKey(value), label: value, value };
      }));
    }
  };
}

function categoryKey(value: Exclude<Scalar, null>): string {
  return typeof value === 'string' ? `s:${value}` : `n:${formatCanonical(toNumber(value))}`;
}

function toNumber(value: number | bigint | boolean): number | bigint {
  return typeof value === 'boolean' ? Number(value) : value;
}

function encodeValues({ batch }: Column): Categories {
  const read = createReader(batch);
  const identify = createIdentifier(batch, read);
  const describe = createDescriber(batch);
  const codes = new Int32Array(batch.length);
  const values: Category[] = [];
  const codeByValue = new Map<Scalar, number>();
  for (let i = 0; i < batch.length; i++) {
    const identity = identify(i);
    if (identity === null) {
      codes[i] = -1;
      continue;
    }
    let code = codeByValue.get(identity);
    if (code === undefined) {
      code = values.length;
      codeByValue.set(identity, code);
      values.push(describe(identity, read(i)));
    }
    codes[i] = code;
  }
  return { codes, count: values.length, values, texts: null };
}

/** Lists and structs are told apart by all of their items, also by those that a table does not show. */
function createIdentifier(batch: AnyBatch, read: (i: number) => Scalar): (i: number) => Scalar {
  return 'children' in batch.type ? createReader(batch, Infinity) : read;
}

function createDescriber({ type, values }: AnyBatch) {
  const float32 = values instanceof Float32Array;
  return (identity: Exclude<Scalar, null>, shown: Scalar): Category => {
    if (type.typeId === Type.Decimal && typeof identity === 'string') {
      return describeDecimal(identity);
    }
    const label =
      float32 && typeof identity === 'number' ? formatFloat32(identity) : (scalarText(shown) ?? '');
    return { key: categoryKey(identity), label, value: shown ?? identity };
  };
}

/** A decimal is a number: 1.50, 1.5 and the double 1.5 are one value. */
function describeDecimal(text: string): Category {
  const shortest = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return { key: `n:${shortest}`, label: text, value: Number(text) };
}

/** Values are read once per key; keys of one value, as joined dictionaries may have, share a code. */
function encodeDictionary({ batch }: Column): Categories {
  const dictionary = dictionaryBatch(dictionaryOf(batch));
  const texts = textsOf(dictionary);
  if (texts) {
    const encoded = encodeTexts(texts, dictionary.length, validityOf(dictionary));
    const { firsts } = encoded;
    return createTextCategories(translate(batch, encoded.codes), { ...texts, firsts });
  }
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
  return { codes: translate(batch, codeOf), count: values.length, values, texts: null };
}

/** Keys that are codes already stay where they lie. */
function translate(batch: AnyBatch, codeOf: Int32Array): Int32Array {
  const { values, validity, length } = batch;
  const nulls = hasNulls(batch);
  if (!nulls && values instanceof Int32Array && codeOf.every((code, key) => code === key)) {
    return values.subarray(0, length);
  }
  // Other widths of keys are copied first, so that the loop sees one kind of array only.
  const codes = isWide(values) ? Int32Array.from(values, Number) : new Int32Array(length);
  if (!isWide(values)) {
    codes.set(values.subarray(0, length));
  }
  for (let i = 0; i < length; i++) {
    const present = !nulls || (((validity[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
    codes[i] = present ? (codeOf[codes[i] ?? 0] ?? -1) : -1;
  }
  return codes;
}

function isWide(values: TypedArray): values is BigInt64Array | BigUint64Array {
  return values instanceof BigInt64Array || values instanceof BigUint64Array;
}
