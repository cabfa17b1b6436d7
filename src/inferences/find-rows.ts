import { hasNulls, isDictionary, type AnyBatch } from '../arrow/batches.ts';
import { hasBit } from '../arrow/bitmap.ts';
import { createBytesReader, createReader, isText } from '../arrow/cells.ts';
import { dictionaryBatch, dictionaryOf } from '../arrow/gather-dictionary.ts';
import { readCells, type Column } from './column.ts';

/** Characters of a shown number or time; a search for anything else need not look there. */
const IN_NUMBERS = /^[\d.+\-einf]+$/;
const IN_TIMES = /^[\d.:\-tz]+$/;
const IN_BOOLEANS = /^[truefals]+$/;

export type SearchedKind = 'text' | 'number' | 'boolean' | 'time';

/** Whether the cell at a row contains the text searched for, whatever its case; undefined when none can. */
export function createMatcher(
  column: Column,
  kind: SearchedKind,
  needle: string
): ((source: number) => boolean) | undefined {
  const small = needle.toLowerCase();
  const possible = { text: /^/, number: IN_NUMBERS, time: IN_TIMES, boolean: IN_BOOLEANS }[kind];
  if (!possible.test(small)) {
    return undefined;
  }
  const { batch } = column;
  if (kind === 'text' && (isText(batch.type) || isDictionary(batch.type))) {
    return matchText(batch, small);
  }
  const read = readCells({ ...column, batch, field: column.field, order: null });
  return source =>
    String(read(source) ?? '')
      .toLowerCase()
      .includes(small);
}

function matchText(batch: AnyBatch, needle: string): (source: number) => boolean {
  const nulls = hasNulls(batch);
  const isNull = (i: number) => nulls && !hasBit(batch.validity, i);
  if (isDictionary(batch.type)) {
    const dictionary = dictionaryBatch(dictionaryOf(batch));
    const read = createReader(dictionary);
    const matches = Uint8Array.from({ length: dictionary.length }, (_, i) =>
      String(read(i) ?? '')
        .toLowerCase()
        .includes(needle)
        ? 1
        : 0
    );
    return i => !isNull(i) && matches[Number(batch.values[i])] === 1;
  }
  // For a needle in ASCII the bytes are searched as they lie: no text is made.
  if (/^[\0-\x7f]*$/.test(needle)) {
    const bytesOf = createBytesReader(batch);
    const bytes = Uint8Array.from(needle, char => char.charCodeAt(0));
    return i => !isNull(i) && containsAscii(bytesOf(i), bytes);
  }
  const read = createReader(batch);
  return i =>
    String(read(i) ?? '')
      .toLowerCase()
      .includes(needle);
}

/** Whether `bytes` contain the lower-case ASCII `needle`, in any case. */
function containsAscii(bytes: Uint8Array, needle: Uint8Array): boolean {
  const first = needle[0] ?? 0;
  const last = bytes.length - needle.length;
  for (let at = 0; at <= last; at++) {
    if (toLower(bytes[at] ?? 0) !== first) {
      continue;
    }
    let i = 1;
    while (i < needle.length && toLower(bytes[at + i] ?? 0) === needle[i]) {
      i++;
    }
    if (i >= needle.length) {
      return true;
    }
  }
  return needle.length === 0;
}

function toLower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
