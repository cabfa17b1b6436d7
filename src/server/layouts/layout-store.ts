import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { readLayoutHeader, type LayoutHeader } from '../../contract/stored-layout.ts';
import { errnoOf } from '../disk-failure.ts';
import { writeAtomically } from '../write-atomically.ts';
import { readRecord, writeRecord } from './layout-record.ts';

const DEFAULT_MAX_BYTES = 2 * 2 ** 30;

const SNAPSHOT = 'snapshot.png';

const HASH = /^[0-9a-f]{32}$/;

/** A finished layout. Point i is `row[i]` of data set `dataset[i]` at `positions[i * nComponents …]`. */
export interface StoredLayout {
  header: LayoutHeader;
  dataset: Uint8Array;
  row: Uint32Array;
  positions: Float32Array;
}

type ClusterNames = Record<string, string>;

/**
 * Layouts on disk, found again by what they were made of. All sessions of a user share the folder, so every file is
 * written atomically and believed only when its digest is right. The least recently used go first when the folder
 * grows beyond `maxBytes`.
 */
export class LayoutStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  /** Of layouts seen before; a layout never changes. */
  readonly #headerByHash = new Map<string, LayoutHeader>();

  constructor(folder: string, maxBytes = DEFAULT_MAX_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async read(hash: string): Promise<StoredLayout | undefined> {
    if (!HASH.test(hash)) {
      return undefined;
    }
    const record = await readRecord(this.#path(hash, 'points.bin'));
    const header = readLayoutHeader(record?.header);
    const sections = record?.sections;
    const dataset = sections?.get('dataset');
    const row = sections?.get('row');
    const positions = sections?.get('positions');
    if (
      header?.hash !== hash ||
      !(dataset instanceof Uint8Array) ||
      !(row instanceof Uint32Array) ||
      !(positions instanceof Float32Array) ||
      dataset.length !== row.length ||
      positions.length !== row.length * header.parameters.nComponents
    ) {
      return undefined;
    }
    await this.#touch(hash);
    return { header, dataset, row, positions };
  }

  async write({ header, dataset, row, positions }: StoredLayout): Promise<void> {
    const { hash } = header;
    await mkdir(this.#path(hash), { recursive: true, mode: 0o700 });
    await writeRecord(this.#path(hash, 'points.bin'), header, { dataset, row, positions });
    await writeAtomically(
      this.#path(hash, 'header.json'),
      [JSON.stringify(header)],
      'keep the layout'
    );
    this.#headerByHash.set(hash, header);
    await this.#trim(header.hash);
  }

  /** The labels of a clustering, when they are those of `count` points. */
  async readLabels(hash: string, key: string, count: number): Promise<Int32Array | undefined> {
    const record = await readRecord(this.#path(hash, `clusters-${key}.bin`));
    const labels = record?.sections.get('label');
    return labels instanceof Int32Array && labels.length === count ? labels : undefined;
  }

  async writeLabels(hash: string, key: string, labels: Int32Array): Promise<void> {
    await mkdir(this.#path(hash), { recursive: true, mode: 0o700 });
    await writeRecord(this.#path(hash, `clusters-${key}.bin`), {}, { label: labels });
  }

  /** Names that people gave to clusters: id → name. */
  async readNames(hash: string, key: string): Promise<Map<string, string>> {
    try {
      const json: unknown = JSON.parse(
        await readFile(this.#path(hash, `names-${key}.json`), 'utf8')
      );
      return new Map(isNames(json) ? Object.entries(json) : []);
    } catch (error) {
      if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
        return new Map();
      }
      throw error;
    }
  }

  async writeNames(hash: string, key: string, names: ReadonlyMap<string, string>): Promise<void> {
    await mkdir(this.#path(hash), { recursive: true, mode: 0o700 });
    const json = JSON.stringify(Object.fromEntries(names));
    await writeAtomically(
      this.#path(hash, `names-${key}.json`),
      [json],
      'keep the name of the cluster'
    );
  }

  /** The picture a page kept; undefined when none did. */
  async readSnapshot(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return HASH.test(hash)
      ? whenThere(async () => new Uint8Array(await readFile(this.#path(hash, SNAPSHOT))))
      : undefined;
  }

  /** When the picture was kept, in Unix milliseconds. */
  async readSnapshotTime(hash: string): Promise<number | undefined> {
    return whenThere(async () => (await stat(this.#path(hash, SNAPSHOT))).mtimeMs);
  }

  async writeSnapshot(hash: string, png: Uint8Array): Promise<void> {
    await mkdir(this.#path(hash), { recursive: true, mode: 0o700 });
    await writeAtomically(this.#path(hash, SNAPSHOT), [png], 'keep the picture of the map');
  }

  /** Headers of all layouts on disk, in no order. Others may be writing there, so the folder is read each time. */
  async headers(): Promise<LayoutHeader[]> {
    const headers = await Promise.all((await this.#hashes()).map(hash => this.#header(hash)));
    return headers.filter(header => header !== undefined);
  }

  async #header(hash: string): Promise<LayoutHeader | undefined> {
    const known = this.#headerByHash.get(hash);
    if (known) {
      return known;
    }
    try {
      const json = await readFile(this.#path(hash, 'header.json'), 'utf8');
      const header = readLayoutHeader(JSON.parse(json));
      if (header?.hash !== hash) {
        return undefined;
      }
      this.#headerByHash.set(hash, header);
      return header;
    } catch (error) {
      if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
        return undefined;
      }
      throw error;
    }
  }

  async #hashes(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter(name => HASH.test(name));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }

  async #touch(hash: string): Promise<void> {
    const now = new Date();
    try {
      await utimes(this.#path(hash, 'points.bin'), now, now);
    } catch (error) {
      if (errnoOf(error) === undefined) {
        throw error;
      }
    }
  }

  /** Removes the least recently used layouts until the rest fits; `kept` was just made. */
  async #trim(kept: string): Promise<void> {
    const found = await Promise.all((await this.#hashes()).map(hash => this.#measure(hash)));
    let bytes = found.reduce((sum, layout) => sum + layout.bytes, 0);
    for (const layout of found.sort((a, b) => a.usedMs - b.usedMs)) {
      if (bytes <= this.#maxBytes) {
        return;
      }
      if (layout.hash !== kept) {
        await rm(this.#path(layout.hash), { recursive: true, force: true });
        this.#headerByHash.delete(layout.hash);
        bytes -= layout.bytes;
      }
    }
  }

  async #measure(hash: string): Promise<{ hash: string; bytes: number; usedMs: number }> {
    const measured = { hash, bytes: 0, usedMs: 0 };
    try {
      for (const name of await readdir(this.#path(hash))) {
        const { size, mtimeMs } = await stat(this.#path(hash, name));
        measured.bytes += size;
        measured.usedMs = Math.max(measured.usedMs, mtimeMs);
      }
    } catch (error) {
      // Another session may remove it at the same time.
      if (errnoOf(error) === undefined) {
        throw error;
      }
    }
    return measured;
  }

  #path(hash: string, ...rest: string[]): string {
    return join(this.#folder, hash, ...rest);
  }
}

async function whenThere<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (errnoOf(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}

function isNames(json: unknown): json is ClusterNames {
  return (
    typeof json === 'object' &&
    json !== null &&
    Object.values(json).every(name => typeof name === 'string')
  );
}
