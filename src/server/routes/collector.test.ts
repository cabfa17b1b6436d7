import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SessionState } from '../../contract/session.ts';
import type { Page, SpanRow, TraceSummary } from '../../contract/traces.ts';
import { createAppFixture, type AppFixture } from '../app-fixture.ts';

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

/** A request in JSON with spans of these numbers, all in one trace. */
function request(ids: readonly number[], more: Record<string, unknown> = {}): string {
  const spans = ids.map(id => ({
    traceId: hex(1, 32),
    spanId: hex(id, 16),
    name: `span ${id}`,
    startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(id)),
    endTimeUnixNano: String(1_767_225_600_100_000_000n),
    ...more
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function countSpans(fixture: AppFixture): Promise<number> {
  const answer = await fixture.ask('/api/traces/summary', {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{}'
  });
  return ((await answer.json()) as TraceSummary).spans;
}

function post(
  fixture: AppFixture,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = JSON_TYPE
): Promise<Response> {
  return fixture.request('/v1/traces', { method: 'POST', headers, body });
}

test('an exporter on this machine needs no token, and 200 means that its spans can be read', async () => {
  await using fixture = await createAppFixture();
  const answer = await post(fixture, request([1, 2]));
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  const rows = await fixture.ask('/api/spans', {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{"filter":"name == \'span 2\'"}'
  });
  expect(((await rows.json()) as Page<SpanRow>).rows.map(({ spanId }) => spanId)).toEqual([
    hex(2, 16)
  ]);
  const session = (await (await fixture.ask('/api/session')).json()) as SessionState;
  expect(session.spans.total).toBe(2);
  expect(session.spans.perSecond).toBeCloseTo(0.2);
});

test.each([
  ['application/json; charset=utf-8', '', 200],
  ['APPLICATION/JSON', 'identity', 200],
  ['text/plain', '', 415],
  ['application/json', 'br', 415],
  ['application/json', 'gzip, identity', 415]
])('content of type %s, encoded as "%s", is answered with %i', async (type, encoding, status) => {
  await using fixture = await createAppFixture();
  const answer = await post(fixture, request([1]), {
    'Content-Type': type,
    ...(encoding === '' ? {} : { 'Content-Encoding': encoding })
  });
  expect(answer.status).toBe(status);
  expect(fixture.bugs).toEqual([]);
});

test('packed bodies are unpacked, in one piece or several', async () => {
  await using fixture = await createAppFixture();
  const half = (text: string, from: number, to?: number) => gzipSync(text.slice(from, to));
  const text = request([2]);
  for (const [body, encoding] of [
    [gzipSync(request([1])), 'GZIP'],
    [Buffer.concat([half(text, 0, 40), half(text, 40)]), 'x-gzip'],
    [deflateSync(request([3])), 'deflate']
  ] as const) {
    const answer = await post(fixture, body, { ...JSON_TYPE, 'Content-Encoding': encoding });
    expect([encoding, answer.status]).toEqual([encoding, 200]);
  }
  expect(await countSpans(fixture)).toBe(3);
});

test.each([
  ['no gzip', Buffer.from('{}'), 'gzip', 400, 'its body is not gzip'],
  ['cut off', gzipSync(request([1])).subarray(0, 60), 'gzip', 400, 'its body is not gzip'],
  ['a bomb', gzipSync(Buffer.alloc(80 * 2 ** 20)), 'gzip', 413, 'more than 64 MB'],
  ['no JSON', Buffer.from('{'), 'identity', 400, 'Cannot read']
])('%s is refused in one sentence', async (_, body, encoding, status, sentence) => {
  await using fixture = await createAppFixture();
  const answer = await post(fixture, body, { ...JSON_TYPE, 'Content-Encoding': encoding });
  const { message } = (await answer.json()) as { message: string };
  expect([answer.status, message]).toEqual([status, expect.stringContaining(sentence)]);
  expect(fixture.bugs).toEqual([]);
  expect((await post(fixture, request([1]))).status).toBe(200);
});

test('a span that cannot be stored is counted, and its siblings are stored', async () => {
  await using fixture = await createAppFixture();
  const body = JSON.parse(request([1, 2])) as {
    resourceSpans: [{ scopeSpans: [{ spans: { spanId: string }[] }] }];
  };
  const [, second] = body.resourceSpans[0].scopeSpans[0].spans;
  if (second) {
    second.spanId = '0000000000000000';
  }
  const answer = await post(fixture, JSON.stringify(body));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    partialSuccess: {
      rejectedSpans: '1',
      errorMessage: expect.stringMatching(/^Span 1 \("span 2"\) cannot be stored: /) as string
    }
  });
  expect(await countSpans(fixture)).toBe(1);
});

test('many senders at once lose nothing', async () => {
  await using fixture = await createAppFixture();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      post(fixture, request(Array.from({ length: 25 }, (_, j) => 1 + i * 25 + j)))
    )
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await countSpans(fixture)).toBe(1000);
});

test('the header of a request names the project', async () => {
  await using fixture = await createAppFixture();
  await post(fixture, request([1]), { ...JSON_TYPE, 'X-Project-Name': 'mine' });
  const projects = await fixture.ask('/api/projects');
  expect(await projects.json()).toMatchObject([{ name: 'mine', spans: 1 }]);
});

test('locked, or bound to the outside, it takes spans with the token only', async () => {
  for (const options of [{ isIngestLocked: true }, { host: '0.0.0.0' }]) {
    await using fixture = await createAppFixture({ options });
    const refused = await post(fixture, request([1]));
    expect([refused.status, await refused.json()]).toEqual([
      401,
      {
        code: 16,
        message: expect.stringMatching(/: the token .* is missing\. .*authorization/) as string
      }
    ]);
    const packed = await post(fixture, '', { 'Content-Type': 'application/x-protobuf' });
    expect(packed.headers.get('Content-Type')).toBe('application/x-protobuf');
    expect(new Uint8Array(await packed.arrayBuffer()).subarray(0, 3)).toEqual(
      Uint8Array.of(8, 16, 18)
    );
    const answer = await fixture.ask('/v1/traces', {
      method: 'POST',
      headers: JSON_TYPE,
      body: request([1])
    });
    expect(answer.status).toBe(200);
  }
});

test('an exporter that sends to another place is told where', async () => {
  await using fixture = await createAppFixture();
  for (const path of ['/', '/v1/traces/', '/otlp/v1/traces']) {
    const answer = await fixture.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-protobuf' },
      body: ''
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: expect.objectContaining({ hint: 'Spans are taken at /v1/traces' }) as object }
    ]);
  }
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])(
  '%s is not how spans are sent, and tells nothing',
  async method => {
    await using fixture = await createAppFixture();
    const answer = await fixture.request('/v1/traces', { method });
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'POST']);
  }
);

test('metrics and logs are refused in one sentence that says what to set', async () => {
  await using fixture = await createAppFixture();
  for (const signal of ['metrics', 'logs']) {
    const answer = await fixture.request(`/v1/${signal}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}'
    });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      code: 12,
      message: expect.stringContaining(`Cannot take ${signal}: only traces`) as string
    });
  }
});

test('a page of another origin cannot put spans in', async () => {
  await using fixture = await createAppFixture();
  const answer = await post(fixture, request([1]), {
    ...JSON_TYPE,
    Origin: 'https://elsewhere.example'
  });
  expect(answer.status).toBe(403);
});

test('what was sent cannot be read without proof', async () => {
  await using fixture = await createAppFixture();
  await post(fixture, request([1]));
  for (const path of ['/api/projects', `/api/traces/${hex(1, 32)}`]) {
    expect((await fixture.request(path)).status).toBe(401);
  }
});

test('a trace and a span are found by their ids, and others are not', async () => {
  await using fixture = await createAppFixture();
  await post(fixture, request([1]));
  const trace = hex(1, 32);
  expect((await fixture.ask(`/api/traces/${trace}`)).status).toBe(200);
  expect((await fixture.ask(`/api/traces/${trace}/spans/${hex(1, 16)}`)).status).toBe(200);
  expect((await fixture.ask(`/api/traces/${hex(2, 32)}`)).status).toBe(404);
  expect((await fixture.ask(`/api/traces/${trace}/spans/${hex(9, 16)}`)).status).toBe(404);
});
