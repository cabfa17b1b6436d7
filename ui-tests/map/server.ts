import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fixedSizeList,
  float32,
  float64,
  list,
  tableFromArrays,
  tableToIPC,
  utf8
} from '@uwdata/flechette';
import type { DiscoveryRecord } from '../../src/contract/discovery.ts';
import type { LoadDatasets } from '../../src/contract/session.ts';

const MAIN =
  process.env['PHOENIX_TEST_SERVER'] ??
  fileURLToPath(new URL('../../jupyterlab_phoenix/server/main.mjs', import.meta.url));
const ID = 'abcdef012345';
const DIMENSION = 8;
/** When the queries begin; the reference is the month before. */
export const START = Date.UTC(2025, 1, 10) / 1000;
export const DAY_S = 86_400;
const SUBJECTS = ['refunds', 'passwords', 'deliveries', 'invoices'];

/** A real server of the built product, in a folder of its own, with data. */
export interface TestServer extends AsyncDisposable {
  /** An address that opens the page once. */
  open(): Promise<string>;
  ask(path: string, init?: RequestInit): Promise<Response>;
}

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Rows around four subjects; `ids` makes documents of them, `documents` queries that retrieved some. */
function makeRows(
  count: number,
  seed: number,
  { first = 0, documents = 0, start = START - 30 * DAY_S, days = 30 } = {}
): Uint8Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const rows = Array.from({ length: count }, (_, i) => ({
    i,
    // In the last fifth of the time nearly everybody asks about refunds.
    subject: documents > 0 && i > 0.8 * count && i % 5 !== 0 ? 0 : (i + first) % SUBJECTS.length
  }));
  const columns = {
    id: rows.map(({ i }) => `${documents > 0 ? 'q' : 'd'}${seed}-${i}`),
    time: rows.map(({ i }) => (i % 50 === 49 ? null : start + (i / count) * days * DAY_S)),
    text: rows.map(({ i, subject }) => `Message ${i} about ${SUBJECTS[subject] ?? ''}`),
    vector: rows.map(({ subject }) =>
      Float32Array.from({ length: DIMENSION }, (_, axis) => (axis === subject ? 6 : 0) + normal())
    ),
    predicted: rows.map(({ subject }) => SUBJECTS[next() < 0.9 ? subject : 0] ?? ''),
    actual: rows.map(({ subject }) => SUBJECTS[subject] ?? ''),
    amount: rows.map(({ subject }) => 10 * subject + next()),
    found: rows.map(() =>
      Array.from({ length: documents > 0 ? 3 : 0 }, () => `d3-${Math.floor(next() * documents)}`)
    ),
    relevance: rows.map(() => Array.from({ length: documents > 0 ? 3 : 0 }, () => next()))
  };
  const types = {
    id: utf8(),
    time: float64(),
    text: utf8(),
    vector: fixedSizeList(float32(), DIMENSION),
    predicted: utf8(),
    actual: utf8(),
    amount: float64(),
    found: list(utf8()),
    relevance: list(float64())
  };
  const file = tableToIPC(tableFromArrays(columns, { types }), { format: 'file' });
  if (!file) {
    throw new Error('Cannot write the test data');
  }
  return file;
}

const EMBEDDING = { vectorColumnName: 'vector', rawDataColumnName: 'text' };
const LABELS = {
  predictionIdColumnName: 'id',
  timestampColumnName: 'time',
  predictionLabelColumnName: 'predicted',
  actualLabelColumnName: 'actual',
  featureColumnNames: ['amount']
};

/** Queries, a reference to compare with, and a corpus that was searched. */
const DATASETS: LoadDatasets = {
  primary: {
    file: 'primary.arrow',
    name: 'queries',
    schema: {
      ...LABELS,
      promptColumnNames: {
        ...EMBEDDING,
        contextRetrievalIdsColumnName: 'found',
        contextRetrievalScoresColumnName: 'relevance'
      }
    }
  },
  reference: {
    file: 'reference.arrow',
    name: 'last month',
    schema: { ...LABELS, promptColumnNames: EMBEDDING }
  },
  corpus: {
    file: 'corpus.arrow',
    name: 'handbook',
    schema: { idColumnName: 'id', documentColumnNames: EMBEDDING }
  }
};

async function waitForRecord(file: string): Promise<DiscoveryRecord> {
  for (let n = 0; n < 200; n++) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as DiscoveryRecord;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  throw new Error(`Cannot start the server: ${file} did not appear within 20 s`);
}

export async function startServer(): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), 'phoenix-map-'));
  const [runtime, working] = [join(root, 'runtime'), join(root, 'working')];
  await Promise.all([runtime, working].map(folder => mkdir(folder, { mode: 0o700 })));
  const server = spawn(
    process.execPath,
    [
      MAIN,
      ...['--id', ID, '--kernel-id', 'test', '--kernel-pid', '0', '--notebook', ''],
      ...['--name', 'map test', '--runtime-dir', runtime, '--working-dir', working],
      ...['--host', '127.0.0.1', '--port', '0']
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, HOME: root } }
  );
  const { url, token } = await waitForRecord(join(runtime, `phoenix-${ID}.json`));
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(new URL(path, url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` }
    });
    if (!answer.ok) {
      throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  };
  const files = {
    'primary.arrow': makeRows(600, 1, { documents: 80, start: START, days: 10 }),
    'reference.arrow': makeRows(400, 2, { first: 1 }),
    'corpus.arrow': makeRows(80, 3)
  };
  for (const [name, bytes] of Object.entries(files)) {
    await ask(`api/uploads/${name}`, { method: 'PUT', body: bytes as BodyInit });
  }
  await ask('api/datasets', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(DATASETS)
  });
  return {
    ask,
    open: async () => {
      const answer = await ask('api/tickets', { method: 'POST' });
      return ((await answer.json()) as { url: string }).url;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise(resolve => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(root, { recursive: true, force: true });
    }
  };
}
