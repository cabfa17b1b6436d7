import type { AttributePath } from '../../filter/tree.ts';
import {
  HAS_VALUES,
  HAS_WORDS,
  IS_DEEP,
  IS_OPAQUE,
  readColumn,
  type AttributeColumn
} from './attribute-column.ts';
import { canUnpack } from './pack-bytes.ts';
import { WordIndex } from './word-index.ts';

/** Names of what {@link BlockAttributes} must know of some paths: their own, and those of what they lead through. */
export function namePaths(paths: readonly AttributePath[]): string[] {
  const names = paths.flatMap(path =>
    Array.from({ length: path.length + 1 }, (_, i) => JSON.stringify(path.slice(0, i)))
  );
  return [...new Set(names)];
}

/** What is kept of the attributes of a block's rows. */
export class BlockAttributes {
  readonly #rows: ReadonlyMap<string, Uint8Array>;
  readonly #read = new Map<string, AttributeColumn>();
  readonly #words = new Map<string, WordIndex>();

  constructor(rows: ReadonlyMap<string, Uint8Array>) {
    this.#rows = rows;
  }

  /** The values at a path; null when no row has one, undefined when that is not known. */
  find(path: AttributePath): AttributeColumn | null | undefined {
    const name = JSON.stringify(path);
    const data = this.#rows.get(name);
    const flags = data?.[0] ?? 0;
    if ((flags & IS_OPAQUE) !== 0) {
      return undefined;
    }
    if (data && (flags & HAS_VALUES) !== 0) {
      return canUnpack(data.subarray(1)) ? this.#open(name, data) : undefined;
    }
    const isUnknown = path.some((_, i) => {
      const above = this.#rows.get(JSON.stringify(path.slice(0, i)));
      return ((above?.[0] ?? 0) & IS_DEEP) !== 0;
    });
    return isUnknown ? undefined : null;
  }

  /** Which words the texts at a path have; undefined when that, or whether all values are texts, is not known. */
  findWords(path: AttributePath): WordIndex | undefined {
    const name = JSON.stringify(path);
    const data = this.#rows.get(name);
    if (!data || ((data[0] ?? 0) & HAS_WORDS) === 0 || !WordIndex.canRead(data)) {
      return undefined;
    }
    const words = this.#words.get(name) ?? new WordIndex(data);
    this.#words.set(name, words);
    return words;
  }

  #open(name: string, data: Uint8Array): AttributeColumn {
    const column = this.#read.get(name) ?? readColumn(data);
    this.#read.set(name, column);
    return column;
  }
}
