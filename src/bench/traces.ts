import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { describeMachine } from './describe-machine.ts';
import { createRequestMaker } from './make-llm-request.ts';

/**
 * The collector and the store in a server process of its own: spans acknowledged a second (which are on disk then), bytes and memory, and how long tables,
 * numbers, a trace and a frame take when `--spans` are stored. The sender has prepared its requests; it shares the cores with the server.
 *
 * `node src/bench/traces.ts --spans 100000 --server jupyterlab_phoenix/server/main.mjs`
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
const ID = 'abcdef012345';

async function startServer() {
  const path = join(folder, `phoenix-${ID}.json`);
  await rm(path, { force: true });
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      options.server,
      `--id=${ID}`,
      `--runtime-dir=${folder}`,
      `--working-dir=${folder}/working`,
      '--port=0'
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] }
  );
  while (!existsSync(path)) {
    await setTimeout(2);
  }
  const record = JSON.parse(await readFile(path, 'utf8')) as DiscoveryRecord;
  const post = (route: string, body: unknown) =>
    fetch(`${record.url}${route}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${record.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
  const stop = async () => {
    child.kill('SIGTERM');
    await new Promise(resolve => child.once('exit', resolve));
  };
  const readMemory = async () => {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024);
  };
  return { record, post, stop, readMemory, startMs: performance.now() - started };
}

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

const machine = describeMachine();
console.log(machine);
const server = await startServer();
const ingest = [];
for (const size of [512, 100, 1]) {
  for (const senders of [1, 4]) {
    for (const isPacked of [false, true]) {
      const count = size === 1 ? 2000 : 20_000;
      const rate = await send(server.record.url, { size, senders, isPacked, count });
      ingest.push({ 'spans a batch': size, senders, packed: isPacked, 'spans/s': rate });
    }
  }
}
console.table(ingest);

let stored = ingest.reduce((sum, row) => sum + (row['spans a batch'] === 1 ? 2000 : 20_000), 0);
let peak = await server.readMemory();
while (stored < total) {
  const count = Math.min(50_000, total - stored);
  await send(server.record.url, { size: 512, senders: 2, isPacked: false, count });
  stored += count;
  peak = Math.max(peak, await server.readMemory());
}

const queries: [name: string, route: string, body: unknown][] = [
  ['newest 100 spans', 'api/spans', {}],
  ['newest 100 traces', 'api/traces', {}],
  ['slowest 100 spans', 'api/spans', { sort: { by: 'latency' } }],
  ['numbers, no filter', 'api/traces/summary', {}],
  ["numbers, span_kind == 'LLM'", 'api/traces/summary', { filter: "span_kind == 'LLM'" }],
  ['numbers, latency_ms > 3900', 'api/traces/summary', { filter: 'latency_ms > 3900' }],
  [
    "numbers, session.id == 'session-7'",
    'api/traces/summary',
    { filter: "session.id == 'session-7'" }
  ],
  ["100 spans, 'nothing' in input.value", 'api/spans', { filter: "'nothing' in input.value" }],
  ['frame of 100,000 spans', 'api/spans/frame', { limit: 100_000 }]
];
const read = [];
for (const [name, route, body] of queries) {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    const answer = await server.post(route, body);
    const bytes = (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - started);
    if (round === 2) {
      read.push({
        query: name,
        status: answer.status,
        ms: Math.round(times.sort((a, b) => a - b)[1] ?? NaN),
        kB: Math.round(bytes / 1000)
      });
    }
  }
}
console.table(read);
const memory = await server.readMemory();
await server.stop();
const { size: fileBytes } = await stat(join(folder, 'working', 'sessions', ID, 'traces.db'));
const again = await startServer();
const started = performance.now();
await (await again.post('api/traces/summary', {})).json();
const firstMs = performance.now() - started;
await again.stop();
const facts = {
  stored,
  'bytes a span': Math.round(fileBytes / stored),
  'MB while storing': peak,
  'MB at the end': memory,
  'restart ms': Math.round(again.startMs),
  'first numbers ms': Math.round(firstMs)
};
console.table(facts);
console.log(JSON.stringify({ bench: 'traces', machine, ingest, read, facts }));
await rm(folder, { recursive: true });
