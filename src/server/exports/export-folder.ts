import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportEntry } from '../../contract/export.ts';
import { Failure } from '../../contract/failures.ts';
import { errnoOf, toDiskFailure } from '../disk-failure.ts';
import { writeAtomically } from '../write-atomically.ts';
import { checkExportName, makeUnique, nameFromTime } from './export-name.ts';
import { readArrowShape, type ArrowShape } from './read-arrow-shape.ts';

const ENDING = '.arrow';

interface Known {
  shape: ArrowShape;
  bytes: number;
  modifiedMs: number;
}

/** The Arrow files a session has exported. What it says about them always comes from the files themselves. */
export class ExportFolder {
  readonly #folder: string;
  /** Shapes read before, by name, so that a list of large files costs one `stat` each. */
  readonly #known = new Map<string, Known>();
  /** Ends with the write before, so that two exports of one name do not meet. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Oldest first; a file that cannot be read is left out. */
  async list(): Promise<ExportEntry[]> {
    const names = await this.#names();
    const entries = await Promise.all(names.map(name => this.#describe(name)));
    return entries
      .filter(entry => entry !== undefined)
      .sort((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1))
      .map(({ name, rows, columns, bytes, createdAt }) => ({
        name,
        rows,
        columns,
        bytes,
        createdAt
      }));
  }

  /** Writes an Arrow IPC file under `name`, or under the time; a taken name gets a number. */
  async add(name: string | undefined, parts: Iterable<Uint8Array>): Promise<ExportEntry> {
    const wanted = name === undefined ? nameFromTime(new Date()) : checkExportName(name);
    const written = this.#lastWrite.then(() => this.#write(wanted, parts));
    this.#lastWrite = written.catch(() => undefined);
    return written;
  }

  async #write(wanted: string, parts: Iterable<Uint8Array>): Promise<ExportEntry> {
    const name = makeUnique(wanted, await this.#names());
    await writeAtomically(this.#path(name), parts, `save the export "${name}"`);
    const entry = await this.#describe(name);
    if (entry === undefined) {
      throw new TypeError(`The export "${name}" cannot be read back`);
    }
    const { rows, columns, bytes, createdAt } = entry;
    return { name, rows, columns, bytes, createdAt };
  }

  /** The file of an export and its size; throws `export/unknown`. */
  async find(name: string): Promise<{ path: string; bytes: number }> {
    const path = this.#path(checkExportName(name));
    try {
      return { path, bytes: (await stat(path)).size };
    } catch (error) {
      if (errnoOf(error) === undefined) {
        throw error;
      }
      throw new Failure('export/unknown', `Cannot find an export named "${name}"`, {
        cause: error
      });
    }
  }

  async remove(name: string): Promise<void> {
    const { path } = await this.find(name);
    try {
      await rm(path);
    } catch (error) {
      throw toDiskFailure(error, `delete the export "${name}"`);
    }
    this.#known.delete(name);
  }

  async #names(): Promise<string[]> {
    try {
      const files = await readdir(this.#folder);
      return files
        .filter(file => file.endsWith(ENDING) && !file.startsWith('.'))
        .map(file => file.slice(0, -ENDING.length));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') {
        return [];
      }
      throw toDiskFailure(error, 'list the exports');
    }
  }

  async #describe(name: string): Promise<(ExportEntry & { modifiedMs: number }) | undefined> {
    try {
      const { size, mtimeMs, mtime } = await stat(this.#path(name));
      const known = this.#known.get(name);
      const isFresh = known?.bytes === size && known.modifiedMs === mtimeMs;
      const shape = isFresh ? known.shape : await readArrowShape(this.#path(name));
      this.#known.set(name, { shape, bytes: size, modifiedMs: mtimeMs });
      return { name, ...shape, bytes: size, createdAt: mtime.toISOString(), modifiedMs: mtimeMs };
    } catch (error) {
      if (error instanceof RangeError || errnoOf(error) !== undefined) {
        return undefined;
      }
      throw error;
    }
  }

  #path(name: string): string {
    return join(this.#folder, name + ENDING);
  }
}
