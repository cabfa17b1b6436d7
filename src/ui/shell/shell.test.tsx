// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ExportEntry } from '../../contract/export.ts';
import type { SessionState } from '../../contract/session.ts';
import { createApi } from '../app/api.ts';
import { App, type AppParts } from '../app/app.tsx';
import { Host } from '../app/host.ts';
import { keepFresh } from '../app/keep-fresh.ts';
import { Keyboard } from '../app/keyboard.ts';
import { createQueryClient } from '../app/query-client.ts';
import { ServerEventStream } from '../app/server-events.ts';
import { ThemeKeeper } from '../app/theme.ts';
import { ViewStateStore } from '../app/view-state-store.ts';

const NO_DATA = { primary: null, reference: null, corpus: null };
const SESSION: SessionState = {
  id: '0123456789ab',
  name: 'digits.ipynb',
  notebook: 'work/digits.ipynb',
  kernelId: 'k',
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00Z',
  revision: 1,
  datasets: {
    ...NO_DATA,
    primary: {
      role: 'primary',
      name: 'production',
      rowCount: 1797,
      columnCount: 9,
      startTime: null,
      endTime: null,
      rowsWithoutTime: 0,
      file: 'a.arrow'
    }
  },
  dimensions: [{ name: 'ink', type: 'feature', dataType: 'numeric', datasets: ['primary'] }],
  embeddings: [
    {
      name: 'image/α',
      kind: 'feature',
      length: 64,
      hasText: false,
      hasLink: true,
      vectorCounts: { primary: 1797, reference: 0, corpus: 0 }
    }
  ],
  hasCorrectness: true,
  umap: {},
  warnings: ['3 vectors of "image" hold NaN and count as missing'],
  memoryBytes: 1,
  spans: { total: 0, perSecond: 0 }
};
const EXPORTS: ExportEntry[] = ['old', 'new'].map((name, i) => ({
  name,
  rows: i + 1,
  columns: 2,
  bytes: 1000,
  createdAt: '2026-01-01T00:00:00Z'
}));

/** The far end of the network; a test changes what it answers. */
let answers: Record<string, () => unknown>;
let asked: string[];
let source: EventTarget & { onerror?: () => void; close: () => void };
let root: Root;
let parts: AppParts;
let box: HTMLElement;

function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = `${init?.method ?? 'GET'} ${new URL(input instanceof Request ? input.url : input).pathname}`;
  asked.push(request);
  const body = answers[request]?.();
  return Promise.resolve(
    body instanceof Response
      ? body
      : body === undefined
        ? new Response(null, { status: 204 })
        : Response.json(body)
  );
}

async function open(hash: string): Promise<void> {
  history.replaceState(null, '', `/${hash}`);
  const view = new ViewStateStore(window);
  const host = new Host(window, 'tab');
  parts = {
    api: createApi({ base: 'http://localhost:3000/', fetch: answer, readCookies: () => '' }),
    view,
    host,
    theme: new ThemeKeeper(window, host, view),
    keyboard: new Keyboard(window),
    queries: createQueryClient(),
    events: new ServerEventStream({
      open: () => {
        source = Object.assign(new EventTarget(), { close: () => undefined });
        return source as unknown as EventSource;
      },
      probe: () => Promise.resolve(0),
      now: () => Date.now()
    })
  };
  keepFresh(parts.queries, parts.events);
  parts.events.connect();
  box = document.body.appendChild(document.createElement('div'));
  root = createRoot(box);
  act(() => root.render(<App {...parts} />));
  await settle();
}

/** Lets answers arrive and effects run, until nothing is under way twice in a row. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet = parts.queries.isFetching() === 0 ? quiet + 1 : 0) {
    await act(() => new Promise(resolve => setTimeout(resolve, 10)));
  }
}

async function send(name: string, data: unknown): Promise<void> {
  act(() => void source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })));
  await settle();
}

async function press(init: KeyboardEventInit, target: Element = document.body): Promise<void> {
  act(
    () =>
      void target.dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
      )
  );
  await settle();
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  Object.assign(window, {
    matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
    ResizeObserver: class {
      observe() {}
      unobserve() {}
      disconnect() {}
    }
  });
  // jsdom has neither; React Aria asks for the one, lists for the other.
  Object.assign(globalThis, { CSS: { escape: (text: string) => text } });
  Element.prototype.scrollIntoView = () => undefined;
  sessionStorage.clear();
  asked = [];
  answers = {
    'GET /api/session': () => SESSION,
    'GET /api/selection': () => ({
      revision: 1,
      count: 0,
      counts: {},
      canUndo: false,
      canRedo: false
    }),
    'GET /api/exports': () => EXPORTS,
    'GET /api/projects': () => []
  };
});
afterEach(() => {
  act(() => root.unmount());
  box.remove();
  [parts.view, parts.host, parts.theme, parts.keyboard, parts.events].forEach(part => part.close());
});

describe('the app', () => {
  test('shows on Home what is loaded, what was noticed, and the way to the map', async () => {
    await open('#/');
    expect(box.textContent).toContain('1,797 rows');
    expect(box.textContent).toContain('3 vectors of "image" hold NaN');
    const link = box.querySelector('a[aria-label="Open map of image/α"]');
    expect(link?.getAttribute('href')).toBe('#/map/image%2F%CE%B1');
    expect(document.title).toBe('digits.ipynb · Phoenix');
  });

  test('gives the code that loads data when there are none', async () => {
    answers['GET /api/session'] = () => ({
      ...SESSION,
      datasets: NO_DATA,
      embeddings: [],
      dimensions: []
    });
    await open('#/');
    expect(box.querySelector('.empty')?.textContent).toContain(
      'px.launch_app(px.Dataset(df, schema))'
    );
  });

  test('says in the scope line which traces there are, also without data sets', async () => {
    answers['GET /api/session'] = () => ({ ...SESSION, datasets: NO_DATA, embeddings: [] });
    const project = { name: 'shop', traces: 1200, spans: 5000, firstUs: 1, lastUs: 2 };
    answers['GET /api/projects'] = () => [project];
    await open('#/');
    const line = () => box.querySelector('.scope-all');
    await vi.waitFor(() => expect(line()?.textContent).toBe('1,200 traces of the project shop'));
    expect(line()?.getAttribute('href')).toBe('#/traces');
    answers['GET /api/projects'] = () => [project, { ...project, name: 'support', traces: 5 }];
    await send('spans', { at: 1 });
    expect(line()?.textContent).toBe('1,205 traces in 2 projects');
    answers['GET /api/projects'] = () => [];
    await send('spans', { at: 2 });
    expect(line()?.textContent).toBe('Nothing loaded yet');
  });

  test("shows the server's own sentence when the session cannot be read, and tries again", async () => {
    const error = {
      code: 'internal',
      message: 'Cannot read the session: the disk is gone',
      hint: 'Plug it in'
    };
    answers['GET /api/session'] = () => Response.json({ error }, { status: 500 });
    await open('#/');
    expect(box.querySelector('[role="alert"].failure')?.textContent).toContain(
      'the disk is gonePlug it in'
    );
    answers['GET /api/session'] = () => SESSION;
    act(() => box.querySelector<HTMLElement>('.failure button')?.click());
    await settle();
    expect(box.textContent).toContain('1,797 rows');
  });

  test('lists exports newest first with the Python for each, and follows the server', async () => {
    await open('#/exports');
    const lines = () => [...box.querySelectorAll('.export pre')].map(line => line.textContent);
    await vi.waitFor(() =>
      expect(lines()).toEqual(['session.exports[-1]', 'session.exports["old"]'])
    );
    await send('exportDeleted', { name: 'new' });
    expect(lines()).toEqual(['session.exports[-1]']);
  });

  test('refreshes everything when the connection comes back, and not when it is first made', async () => {
    await open('#/exports');
    await send('hello', { id: SESSION.id, revision: 1, continues: false });
    const before = asked.filter(request => request === 'GET /api/exports').length;
    await send('hello', { id: SESSION.id, revision: 1, continues: false });
    expect([before, asked.filter(request => request === 'GET /api/exports').length]).toEqual([
      1, 2
    ]);
  });

  test('shows a selection made elsewhere as a chip, and clears it', async () => {
    const none = { revision: 3, count: 0, counts: {}, canUndo: true, canRedo: false };
    answers['DELETE /api/selection'] = () => none;
    await open('#/');
    await send('selection', { ...none, revision: 2, count: 1200 });
    expect(box.querySelector('.scope')?.textContent).toContain(
      '1,200 points selected→ 1,200 of 1,797 rows'
    );
    act(() => box.querySelector<HTMLElement>('.chip-remove')?.click());
    await settle();
    expect(asked).toContain('DELETE /api/selection');
    expect(box.querySelector('.chip')).toBeNull();
  });

  test('says that the session was closed, and offers the cell that brings it back', async () => {
    await open('#/');
    await send('closing', { reason: 'closed from the notebook' });
    const strip = box.querySelector('.strip')?.textContent;
    expect(strip).toContain('closed from the notebook');
    expect(strip).toContain('Copy restart cell');
    expect(box.textContent).toContain('1,797 rows');
  });

  test('goes anywhere by a part of a name', async () => {
    await open('#/');
    await press({ key: 'k', ctrlKey: true });
    const field = document.querySelector<HTMLInputElement>('[role="combobox"]');
    expect(field).not.toBeNull();
    await press({ key: 'ArrowDown' }, field as Element);
    await press({ key: 'ArrowDown' }, field as Element);
    await press({ key: 'Enter' }, field as Element);
    expect(location.hash).toBe('#/map');
    expect(document.querySelector('[role="combobox"]')).toBeNull();
  });
});
