import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { errnoOf } from './disk-failure.ts';

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.map', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.txt', 'text/plain; charset=utf-8']
]);
const COMPRESSIBLE = /^(?:text\/|application\/(?:json|wasm)|image\/svg)/;

/** Below this a compressed answer fits into the same packet. */
const MIN_COMPRESSED_BYTES = 1024;

/** Segments that cannot leave the folder or name a hidden file. */
const PATH = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

export interface PageFile {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  encoding: 'br' | 'gzip' | null;
}

/** The built page: a small folder that does not change while the server runs, so each file is read and packed once. */
export class PageFiles {
  readonly #folder: string;
  readonly #fileByKey = new Map<string, Promise<PageFile | undefined>>();
  readonly #keptByPath = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file of the page by its path below the folder, packed as `acceptEncoding` allows. */
  async find(path: string, acceptEncoding: string): Promise<PageFile | undefined> {
    if (!PATH.test(path)) {
      return undefined;
    }
    const encoding = choose(acceptEncoding);
    const key = `${encoding ?? ''} ${path}`;
    const known = this.#fileByKey.get(key);
    if (known) {
      return known;
    }
    const loading = this.#load(path, encoding);
    this.#fileByKey.set(key, loading);
    if ((await loading) === undefined) {
      // Asking for files that are not there must not fill the memory; and a page built later is found.
      this.#fileByKey.delete(key);
    }
    return loading;
  }

  /** Reads the whole page, about a megabyte, so that it can be served after its folder was replaced. */
  async keep(): Promise<void> {
    for (const name of await this.#list()) {
      const path = name.replaceAll('\\', '/');
      const bytes = PATH.test(path) ? await this.#read(path) : undefined;
      if (bytes) {
        this.#keptByPath.set(path, bytes);
      }
    }
  }

  /** Packs what browsers on this machine and behind https ask for, one file after the other: nobody should wait for it, or for the threads. */
  async packAhead(): Promise<void> {
    for (const path of this.#keptByPath.keys()) {
      await this.find(path, 'br');
    }
  }

  async #load(path: string, encoding: PageFile['encoding']): Promise<PageFile | undefined> {
    const type = TYPES.get(extname(path)) ?? 'application/octet-stream';
    const bytes = await this.#read(path);
    if (bytes === undefined) {
      return undefined;
    }
    if (encoding === null || bytes.length < MIN_COMPRESSED_BYTES || !COMPRESSIBLE.test(type)) {
      return { type, bytes, encoding: null };
    }
    return { type, bytes: await pack(bytes, encoding), encoding };
  }

  /** Paths below the folder, of folders too; none when there is no page. */
  async #list(): Promise<string[]> {
    try {
      return await readdir(this.#folder, { recursive: true });
    } catch (error) {
      if (errnoOf(error) !== undefined) {
        return [];
      }
      throw error;
    }
  }

  async #read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const kept = this.#keptByPath.get(path);
    if (kept) {
      return kept;
    }
    try {
      return new Uint8Array(await readFile(join(this.#folder, path)));
    } catch (error) {
      if (errnoOf(error) !== undefined) {
        return undefined;
      }
      throw error;
    }
  }
}

function choose(acceptEncoding: string): PageFile['encoding'] {
  const accepted = new Set(
    acceptEncoding
      .split(',')
      .filter(part => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
      .map(part => part.split(';')[0]?.trim().toLowerCase())
  );
  if (accepted.has('br')) {
    return 'br';
  }
  return accepted.has('gzip') ? 'gzip' : null;
}

/** Quality 6: a few milliseconds for the whole page, within some percent of the slowest setting. */
const BROTLI_QUALITY = 6;

async function pack(bytes: Uint8Array, encoding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer>> {
  const packed =
    encoding === 'br'
      ? await promisify(brotliCompress)(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
        })
      : await promisify(gzip)(bytes);
  return new Uint8Array(packed);
}
