import { connect, type ClientHttp2Session } from 'node:http2';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Failure } from '../../contract/failures.ts';
import { createGrpcCollector } from './grpc-collector.ts';
import { IncomingBytes } from './incoming-bytes.ts';
import type { IngestAsk } from './trace-messages.ts';

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

interface Answer {
  status: string;
  message: string;
  body: Buffer;
}

/** One unary call, as a gRPC client makes it. */
async function call(
  client: ClientHttp2Session,
  message: Uint8Array,
  { path = EXPORT, flag = 0, length = message.length, headers = {} } = {}
): Promise<Answer> {
  const stream = client.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers
  });
  const told: Record<string, string | number | readonly string[] | undefined> = {};
  stream.on('response', answer => void Object.assign(told, answer));
  stream.on('trailers', trailers => void Object.assign(told, trailers));
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt8(flag, 0);
  frame.writeUInt32BE(length, 1);
  frame.set(message, 5);
  stream.end(frame);
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return {
    status: String(told['grpc-status']),
    message: decodeURIComponent((told['grpc-message'] as string | undefined) ?? ''),
    body: Buffer.concat(chunks)
  };
}

async function serve(ingest: (ask: IngestAsk) => Promise<Uint8Array<ArrayBuffer>>, token?: string) {
  const faults: unknown[] = [];
  const server = createGrpcCollector({
    ingest: async ask => ({ body: await ingest(ask), added: 0, replaced: 0, rejected: 0 }),
    mayWrite: ({ authorization }) => token === undefined || authorization === `Bearer ${token}`,
    incoming: new IncomingBytes(),
    maxBytes: 1000,
    onFault: error => faults.push(error)
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    client,
    faults,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    }
  };
}

test('a call is passed on, and its answer comes back with status 0', async () => {
  const asks: IngestAsk[] = [];
  await using rig = await serve(ask => {
    asks.push(ask);
    return Promise.resolve(Uint8Array.of(1, 2));
  });
  const plain = await call(rig.client, Uint8Array.of(9, 8), { headers: { 'x-project-name': 'p' } });
  expect(plain).toMatchObject({ status: '0', body: Buffer.from([0, 0, 0, 0, 2, 1, 2]) });
  const packed = gzipSync(Uint8Array.of(7));
  await call(rig.client, packed, { flag: 1, headers: { 'grpc-encoding': 'gzip' } });
  expect(asks.map(({ body, compression, project }) => [[...body], compression, project])).toEqual([
    [[9, 8], null, 'p'],
    [[...packed], 'gzip', null]
  ]);
});

test.each([
  ['another method', { path: '/grpc.health.v1.Health/Check' }, '12', 'only traces are collected'],
  ['another compression', { flag: 1, headers: { 'grpc-encoding': 'br' } }, '12', '"br"'],
  ['a wrong length', { length: 3 }, '3', 'has 2 bytes and announces 3']
])('%s is refused with its own status', async (_, options, status, words) => {
  await using rig = await serve(() => Promise.resolve(new Uint8Array()));
  const answer = await call(rig.client, Uint8Array.of(1, 2), options);
  expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
  expect(rig.faults).toEqual([]);
});

test('too large a message, and a call without the token, are refused', async () => {
  await using rig = await serve(() => Promise.resolve(new Uint8Array()), 'secret');
  const headers = { authorization: 'Bearer secret' };
  expect((await call(rig.client, new Uint8Array(1), {})).status).toBe('16');
  expect((await call(rig.client, new Uint8Array(1), { headers })).status).toBe('0');
  expect((await call(rig.client, new Uint8Array(2000), { headers })).status).toBe('3');
});

test('failures and faults have statuses that exporters know', async () => {
  const errors = [new Failure('otlp/busy', 'Wait'), new TypeError('a bug')];
  await using rig = await serve(() => Promise.reject(errors.shift() ?? new Error('none')));
  expect(await call(rig.client, new Uint8Array(1))).toMatchObject({
    status: '14',
    message: 'Wait'
  });
  expect((await call(rig.client, new Uint8Array(1))).status).toBe('13');
  expect(rig.faults).toHaveLength(1);
});
