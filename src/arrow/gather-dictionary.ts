import { Column, int32, type DictionaryType } from '@uwdata/flechette';
import { createBatch, extrasOf, type AnyBatch, type BatchParts } from './batches.ts';
import { gather, type Part } from './gather.ts';
import { gatherFixed } from './gather-buffers.ts';
import { describeCell } from './cells.ts';

type Dictionary = Column<unknown>;

export function dictionaryOf(batch: AnyBatch): Dictionary {
  const { dictionary } = extrasOf(batch);
  if (!dictionary) {
    throw new TypeError('Cannot read a dictionary column without its dictionary');
  }
  return dictionary;
}

/** Values of a dictionary in one batch. */
export function dictionaryBatch(dictionary: Dictionary): AnyBatch {
  const [first] = dictionary.data;
  return first && dictionary.data.length === 1
    ? first
    : gather(
        dictionary.type,
        dictionary.data.map(batch => ({
          batch,
          rows: Int32Array.from({ length: batch.length }, (_, i) => i)
        }))
      );
}

/** Keeps keys and dictionary when all parts share one, else joins the dictionaries and writes new 32-bit keys. */
export function gatherDictionary(
  type: DictionaryType,
  parts: readonly Part[],
  base: BatchParts
): AnyBatch {
  const dictionaries = parts.map(({ batch }) => dictionaryOf(batch));
  const [first] = dictionaries;
  if (!first) {
    const empty = new Column([gather(type.dictionary, [])], type.dictionary);
    return createBatch({ ...base, values: new type.indices.values(0), dictionary: empty });
  }
  if (dictionaries.every(dictionary => dictionary === first || isSame(dictionary, first))) {
    const values = gatherFixed(type.indices, parts, base.length);
    return createBatch({ ...base, values, dictionary: first });
  }
  const joined = joinDictionaries(type, dictionaries);
  const values = new Int32Array(base.length);
  let at = 0;
  parts.forEach(({ batch, rows }, part) => {
    const codes = joined.codes[part];
    for (const row of rows) {
      values[at++] = row < 0 ? 0 : (codes?.[Number(batch.values[row])] ?? 0);
    }
  });
  // Pandas' int8 keys hold 127 categories; two data sets together may have more.
  const wide: DictionaryType = { ...type, indices: int32(), dictionary: joined.dictionary.type };
  return createBatch({ ...base, type: wide, values, dictionary: joined.dictionary });
}

/** Whether the keys of two dictionary columns mean the same values. */
export function hasSameDictionary(a: AnyBatch, b: AnyBatch): boolean {
  const [x, y] = [dictionaryOf(a), dictionaryOf(b)];
  return x === y || isSame(x, y);
}

function isSame(a: Dictionary, b: Dictionary): boolean {
  return a.length === b.length && keysOf(a).every((key, i) => key === keysOf(b)[i]);
}

const keysByDictionary = new WeakMap<Dictionary, string[]>();

/** One text per value that tells it from every other value of its type. */
function keysOf(dictionary: Dictionary): string[] {
  let keys = keysByDictionary.get(dictionary);
  if (!keys) {
    const batch = dictionaryBatch(dictionary);
    keys = Array.from({ length: batch.length }, (_, i) => describeCell(batch, i) ?? '\0null');
    keysByDictionary.set(dictionary, keys);
  }
  return keys;
}

function joinDictionaries(type: DictionaryType, dictionaries: readonly Dictionary[]) {
  const codeByKey = new Map<string, number>();
  const parts: Part[] = [];
  const codes = dictionaries.map(dictionary => {
    const taken: number[] = [];
    const codesHere = keysOf(dictionary).map((key, i) => {
      let code = codeByKey.get(key);
      if (code === undefined) {
        code = codeByKey.size;
        codeByKey.set(key, code);
        taken.push(i);
      }
      return code;
    });
    parts.push({ batch: dictionaryBatch(dictionary), rows: Int32Array.from(taken) });
    return codesHere;
  });
  const values = gather(type.dictionary, parts);
  return { codes, dictionary: new Column([values], values.type) };
}
