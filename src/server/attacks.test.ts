import { once, type EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type ServerProcess } from './process-fixture.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const MB = 2 ** 20;
const MAX_HEALTH_MS = 1000;
/** Of the whole process, its threads included: a request may hold 64 MB, and what it becomes some times that. */
const MAX_MEMORY = 1500 * MB;

let sandbox: Sandbox;
let server: ServerProcess;
let grpc: URL;

beforeAll(async () => {
  sandbox = await createSandbox();
  server = await sandbox.start(MAIN);
  const answer = await server.client.api.collector.$get();
  grpc = new URL(((await answer.json()) as { grpc: string }).grpc);
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const open = new Set<{ destroy: () => unknown }>();
afterEach(() => {
  open.forEach(each => each.destroy());
  open.clear();
});

function openSocket(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  open.add(socket);
  return socket;
}

function openSession() {
  const session = connectHttp2(grpc);
  session.on('error', () => undefined);
  open.add(session);
  return session;
}

/** Also when it closes because of an error. */
function waitForClose(emitter: EventEmitter): Promise<void> {
  return new Promise(resolve => emitter.once('close', resolve));
}

/** How long a health check takes that is made now. */
async function measureHealth(): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(`${server.record.url}api/health`);
  expect(answer.status).toBe(200);
  return performance.now() - startMs;
}

/** The slowest health check while `attack` goes on. */
async function watchHealth(attack: Promise<unknown>): Promise<number> {
  const state = { isOver: false };
  const ended = attack.finally(() => (state.isOver = true));
  let slowest = await measureHealth();
  while (!state.isOver) {
    slowest = Math.max(slowest, await measureHealth());
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await ended;
  return Math.max(slowest, await measureHealth());
}

let lastId = 0;

/** What an ordinary exporter gets for an ordinary span. */
async function sendSpan(): Promise<number> {
  const spanId = (++lastId).toString(16).padStart(16, '0');
  const span = { traceId: '1'.padStart(32, '0'), spanId, name: 'ordinary' };
  const answer = await post(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
  );
  return answer.status;
}

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return fetch(`${server.record.url}v1/traces`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body
  });
}

function readMemory(): number {
  const status = readFileSync(`/proc/${server.child.pid ?? 0}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

async function expectUnharmed(attack: Promise<unknown>): Promise<void> {
  expect(await watchHealth(attack)).toBeLessThan(MAX_HEALTH_MS);
  expect(await sendSpan()).toBe(200);
  if (process.platform === 'linux') {
    expect(readMemory()).toBeLessThan(MAX_MEMORY);
  }
  expect(server.child.exitCode).toBeNull();
}

test('packed bombs and towers of JSON do not stop it', async () => {
  const gzip = { 'Content-Encoding': 'gzip' };
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(100 * MB)));
  const tower = new Uint8Array(gzipSync(Buffer.alloc(8 * MB, '[')));
  const statuses: number[] = [];
  const send = async (body: Uint8Array<ArrayBuffer>) => {
    statuses.push((await post(body, gzip)).status);
  };
  await expectUnharmed(Promise.all([bomb, tower, bomb, tower, bomb].map(send)));
  expect(statuses.sort()).toEqual([400, 400, 413, 413, 413]);
});

test('a body that is too large is refused, also when its sender reads nothing before the end', async () => {
  const size = 80 * MB;
  const socket = openSocket(server.record.port);
  const head = `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`;
  socket.write(head);
  await new Promise(resolve => socket.write(Buffer.alloc(size, ' '), resolve));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
});

test('huge headers are refused', async () => {
  const answers = Array.from({ length: 20 }, () => post('{}', { 'X-Large': 'x'.repeat(100_000) }));
  const attack = Promise.all(answers).then(all => new Set(all.map(({ status }) => status)));
  await expectUnharmed(attack);
  expect(await attack).toEqual(new Set([431]));
});

test('a thousand connections, and senders of slow heads and bodies, leave it as it was', async () => {
  const { port } = server.record;
  const heads = ['', 'POST /v1/tra', 'POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: '];
  const body =
    'POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 60000000\r\n\r\n{';
  const openAll = async () => {
    const sockets = Array.from({ length: 1000 }, () => openSocket(port));
    await Promise.all(sockets.map(socket => once(socket, 'connect')));
    sockets.forEach((socket, i) => socket.write([...heads, body][i % 4] ?? ''));
    for (let round = 0; round < 5; round++) {
      await new Promise(resolve => setTimeout(resolve, 50));
      sockets.forEach(socket => socket.write('x'));
    }
  };
  await expectUnharmed(openAll());
});

test('many large bodies at once are told to come again, not kept', async () => {
  const part = Buffer.alloc(16 * MB);
  const send = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'Content-Type': 'application/x-protobuf', 'Content-Length': part.length };
      const options = { method: 'POST', headers };
      request(`${server.record.url}v1/traces`, options, answer => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end(part);
    });
  const attack = Promise.all(Array.from({ length: 16 }, send));
  await expectUnharmed(attack);
  expect(new Set([400, 503, ...(await attack)])).toEqual(new Set([400, 503]));
});

test('streams of gRPC that are reset, by the thousand, end their connection and nothing else', async () => {
  const flood = async () => {
    const session = openSession();
    const closed = waitForClose(session);
    for (let i = 0; i < 4000 && !session.destroyed; i++) {
      const stream = session.request({ ':method': 'POST', ':path': EXPORT });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
      if (i % 100 === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
    }
    session.destroy();
    await closed;
  };
  await expectUnharmed(flood());
});

/** The bytes of one frame (RFC 9113 §4.1). */
function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  frame(4, 0, 0, new Uint8Array(0))
]);
const [HEADERS, SETTINGS, PING, CONTINUATION] = [1, 4, 6, 9];

test.each([
  [
    'headers without an end',
    [frame(HEADERS, 0, 1, new Uint8Array(10)), frame(CONTINUATION, 0, 1, new Uint8Array(16_000))]
  ],
  ['pings', [frame(PING, 0, 0, new Uint8Array(8))]],
  ['settings', [frame(SETTINGS, 0, 0, new Uint8Array(0))]],
  ['bytes that are no HTTP/2', [Buffer.alloc(16_000, 'GET / HTTP/1.1\r\n')]]
])('a flood of %s over gRPC is cut off', async (_, [first, more = first]) => {
  const flood = async () => {
    const socket = openSocket(Number(grpc.port));
    const closed = waitForClose(socket);
    await once(socket, 'connect');
    socket.resume();
    socket.write(PREFACE);
    socket.write(first ?? '');
    for (let i = 0; i < 400 && socket.writable; i++) {
      socket.write(Buffer.concat(Array.from({ length: 20 }, () => more ?? Buffer.alloc(0))));
      await new Promise(resolve => setImmediate(resolve));
    }
    socket.end();
    await closed;
  };
  await expectUnharmed(flood());
});

test('huge metadata and many open calls of gRPC do not fill the memory', async () => {
  const flood = async () => {
    const large = openSession();
    const refused = large.request({
      ':method': 'POST',
      ':path': EXPORT,
      'x-large': 'x'.repeat(60_000)
    });
    const ended = new Promise(resolve => refused.on('error', resolve).on('close', resolve));
    refused.end();
    await ended;
    for (let i = 0; i < 10; i++) {
      const session = openSession();
      await once(session, 'connect');
      for (let call = 0; call < 64; call++) {
        const stream = session.request({ ':method': 'POST', ':path': EXPORT });
        stream.on('error', () => undefined);
        stream.write(Buffer.alloc(60_000));
      }
    }
  };
  await expectUnharmed(flood());
});
