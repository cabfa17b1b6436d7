// @vitest-environment jsdom
import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { expect, test } from 'vitest';
import { ENTRY } from './entry-fixture.ts';
import { SessionList } from './session-list.ts';

type Answer = (url: string, method: string) => Response;

/** The list over a Jupyter server whose answers are given here: the far end of the network. */
function openList(answer: Answer) {
  const requests: string[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://127.0.0.1:8888/user/x/',
    fetch: async input => {
      const { url, method } = input as Request;
      if (!url.includes('/phoenix/v1/info')) {
        requests.push(`${method} ${new URL(url).pathname}`);
      }
      await Promise.resolve();
      return url.includes('/phoenix/v1/info')
        ? json({ version: '0.2.0', api_version: 1 })
        : answer(url, method);
    }
  });
  const list = new SessionList(settings, nullTranslator.load('jupyterlab_phoenix'));
  return { list, requests, [Symbol.dispose]: () => list.dispose() };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

test('refresh() reads the newest session first', async () => {
  using opened = openList(() => json([ENTRY, { ...ENTRY, id: 'ffffffffffff', started: 2e9 }]));
  const { list } = opened;
  expect(list.state).toBe('loading');
  await list.refresh();
  expect(list.state).toBe('ready');
  expect(list.serverVersion).toBe('0.2.0');
  expect(list.entries.map(({ id }) => id)).toEqual(['ffffffffffff', ENTRY.id]);
});

test('refresh() says that the server extension is missing', async () => {
  using opened = openList(() => new Response('not found', { status: 404 }));
  await opened.list.refresh();
  expect(opened.list.state).toBe('missing');
});

test('refresh() keeps the entries when a reading fails', async () => {
  let isUp = true;
  using opened = openList(() => (isUp ? json([ENTRY]) : json({ message: 'Disk is full' }, 500)));
  await opened.list.refresh();
  isUp = false;
  await opened.list.refresh();
  expect(opened.list).toMatchObject({ state: 'failed', failure: 'Disk is full' });
  expect(opened.list.entries).toHaveLength(1);
});

test('refresh() says that Jupyter does not answer', async () => {
  using opened = openList(() => {
    throw new TypeError('Failed to fetch');
  });
  await opened.list.refresh();
  expect(opened.list.failure).toBe('Jupyter does not answer');
});

test('refresh() reads once more after a reading under way, however often it is called', async () => {
  using opened = openList(() => json([ENTRY]));
  const first = opened.list.refresh();
  await Promise.resolve();
  await Promise.all([first, opened.list.refresh(), opened.list.refresh(), opened.list.refresh()]);
  expect(opened.requests).toHaveLength(2);
});

test('changed is emitted only when something changed', async () => {
  using opened = openList(() => json([ENTRY]));
  let count = 0;
  opened.list.changed.connect(() => (count += 1));
  await opened.list.refresh();
  await opened.list.refresh();
  expect(count).toBe(1);
});

test('launch() knows the session before the next reading', async () => {
  using opened = openList((_, method) => (method === 'POST' ? json(ENTRY, 201) : json([])));
  await opened.list.launch({ kernel_id: 'k-1', notebook: 'digits.ipynb', name: 'digits' });
  expect(opened.list.findByKernel('k-1')?.id).toBe(ENTRY.id);
  expect(opened.requests[0]).toBe('POST /user/x/phoenix/v1/servers');
});

test('launch() rejects with the sentence of the server', async () => {
  const error = { code: 'port/in-use', message: 'Port 6006 is taken', hint: 'Choose another' };
  using opened = openList(() => json({ error }, 409));
  await expect(opened.list.launch({ kernel_id: 'k-1', notebook: '', name: '' })).rejects.toThrow(
    'Port 6006 is taken. Choose another'
  );
});

test('close() forgets the session at once', async () => {
  using opened = openList((_, method) =>
    method === 'DELETE' ? new Response(null, { status: 204 }) : json([ENTRY])
  );
  await opened.list.refresh();
  await opened.list.close(ENTRY.id);
  expect(opened.list.findById(ENTRY.id)).toBeUndefined();
  expect(opened.requests).toContain(`DELETE /user/x/phoenix/v1/servers/${ENTRY.id}`);
});

test('findByKernel() passes over a session that has stopped', async () => {
  using opened = openList(() => json([{ ...ENTRY, healthy: false }]));
  await opened.list.refresh();
  expect(opened.list.findByKernel('k-1')).toBeUndefined();
  expect(opened.list.findById(ENTRY.id)?.healthy).toBe(false);
});

test('appUrl() leads through Jupyter below its base URL', () => {
  using opened = openList(() => json([]));
  expect(opened.list.appUrl(ENTRY.id)).toBe(
    `http://127.0.0.1:8888/user/x/phoenix/proxy/${ENTRY.id}/`
  );
});
