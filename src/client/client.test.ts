/// <reference types="node" />
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import type { Job, PointsHeader } from '../contract/map.ts';
import { createArrowFile, SCHEMA } from '../server/app-fixture.ts';
import { createSandbox } from '../server/process-fixture.ts';
import {
  createClient,
  openEvents,
  readArrow,
  readFrame,
  readJson,
  RequestFailure,
  type ServerEvent
} from './index.ts';
import { EventParser, type StreamMessage } from './parse-events.ts';

const SERVER = fileURLToPath(new URL('../server/main.ts', import.meta.url));

async function until(isTrue: () => boolean): Promise<void> {
  for (const startMs = performance.now(); !isTrue();) {
    if (performance.now() - startMs > 15_000) {
      throw new Error('It did not come true within 15 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

const hasEnded = ({ state }: Job) => state !== 'waiting' && state !== 'running';

test('the typed client, frames and events work against a real server', async () => {
  await using sandbox = await createSandbox();
  await using server = await sandbox.start(SERVER);
  const { record, headers } = server;
  const client = createClient(record.url, { headers });
  const events: ServerEvent[] = [];
  const stream = openEvents(record.url, { headers, onEvent: event => events.push(event) });
  await until(() => events.some(({ event }) => event === 'hello'));
  await writeFile(join(record.folder, 'datasets', 'a.arrow'), createArrowFile(100, 1));
  const primary = { file: 'a.arrow', schema: SCHEMA };
  const state = await readJson(client.api.datasets.$put({ json: { primary } }));
  expect(state.embeddings).toMatchObject([{ name: 'thing', length: 12 }]);
  const job = await readJson(client.api.maps.$post({ json: { embedding: 'thing' } }));
  await until(() =>
    events.some(({ event, body }) => event === 'job' && body.id === job.id && hasEnded(body))
  );
  expect(await readJson(client.api.jobs[':id'].$get({ param: { id: job.id } }))).toMatchObject({
    state: 'done',
    error: null
  });
  const { header, sections } = await readFrame<PointsHeader>(
    client.api.layouts[':hash'].points.$get({ param: { hash: job.layout ?? '' } })
  );
  expect(header).toMatchObject({ count: 100, components: 3, final: true });
  expect(sections.get('positions')).toHaveLength(300);
  const table = await readArrow(
    client.api.layouts[':hash']['table.arrow'].$get({ param: { hash: job.layout ?? '' } })
  );
  expect(tableFromIPC(table).numRows).toBe(100);
  await readJson(client.api.shutdown.$post());
  await server.ended;
  stream.close();
  expect(events.at(-1)?.event).toBe('closing');
});

test('readJson() throws what the server says as RequestFailure', async () => {
  const body = { error: { code: 'disk/full', message: 'Full', hint: 'Free some' } };
  const answer = Promise.resolve(Response.json(body, { status: 507 }));
  const failure: unknown = await readJson(answer).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RequestFailure);
  expect(failure).toMatchObject({
    code: 'disk/full',
    message: 'Full',
    hint: 'Free some',
    status: 507,
    canRetry: true
  });
});

test('readJson() says something sensible about an answer of a proxy', async () => {
  const answer = Promise.resolve(new Response('<html>', { status: 502 }));
  await expect(readJson(answer)).rejects.toMatchObject({ code: 'internal', status: 502 });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('openEvents() connects again when the stream breaks, and not after close()', async () => {
  let connections = 0;
  const server = createServer((_, response) => {
    connections++;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.end('event: hello\ndata: {"id":"x","revision":0}\n\n');
  });
  const url = await listen(server);
  const events: ServerEvent[] = [];
  const breaks: number[] = [];
  const stream = openEvents(url, {
    onEvent: event => events.push(event),
    onBreak: (_, retryMs) => breaks.push(retryMs)
  });
  await until(() => events.length === 2);
  stream.close();
  server.close();
  const before = connections;
  await new Promise(resolve => setTimeout(resolve, 700));
  expect(connections).toBe(before);
  expect(breaks[0]).toBe(500);
});

test.each([1, 2, 3, 7, 1000])('push() reads messages that arrive in pieces of %i', size => {
  const text =
    ': note\r\nevent: job\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:plain\n\nevent: empty\n\nid: 4\ndata: x\n\n';
  const parser = new EventParser();
  const messages: StreamMessage[] = [];
  for (let start = 0; start < text.length; start += size) {
    messages.push(...parser.push(text.slice(start, start + size)));
  }
  expect(messages).toEqual([
    { event: 'job', data: '{"a":\n1}', id: '' },
    { event: 'message', data: 'plain', id: '' },
    { event: 'message', data: 'x', id: '4' }
  ]);
});
