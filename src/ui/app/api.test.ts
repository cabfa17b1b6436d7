import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../contract/frame.ts';
import { readAnswer } from './read-answer.ts';
import { createApi, isPassing, RequestFailure } from './api.ts';

const BASE = 'http://hub.example/user/x/phoenix/proxy/0123456789ab/';

function answering(answer: () => Response | Promise<Response>, cookies = '') {
  const sent: { url: string; init: RequestInit }[] = [];
  const api = createApi({
    base: BASE,
    readCookies: () => cookies,
    fetch: (url, init) => {
      sent.push({ url: url as string, init: init ?? {} });
      return Promise.resolve().then(answer);
    }
  });
  return { api, sent };
}

const failure = (status: number, body: string, type: string) =>
  answering(() => new Response(body, { status, headers: { 'content-type': type } })).api;

describe('createApi()', () => {
  test('stays below the prefix it is served from', async () => {
    const { api, sent } = answering(() => Response.json({ id: 'a' }));
    await api.json('/api/session');
    expect(sent[0]?.url).toBe(`${BASE}api/session`);
    expect(api.url('api/exports/a%2Fb')).toBe(`${BASE}api/exports/a%2Fb`);
  });

  test("repeats Jupyter's XSRF cookie on writes, and only there", async () => {
    const { api, sent } = answering(() => Response.json({}), 'a=1; _xsrf=2%7Cabc; b=2');
    await api.json('api/session');
    await api.json('api/exports', { method: 'POST', body: {} });
    expect(sent.map(({ init }) => new Headers(init.headers).get('x-xsrftoken'))).toEqual([
      null,
      '2|abc'
    ]);
  });

  test('sends bytes as they are', async () => {
    const { api, sent } = answering(() => Response.json({}));
    const body = new Uint8Array([1, 2]);
    await api.json('api/layouts/x/selection', { method: 'PUT', body });
    expect(sent[0]?.init.body).toBe(body);
    expect(new Headers(sent[0]?.init.headers).get('content-type')).toBe('application/octet-stream');
  });

  test('reads frames', async () => {
    const bytes = encodeFrame({ count: 2 }, { row: new Uint32Array([7, 9]) });
    const { api } = answering(() => new Response(bytes));
    const { header, sections } = await api.frame<{ count: number }>('api/layouts/x/points');
    expect([header.count, ...(sections.get('row') ?? [])]).toEqual([2, 7, 9]);
  });

  test('throws what the server said, with its hint', async () => {
    const error = {
      code: 'export/name',
      message: 'Cannot name an export "../a"',
      hint: 'Use letters'
    };
    const api = failure(400, JSON.stringify({ error }), 'application/json');
    const thrown: unknown = await api.json('api/exports').catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ ...error, status: 400 });
    expect(isPassing(thrown)).toBe(false);
    await expect(api.blob('api/exports/a')).rejects.toMatchObject({ code: 'export/name' });
  });

  test('takes a proxy without a server behind it for a session that does not answer', async () => {
    const api = failure(502, '<html>Bad gateway', 'text/html');
    const thrown: unknown = await api.json('api/session').catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ message: 'The session does not answer' });
    expect(isPassing(thrown)).toBe(true);
  });

  test('tells a broken connection from a cancelled request', async () => {
    const broken = answering(() => Promise.reject(new TypeError('Failed to fetch'))).api;
    const thrown: unknown = await broken.json('api/session').catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(RequestFailure);
    expect(isPassing(thrown)).toBe(true);
    const abort = new AbortController();
    abort.abort();
    const cancelled = answering(() => Promise.reject(abort.signal.reason as Error)).api;
    await expect(cancelled.json('api/session', { signal: abort.signal })).rejects.toHaveProperty(
      'name',
      'AbortError'
    );
  });

  test('gives the typed routes the same prefix, header and cancellation', async () => {
    const { api, sent } = answering(() => Response.json({ id: 'a' }), '_xsrf=abc');
    const { signal } = new AbortController();
    await readAnswer(api.routes.selection.$delete({}, { init: { signal } }));
    expect(sent[0]?.url).toBe(`${BASE}api/selection`);
    expect(sent[0]?.init).toMatchObject({ method: 'DELETE', signal });
    expect(new Headers(sent[0]?.init.headers).get('x-xsrftoken')).toBe('abc');
  });

  test('remembers the last five requests without what follows the question mark', async () => {
    const { api } = answering(() => Response.json({}));
    for (let i = 0; i < 7; i++) {
      await api.json(`api/layouts?embedding=secret${i}`);
    }
    expect(api.lately).toHaveLength(5);
    expect(JSON.stringify(api.lately)).not.toContain('secret');
  });
});
