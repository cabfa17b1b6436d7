import { fromStoredKey } from '../../contract/attribute-json.ts';
import type { AttributePath } from '../../filter/tree.ts';
import { COMMA, JsonScanner, LIST, OBJECT, QUOTE } from '../frame/json-scanner.ts';
import { KeyTable } from '../frame/key-table.ts';
import { isMark } from '../frame/value-kinds.ts';
import { HAS_WORDS, IS_DEEP, IS_OPAQUE } from './attribute-column.ts';
import { ColumnMaker } from './column-maker.ts';
import { GatherBudget } from './gather-budget.ts';

/** Paths of a block: programs that put ids into their keys have no end of them. */
const MAX_PATHS = 256;
const MAX_DEPTH = 8;
/** Of a list of objects so many are looked into. */
const MAX_ELEMENTS = 2;

interface Place {
  path: AttributePath;
  column: ColumnMaker;
  keys: KeyTable<Place>;
  elements: Place[];
}

export interface GatheredColumn {
  /** The steps as JSON. */
  path: string;
  data: Uint8Array;
}

/** Part of the attributes that their columns may take on disk; so much may be taken of few. */
const MAX_SHARE = 1 / 4;
const LEAST_BYTES = 2 ** 16;

/** Makes columns of the attributes of a block's rows, by the bytes of their JSON. */
export class ColumnGatherer {
  readonly #budget = new GatherBudget();
  readonly #hasWords: boolean;
  readonly #root: Place;
  readonly #places: Place[];
  #bytes = 0;

  /** Words of long texts take several times as long as everything else. */
  constructor(hasWords: boolean) {
    this.#hasWords = hasWords;
    this.#root = this.#createPlace([]);
    this.#root.column.hide();
    this.#places = [this.#root];
  }

  /** The attributes of a row; their JSON begins at `from`. */
  add(row: number, scanner: JsonScanner, from: number): void {
    this.#bytes += this.#takeObject(this.#root, row, scanner, from) - from;
  }

  /** One for each path that has something to tell; the root's, which is always there, has words when nothing is left to be gathered. */
  finish(): GatheredColumn[] {
    const isComplete =
      this.#hasWords ||
      !this.#places.some(({ column, path }) => column.wantsWords && isIndexed(path));
    this.#root.column.flags |= isComplete ? HAS_WORDS : 0;
    const columns = this.#places.flatMap(({ path, column }) => {
      const data = column.finish();
      return data ? [{ path: JSON.stringify(path), data }] : [];
    });
    return cutLongest(columns, Math.max(LEAST_BYTES, this.#bytes * MAX_SHARE));
  }

  /** Gives the place behind the value. */
  #take(place: Place, row: number, scanner: JsonScanner, from: number): number {
    const { json } = scanner;
    if (json[from] === OBJECT && !isMark(json, from)) {
      place.column.hide();
      return this.#takeObject(place, row, scanner, from);
    }
    if (json[from] === LIST) {
      return this.#takeList(place, row, scanner, from);
    }
    const end = scanner.findValueEnd(from);
    place.column.set(row, json, from, end);
    return end;
  }

  #takeObject(place: Place, row: number, scanner: JsonScanner, from: number): number {
    const { json } = scanner;
    let at = from + 1;
    while (json[at] === QUOTE) {
      const keyEnd = scanner.findTextEnd(at + 1);
      const below =
        place.keys.find(json, at + 1, keyEnd) ?? this.#addKey(place, json, at + 1, keyEnd);
      const end = below
        ? this.#take(below, row, scanner, keyEnd + 2)
        : scanner.findValueEnd(keyEnd + 2);
      at = json[end] === COMMA ? end + 1 : end;
    }
    return at + 1;
  }

  #takeList(place: Place, row: number, scanner: JsonScanner, from: number): number {
    const { json } = scanner;
    if (json[from + 1] !== OBJECT) {
      const end = scanner.findValueEnd(from);
      // Elements that are not nested have no columns of their own.
      place.column.flags |= IS_DEEP;
      place.column.set(row, json, from, end);
      return end;
    }
    place.column.hide();
    let at = from + 1;
    for (let i = 0; json[at - 1] === COMMA || i === 0; i++) {
      const isIn = i < MAX_ELEMENTS && json[at] === OBJECT && !isMark(json, at);
      const element = isIn ? this.#openElement(place, i) : undefined;
      if (!element) {
        place.column.flags |= IS_DEEP;
      }
      at = (element ? this.#take(element, row, scanner, at) : scanner.findValueEnd(at)) + 1;
    }
    return at;
  }

  #addKey(place: Place, json: Buffer, from: number, to: number): Place | undefined {
    const key = Buffer.from(json.subarray(from, to));
    const name = fromStoredKey(JSON.parse(`"${key.toString()}"`) as string);
    const below = this.#open(place, name);
    return below && place.keys.add(key, below);
  }

  #openElement(place: Place, i: number): Place | undefined {
    const element = place.elements[i] ?? this.#open(place, i);
    if (element) {
      place.elements[i] = element;
    }
    return element;
  }

  #open({ path, column }: Place, step: string | number): Place | undefined {
    if (path.length >= MAX_DEPTH || this.#places.length >= MAX_PATHS) {
      const lost = path.length >= MAX_DEPTH ? column : this.#root.column;
      lost.flags |= IS_DEEP;
      return undefined;
    }
    const place = this.#createPlace([...path, step]);
    this.#places.push(place);
    return place;
  }

  #createPlace(path: AttributePath): Place {
    const column = new ColumnMaker(this.#budget, this.#hasWords && isIndexed(path));
    return { path, column, keys: new KeyTable(), elements: [] };
  }
}

/** What stands in lists is the same as elsewhere, as a rule: the messages of a call are its input. */
function isIndexed(path: AttributePath): boolean {
  return path.every(step => typeof step === 'string');
}

/** Leaves the longest columns out when all together are longer than `maxBytes`. */
function cutLongest(columns: readonly GatheredColumn[], maxBytes: number): GatheredColumn[] {
  let sum = 0;
  const kept = new Set<GatheredColumn>();
  for (const column of [...columns].sort((a, b) => a.data.length - b.data.length)) {
    sum += column.data.length;
    if (sum <= maxBytes) {
      kept.add(column);
    }
  }
  return columns.map(column =>
    kept.has(column)
      ? column
      : { path: column.path, data: Uint8Array.of(((column.data[0] ?? 0) & IS_DEEP) | IS_OPAQUE) }
  );
}
