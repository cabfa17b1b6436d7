import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { sendArrowParts } from './send-bytes.ts';

test('sendArrowParts() sends all bytes, in order, in pieces of a megabyte', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2_500_000));
  for (let i = 0; i < shared.length; i++) shared[i] = i % 251;
  const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(0), shared, Uint8Array.of(9)];
  const app = new Hono().get('/', c => sendArrowParts(c, parts));
  const response = await app.request('/');
  expect(response.headers.get('Content-Length')).toBe('2500004');
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body as ReadableStream<Uint8Array>) pieces.push(piece);
  expect(pieces.map(({ length }) => length)).toEqual([2 ** 20, 2 ** 20, 2_500_004 - 2 * 2 ** 20]);
  expect(pieces.some(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(false);
  expect(Buffer.concat(pieces).equals(Buffer.concat(parts))).toBe(true);
});

test('sendArrowParts() of nothing is an empty answer', async () => {
  const response = await new Hono().get('/', c => sendArrowParts(c, [])).request('/');
  expect(await response.bytes()).toHaveLength(0);
});
