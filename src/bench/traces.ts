import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { SPAN_SORTS, type Page, type TraceRow } from '../contract/traces.ts';
import { PATH_IDS } from '../traces/sqlite/schema.ts';
import { describeMachine } from './describe-machine.ts';
import { createRequestMaker } from './make-llm-request.ts';
import { SESSION, startBenchServer } from './start-bench-server.ts';

/**
 * The collector and the store in a server process of its own: spans acknowledged a second (which are on disk then), bytes and memory, and how long tables,
 * numbers, a trace and frames take when `--spans` are stored; a restart; and the deletion of everything while spans come. The sender has prepared its
 * requests, and shares the cores with the server. `cpu` is what the server's process used: on a busy machine the other figures say little.
 *
 * `node src/bench/traces.ts --spans 1000000 --server jupyterlab_phoenix/server/main.mjs`
 */
const { values: options } = parseArgs({
  options: {
    spans: { type: 'string', default: '100000' },
    server: {
      type: 'string',
      default: fileURLToPath(new URL('../server/main.ts', import.meta.url))
    }
  }
});
const total = Number(options.spans);

const folder = await mkdtemp(join(tmpdir(), 'phoenix-bench-'));
const start = () => startBenchServer(options.server, folder);

let batches = 0;

/** Sends about `count` spans in requests of `size`, and gives the spans acknowledged a second. */
async function send(
  url: string,
  {
    size,
    senders,
    isPacked,
    count
  }: { size: number; senders: number; isPacked: boolean; count: number }
): Promise<number> {
  const make = createRequestMaker(size);
  const requests = Array.from({ length: Math.ceil(count / size) }, () => {
    const bytes = make(++batches);
    return isPacked ? gzipSync(bytes, { level: 1 }) : bytes;
  });
  const headers = {
    'Content-Type': 'application/x-protobuf',
    ...(isPacked && { 'Content-Encoding': 'gzip' })
  };
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let body = requests[next++]; body; body = requests[next++]) {
        const answer = await fetch(`${url}v1/traces`, { method: 'POST', headers, body });
        if (answer.status !== 200) {
          throw new Error(`Cannot go on: the server answered ${answer.status}`);
        }
        await answer.arrayBuffer();
      }
    })
  );
  return Math.round((requests.length * size * 1000) / (performance.now() - started));
}

function countColumnBytes(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const row = db.prepare('SELECT sum(length(data)) AS bytes FROM attribute_columns').get();
  db.close();
  return Number(row?.['bytes']);
}

/** Resolves when everything that is old enough has its columns, and the words of its texts. */
async function waitForColumns(path: string): Promise<void> {
  const db = new DatabaseSync(path, { readOnly: true });
  const blocks = Number(db.prepare('SELECT max(id) / 8192 AS n FROM spans').get()?.['n']);
  const find = db.prepare(
    `SELECT count(*) AS n FROM attribute_columns WHERE id % ${PATH_IDS} = 0 AND hex(data) >= '08'`
  );
  while (Number(find.get()?.['n']) < blocks - 1) {
    await setTimeout(500);
  }
  db.close();
}

const machine = describeMachine();
console.log(machine);
const server = await start();
const ingest = [];
for (const size of [512, 100, 1]) {
  for (const senders of [1, 4]) {
    for (const isPacked of [false, true]) {
      const count = size === 1 ? 2000 : 20_000;
      const before = await server.readCpuSeconds();
      const rate = await send(server.record.url, { size, senders, isPacked, count });
      const cpu = (await server.readCpuSeconds()) - before;
      ingest.push({
        'spans a batch': size,
        senders,
        packed: isPacked,
        'spans/s': rate,
        'spans/cpu s': Math.round(count / cpu)
      });
    }
  }
}
console.table(ingest);

const filling = performance.now();
let stored = ingest.reduce((sum, row) => sum + (row['spans a batch'] === 1 ? 2000 : 20_000), 0);
const startedWith = stored;
let whileStoring = await server.readMemory();
while (stored < total) {
  const count = Math.min(50_000, total - stored);
  await send(server.record.url, { size: 512, senders: 2, isPacked: false, count });
  stored += count;
  whileStoring = Math.max(whileStoring, await server.readMemory());
}
const fillingRate = Math.round(((stored - startedWith) * 1000) / (performance.now() - filling));

const LONG_TRACE = 5000;
const longTrace = createRequestMaker(LONG_TRACE, LONG_TRACE)(++batches);
await fetch(`${server.record.url}v1/traces`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/x-protobuf' },
  body: longTrace
});
const [longest] = (
  (await (
    await server.post('api/traces', { sort: { by: 'spans' }, limit: 1 })
  ).json()) as Page<TraceRow>
).rows;

/** Filters over attributes: the table shows how many spans are left, on every key that is typed. */
const FILTERS = [
  "llm.model_name == 'gpt-4o-mini'",
  "metadata['tier'] == 'gold'",
  "metadata['run'] >= 290",
  "session.id in ['session-3', 'session-9']",
  'llm.model_name is None',
  "'nothing' in output.value",
  "'Ears' in input.value",
  "'Häuser' in output.value",
  "'question 50' in input.value"
];
const counts: Record<string, unknown>[] = [];

/** Each filter for the first time, and once more. */
async function count(when: string, target: typeof server): Promise<void> {
  for (const filter of FILTERS) {
    const ms: number[] = [];
    const cpu: number[] = [];
    let spans = 0;
    for (const round of [0, 1]) {
      const before = await target.readCpuSeconds();
      const asked = performance.now();
      const answer = await target.post('api/spans/count', { filter });
      ({ spans } = (await answer.json()) as { spans: number });
      ms[round] = Math.round(performance.now() - asked);
      cpu[round] = Math.round(1000 * ((await target.readCpuSeconds()) - before));
    }
    const [first, later] = ms;
    counts.push({ when, filter, spans, first, 'first cpu': cpu[0], later, 'later cpu': cpu[1] });
  }
}
await count('after the ingest', server);

type Query = [name: string, route: string, body?: unknown];
const numbers = (filter: string): Query => [`numbers, ${filter}`, 'api/traces/summary', { filter }];
const page = (name: string, body: unknown): Query => [`100 spans, ${name}`, 'api/spans', body];
const queries: Query[] = [
  page('newest', {}),
  ...SPAN_SORTS.filter(by => by !== 'start').map(by => page(`by ${by}`, { sort: { by } })),
  ['100 traces, newest', 'api/traces', {}],
  ['100 traces, by latency', 'api/traces', { sort: { by: 'latency' } }],
  ["100 traces, span_kind == 'LLM'", 'api/traces', { filter: "span_kind == 'LLM'" }],
  ['100 sessions', 'api/trace-sessions', {}],
  ['numbers, percentiles, histogram', 'api/traces/summary', {}],
  numbers("span_kind == 'LLM'"),
  numbers('latency_ms > 3900'),
  numbers("session.id == 'session-7'"),
  numbers("'nothing' in input.value"),
  numbers("'Häuser' in input.value"),
  page("'owl' in input.value", { filter: "'owl' in input.value" }),
  ['names of attributes', 'api/spans/attributes'],
  ['values of an attribute', 'api/spans/values?path=session.id'],
  [`trace of ${LONG_TRACE} spans`, `api/traces/${longest?.traceId ?? ''}`],
  ['frame of 100,000 spans', 'api/spans/frame', { limit: 100_000 }]
];

/** Reads an answer to its end, and gives its bytes. */
async function readAll(answer: Response): Promise<number> {
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += (part as Uint8Array).length;
  }
  return bytes;
}

async function ask([, route, body]: Query) {
  const started = performance.now();
  const answer = body === undefined ? await server.get(route) : await server.post(route, body);
  const bytes = await readAll(answer);
  return { status: answer.status, bytes, ms: performance.now() - started };
}

const ROUNDS = 3;
const read = [];
for (const query of queries) {
  const first = await ask(query);
  const times: number[] = [];
  const before = await server.readCpuSeconds();
  for (let round = 0; round < ROUNDS; round++) {
    times.push((await ask(query)).ms);
  }
  read.push({
    query: query[0],
    status: first.status,
    'first ms': Math.round(first.ms),
    ms: Math.round(times.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN),
    'cpu ms': Math.round((1000 * ((await server.readCpuSeconds()) - before)) / ROUNDS),
    kB: Math.round(first.bytes / 1000)
  });
}
const afterReading = await server.readMemory();
const beforeAll = await server.readCpuSeconds();
const everything = await ask(['frame of everything', 'api/spans/frame', {}]);
read.push({
  query: 'frame of everything',
  status: everything.status,
  'first ms': Math.round(everything.ms),
  ms: NaN,
  'cpu ms': Math.round(1000 * ((await server.readCpuSeconds()) - beforeAll)),
  kB: Math.round(everything.bytes / 1000)
});
console.table(read);
const most = await server.readMemory('VmHWM');
await server.stop();
const file = join(folder, 'working', 'sessions', SESSION, 'traces.db');
const { size: fileBytes } = await stat(file);
const columnBytes = countColumnBytes(file);

const again = await start();
const started = performance.now();
await (await again.post('api/traces/summary', {})).json();
const firstMs = performance.now() - started;
const opened = await again.readMemory();
await waitForColumns(file);
await count('with columns', again);
console.table(counts);

const deleting = performance.now();
const deletion = again.remove('api/projects/bench').then(() => performance.now() - deleting);
const rate = await send(again.record.url, { size: 100, senders: 1, isPacked: false, count: 5000 });
const deletionMs = await deletion;
await again.stop();
const facts = {
  stored,
  'spans/s of all': fillingRate,
  'bytes a span': Math.round(fileBytes / stored),
  'of columns': Math.round(columnBytes / stored),
  'MB while storing': whileStoring,
  'MB after tables and a frame': afterReading,
  'MB at most': most,
  'restart ms': Math.round(again.startMs),
  'first numbers ms': Math.round(firstMs),
  'MB then': opened,
  'deletion s': Math.round(deletionMs / 100) / 10,
  'spans/s meanwhile, of 100': rate
};
console.table(facts);
console.log(JSON.stringify({ bench: 'traces', machine, ingest, counts, read, facts }));
await rm(folder, { recursive: true });
