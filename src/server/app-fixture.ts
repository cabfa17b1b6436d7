import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fixedSizeList,
  float32,
  float64,
  tableFromArrays,
  tableToIPC,
  utf8,
  type DataType
} from '@uwdata/flechette';
import { hc } from 'hono/client';
import type { LoadDatasets } from '../contract/session.ts';
import type { Api } from './app.ts';
import { assemble, type Assembly } from './assemble.ts';
import type { ServerOptions } from './parse-options.ts';

export const SESSION_ID = 'abcdef012345';

export interface AppFixture extends AsyncDisposable {
  parts: Assembly;
  /** Holds the token. */
  client: ReturnType<typeof hc<Api>>;
  /** A request as it would come in over the wire: without any header but Host. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** With the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  root: string;
  bugs: unknown[];
  closings: string[];
}

const HOST = '127.0.0.1:6006';

/** A whole server without a port, in a folder of its own. */
export async function createAppFixture(
  given: { root?: string; options?: Partial<ServerOptions>; page?: string } = {}
): Promise<AppFixture> {
  const root = given.root ?? (await mkdtemp(join(tmpdir(), 'phoenix-app-')));
  const bugs: unknown[] = [];
  const closings: string[] = [];
  const options: ServerOptions = {
    id: SESSION_ID,
    kernelId: 'kernel-1',
    kernelPid: 0,
    notebook: '/work/a.ipynb',
    name: 'a',
    runtimeFolder: join(root, 'runtime'),
    workingFolder: join(root, 'working'),
    host: '127.0.0.1',
    port: 6006,
    portFixed: false,
    allowedHosts: [],
    isIngestLocked: false,
    retention: { maxDays: null, maxBytes: null },
    grpcPort: null,
    ...given.options
  };
  const log = {
    note: () => undefined,
    fault: (_: string, error: unknown) => void bugs.push(error)
  };
  const parts = await assemble(options, log, {
    url: () => `http://${HOST}/`,
    grpcUrl: () => Promise.resolve(null),
    onAdopted: () => Promise.resolve(),
    shutDown: reason => void closings.push(reason),
    page: given.page ?? join(root, 'page')
  });
  parts.session.restore(parts.manifest);
  const send = async (url: string, init: RequestInit, headers: Record<string, string>) => {
    const all = new Headers({ Host: HOST, ...headers });
    new Headers(init.headers).forEach((value, name) => {
      all.set(name, value);
    });
    return parts.app.request(url, { ...init, headers: all });
  };
  const bearer = { Authorization: `Bearer ${parts.credentials.token}` };
  const absolute = (path: string) => new URL(path, `http://${HOST}/`).href;
  return {
    parts,
    client: hc<Api>(`http://${HOST}/`, {
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        send(input instanceof Request ? input.url : String(input), init ?? {}, bearer)
    }),
    request: (path, init = {}) => send(absolute(path), init, {}),
    ask: (path, init = {}) => send(absolute(path), init, bearer),
    root,
    bugs,
    closings,
    async [Symbol.asyncDispose]() {
      parts.closing.abort();
      await Promise.all([parts.jobs.cancelAll(), parts.reports.close()]);
      if (given.root === undefined) {
        await rm(root, { recursive: true, force: true });
      }
    }
  };
}

/** Numbers that look random and are the same in every run (mulberry32). */
function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DIMENSION = 12;

/** An Arrow file of `count` rows in three well separated blobs. */
export function createArrowFile(count: number, seed: number): Uint8Array {
  const noise = createNoise(seed);
  const blobs = Array.from({ length: count }, (_, i) => i % 3);
  const vectors = blobs.map(blob =>
    Array.from({ length: DIMENSION }, (_, axis) => noise() + (axis % 3 === blob ? 8 : 0))
  );
  const columns: Record<string, unknown[]> = {
    id: blobs.map((_, i) => `row-${i}`),
    time: blobs.map((_, i) => 1_700_000_000 + i * 60),
    vector: vectors,
    text: blobs.map(blob => ['apples and pears', 'ships at sea', 'stars above'][blob]),
    amount: blobs.map(() => noise()),
    label: blobs.map(blob => ['fruit', 'sea', 'sky'][blob]),
    truth: blobs.map((blob, i) => (i % 10 === 0 ? 'fruit' : ['fruit', 'sea', 'sky'][blob]))
  };
  const types: Record<string, DataType> = {
    id: utf8(),
    time: float64(),
    vector: fixedSizeList(float32(), DIMENSION),
    text: utf8(),
    amount: float64(),
    label: utf8(),
    truth: utf8()
  };
  const file = tableToIPC(tableFromArrays(columns, { types }), { format: 'file' });
  if (!file) {
    throw new TypeError('flechette wrote no file');
  }
  return file;
}

export const SCHEMA = {
  predictionIdColumnName: 'id',
  timestampColumnName: 'time',
  featureColumnNames: ['amount'],
  predictionLabelColumnName: 'label',
  actualLabelColumnName: 'truth',
  embeddingFeatures: [{ name: 'thing', vectorColumnName: 'vector', rawDataColumnName: 'text' }]
};

/** Puts 240 primary and 150 reference rows into the session's folder and says how to load them. */
export async function writeDatasets({ parts }: AppFixture): Promise<LoadDatasets> {
  await writeFile(join(parts.folders.datasets, 'primary.arrow'), createArrowFile(240, 1));
  await writeFile(join(parts.folders.datasets, 'reference.arrow'), createArrowFile(150, 2));
  return {
    primary: { file: 'primary.arrow', name: 'production', schema: SCHEMA },
    reference: { file: 'reference.arrow', name: 'training', schema: SCHEMA }
  };
}
