/// <reference types="node" />
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { eventSocketUrl, iterateSocket, readSocket } from './read-socket.ts';

const WHOLE = 0x80;
const BINARY = 0x2;
const CLOSE = 0x8;

function frame(kind: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([WHOLE | kind, bytes.length, ...bytes]);
}

/** The other end of web sockets, as short as RFC 6455 allows; `serve` gets each that opens. Refuses all without it. */
async function listen(serve?: (socket: Duplex) => void) {
  const server = createServer((_, answer) => void answer.writeHead(403).end());
  if (serve) {
    server.on('upgrade', ({ headers }, socket) => {
      const accept = createHash('sha1')
        .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
      );
      serve(socket);
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/phoenix/`,
    [Symbol.dispose]: () => void server.close()
  };
}

test('eventSocketUrl() is a web socket beside the session, safe where the session is', () => {
  expect(eventSocketUrl('https://hub/user/ada/phoenix/proxy/a/').href).toBe(
    'wss://hub/user/ada/phoenix/proxy/a/ws/events'
  );
});

test('iterateSocket() joins a character that came in two pieces, and ends with the other end', async () => {
  const [first, second] = [new TextEncoder().encode('Zoë').subarray(0, 3), Uint8Array.of(0xab)];
  using server = await listen(socket => {
    socket.write(frame(BINARY, first));
    socket.write(frame(BINARY, second));
    socket.end(frame(CLOSE, new Uint8Array()));
  });
  const texts: string[] = [];
  const socket = new WebSocket(eventSocketUrl(server.base));
  for await (const text of iterateSocket(socket, new AbortController().signal)) {
    texts.push(text);
  }
  expect(texts.join('')).toBe('Zoë');
});

test('iterateSocket() closes the socket when its reader is told to end', async () => {
  let told: (kind: number) => void = () => undefined;
  const closing = new Promise<number>(resolve => (told = resolve));
  using server = await listen(socket => {
    socket.write(frame(BINARY, new TextEncoder().encode('one')));
    socket.on('data', (bytes: Uint8Array) => {
      told((bytes[0] ?? 0) & 0xf);
      socket.end(frame(CLOSE, new Uint8Array()));
    });
  });
  const reader = new AbortController();
  const texts: string[] = [];
  const socket = new WebSocket(eventSocketUrl(server.base));
  for await (const text of iterateSocket(socket, reader.signal)) {
    texts.push(text);
    reader.abort();
  }
  expect(texts).toEqual(['one']);
  expect(await closing).toBe(CLOSE);
});

test('readSocket() tells a socket that was refused from one that broke', async () => {
  const hasOpened = (base: string) =>
    new Promise<boolean>(resolve =>
      readSocket(new WebSocket(eventSocketUrl(base)), { onText: () => undefined, onEnd: resolve })
    );
  using refusing = await listen();
  using breaking = await listen(socket => socket.end(frame(CLOSE, new Uint8Array())));
  expect(await hasOpened(refusing.base)).toBe(false);
  expect(await hasOpened(breaking.base)).toBe(true);
});
