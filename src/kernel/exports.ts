import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import { errnoOf } from './platform.ts';
import { PhoenixError, RequestError } from './errors.ts';
import { findNearest } from './nearest.ts';
import { toSpansTable } from './spans.ts';

const ENDING = '.arrow';

/**
 * Tables that were exported in the app, oldest first: `session.exports.at(-1)` is the newest. A table is read when it is first
 * asked for and then stays in memory, also when its file is deleted; files of a closed session stay readable.
 */
export class Exports implements Iterable<ColumnTable> {
  readonly #folder: string;
  readonly #tables: Map<string, ColumnTable>;
  /** Names of the exports, in order. */
  readonly names: readonly string[];

  constructor(folder: string, tables = new Map<string, ColumnTable>()) {
    this.#folder = folder;
    this.#tables = tables;
    const listed = listFiles(folder);
    // Deleted ones stay when they were read before.
    this.names = [...[...tables.keys()].filter(name => !listed.includes(name)), ...listed];
  }

  get length(): number {
    return this.names.length;
  }

  /** The table at a position, from the end when it is negative; undefined beyond both ends. */
  at(position: number): ColumnTable | undefined {
    const name = this.names.at(position);
    return name === undefined ? undefined : this.#read(name);
  }

  /** The table of a name. Throws RequestError when there is none. */
  get(name: string): ColumnTable {
    if (!this.names.includes(name)) {
      const nearest = findNearest(name, this.names);
      throw new RequestError(`No export is called "${name}"`, {
        code: 'export/unknown',
        hint:
          nearest === undefined
            ? `The latest are ${
                this.names
                  .slice(-5)
                  .map(each => `"${each}"`)
                  .join(', ') || 'none'
              }`
            : `Did you mean "${nearest}"?`
      });
    }
    return this.#read(name);
  }

  *[Symbol.iterator](): Generator<ColumnTable> {
    for (const name of this.names) {
      yield this.#read(name);
    }
  }

  toString(): string {
    return `[${this.names.map(name => `<ColumnTable ${name}>`).join(', ')}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }

  #read(name: string): ColumnTable {
    let table = this.#tables.get(name);
    if (!table) {
      try {
        table = toSpansTable(new Uint8Array(readFileSync(join(this.#folder, name + ENDING))));
      } catch (error) {
        throw new PhoenixError(
          `Cannot read the export "${name}": ${errnoOf(error) === 'ENOENT' ? 'it was deleted' : 'the file is damaged'}`,
          {
            code: 'export/unreadable',
            cause: error
          }
        );
      }
      this.#tables.set(name, table);
    }
    return table;
  }
}

/** Names by the time of their files, as the server lists them. */
function listFiles(folder: string): string[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    // Nothing was exported yet.
    return [];
  }
  return files
    .filter(file => file.endsWith(ENDING) && !file.startsWith('.'))
    .map(file => ({
      name: file.slice(0, -ENDING.length),
      modifiedMs: statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
    }))
    .sort((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}
