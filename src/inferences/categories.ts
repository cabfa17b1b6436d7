import { Type, type TypedArray } from '@uwdata/flechette';
import { createCodes, narrowCodes, type Codes } from '../analysis/categories/codes.ts';
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

/** A column as its distinct values and which of them each cell is. */
export interface Categories {
  /** Per cell, in the order of the source, the place of its value plus one; 0 is missing. */
  readonly codes: Codes;
  /** Distinct values. */
  readonly count: number;
  /** Made when they are first read, since counting needs none. */
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

function createTextCategories(codes: Codes, texts: DistinctTexts): Categories {
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
      continue;
    }
    let code = codeByValue.get(identity);
    if (code === undefined) {
      code = values.push(describe(identity, read(i)));
      codeByValue.set(identity, code);
    }
    codes[i] = code;
  }
  const { length: count } = values;
  return { codes: narrowCodes(codes, count), count, values, texts: null };
}

/**
 * Lists and structs are told apart by all of their items, also by those that a table does not show; numbers and booleans side by side by
 * what they count.
 */
function createIdentifier(batch: AnyBatch, read: (i: number) => Scalar): (i: number) => Scalar {
  if (batch.type.typeId === Type.Union) {
    return i => {
      const value = read(i);
      return typeof value === 'boolean' ? Number(value) : value;
    };
  }
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
    const codes = translate(batch, encoded.codes, firsts.length);
    return createTextCategories(codes, { ...texts, firsts });
  }
  const read = createReader(dictionary);
  const values: Category[] = [];
  const codeByKey = new Map<string, number>();
  const codeOf = Int32Array.from({ length: dictionary.length }, (_, i) => {
    const value = read(i);
    if (value === null) {
      return 0;
    }
    const key = categoryKey(value);
    let code = codeByKey.get(key);
    if (code === undefined) {
      code = values.push({ key, label: scalarText(value) ?? '', value });
      codeByKey.set(key, code);
    }
    return code;
  });
  const { length: count } = values;
  return { codes: translate(batch, codeOf, count), count, values, texts: null };
}

/** Keys are read in pieces, so that the loop sees one kind of array only, whatever they are stored as. */
const CHUNK = 16_384;
const keys = new Int32Array(CHUNK);

/** The code of each cell's key. */
function translate(batch: AnyBatch, codeOf: Codes, count: number): Codes {
  const { values, validity, length } = batch;
  const nulls = hasNulls(batch);
  const codes = createCodes(length, count);
  const codeByKey = Int32Array.from(codeOf);
  for (let start = 0; start < length; start += CHUNK) {
    const end = Math.min(length, start + CHUNK);
    if (isWide(values)) {
      keys.set(Int32Array.from(values.subarray(start, end), Number));
    } else {
      keys.set(values.subarray(start, end));
    }
    for (let i = start; i < end; i++) {
      const isPresent = !nulls || (((validity[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
      keys[i - start] = isPresent ? (codeByKey[keys[i - start] ?? 0] ?? 0) : 0;
    }
    codes.set(keys.subarray(0, end - start), start);
  }
  return codes;
}

function isWide(values: TypedArray): values is BigInt64Array | BigUint64Array {
  return values instanceof BigInt64Array || values instanceof BigUint64Array;
}
