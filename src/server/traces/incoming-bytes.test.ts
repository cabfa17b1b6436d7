import { expect, test } from 'vitest';
import { IncomingBytes } from './incoming-bytes.ts';

async function* yieldAll(...chunks: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    if (chunk instanceof Error) {
      throw chunk;
    }
    yield chunk;
  }
}

/** A sender that begins and never ends. */
async function* stall(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1);
  await new Promise(() => undefined);
}

const rules = { maxBytes: 10, maxMs: 10_000 };

test('collect() puts the chunks of a body together', async () => {
  const body = await new IncomingBytes().collect(
    yieldAll(Uint8Array.of(1, 2), Uint8Array.of(3)),
    rules
  );
  expect([...body]).toEqual([1, 2, 3]);
  expect(body.buffer.byteLength).toBe(3);
});

test.each([
  ['too large', yieldAll(new Uint8Array(8), new Uint8Array(3)), 'request/too-large'],
  ['cut off', yieldAll(new Uint8Array(8), new Error('aborted')), 'request/cut-off'],
  ['slow', stall(), 'request/slow']
])('collect() refuses a body that is %s', async (_, chunks, code) => {
  const incoming = new IncomingBytes();
  const maxMs = code === 'request/slow' ? 20 : rules.maxMs;
  await expect(incoming.collect(chunks, { ...rules, maxMs })).rejects.toMatchObject({ code });
});

test('collect() lets a body by that is too large, so that its sender reads the answer', async () => {
  const incoming = new IncomingBytes(12);
  let left = 5;
  async function* count(): AsyncGenerator<Uint8Array> {
    for (; left > 0; left--) {
      yield await Promise.resolve(new Uint8Array(8));
    }
  }
  await expect(incoming.collect(count(), rules)).rejects.toMatchObject({
    code: 'request/too-large'
  });
  expect(left).toBe(0);
  left = 1000;
  await expect(incoming.collect(count(), rules)).rejects.toMatchObject({
    code: 'request/too-large'
  });
  expect(left).toBe(995);
  left = 1;
  expect(await incoming.collect(count(), rules)).toHaveLength(8);
});

test('collect() refuses what others have no room for, until they are done', async () => {
  const incoming = new IncomingBytes(12);
  let finish: () => void = () => undefined;
  async function* wait(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(8);
    await new Promise<void>(resolve => (finish = resolve));
  }
  const first = incoming.collect(wait(), rules);
  await expect(incoming.collect(yieldAll(new Uint8Array(6)), rules)).rejects.toMatchObject({
    code: 'otlp/busy'
  });
  finish();
  expect(await first).toHaveLength(8);
  expect(await incoming.collect(yieldAll(new Uint8Array(6)), rules)).toHaveLength(6);
});
