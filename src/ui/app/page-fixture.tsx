import { act } from 'react';
import { createRoot } from 'react-dom/client';
import type { ServerEvents } from '../../contract/events.ts';
import type { SessionState } from '../../contract/session.ts';
import { createApi } from './api.ts';
import { App, type AppParts } from './app.tsx';
import { Host } from './host.ts';
import { keepFresh } from './keep-fresh.ts';
import { Keyboard } from './keyboard.ts';
import { createQueryClient } from './query-client.ts';
import { type ServerEventName, ServerEventStream } from './server-events.ts';
import { ThemeKeeper } from './theme.ts';
import { ViewStateStore } from './view-state-store.ts';

/** What the far end of the network answers, by `POST /api/performance`; `undefined` is an answer without a body. */
export type Answers = Record<string, (body: unknown) => unknown>;

export interface TestPage {
  box: HTMLElement;
  asked: { request: string; body: unknown }[];
  /** Lets answers arrive and effects run, until nothing is under way twice in a row. */
  settle: () => Promise<void>;
  press: (init: KeyboardEventInit, target?: Element) => Promise<void>;
  click: (target: Element | null | undefined) => Promise<void>;
  /** What the server tells through the stream of events. */
  tell: <Name extends ServerEventName>(name: Name, body: ServerEvents[Name]) => Promise<void>;
  /** Chooses an option of a select. */
  choose: (target: HTMLSelectElement | null, value: string) => Promise<void>;
  close: () => void;
}

export const SESSION: SessionState = {
  id: '0123456789ab',
  name: 'digits.ipynb',
  notebook: 'work/digits.ipynb',
  kernelId: 'k',
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00Z',
  revision: 1,
  datasets: {
    primary: {
      role: 'primary',
      name: 'production',
      rowCount: 1797,
      columnCount: 9,
      startTime: '2026-01-01T00:00:00Z',
      endTime: '2026-01-15T00:00:00Z',
      rowsWithoutTime: 0,
      file: 'a.arrow'
    },
    reference: {
      role: 'reference',
      name: 'training',
      rowCount: 1000,
      columnCount: 9,
      startTime: '2025-12-01T00:00:00Z',
      endTime: '2025-12-15T00:00:00Z',
      rowsWithoutTime: 0,
      file: 'b.arrow'
    },
    corpus: null
  },
  dimensions: [
    { name: 'ink', type: 'feature', dataType: 'numeric', datasets: ['primary', 'reference'] },
    { name: 'pen', type: 'feature', dataType: 'categorical', datasets: ['primary', 'reference'] },
    {
      name: 'predicted',
      type: 'prediction',
      dataType: 'categorical',
      datasets: ['primary', 'reference']
    },
    { name: 'actual', type: 'actual', dataType: 'categorical', datasets: ['primary', 'reference'] }
  ],
  embeddings: [],
  hasCorrectness: true,
  umap: {},
  warnings: [],
  memoryBytes: 1,
  spans: { total: 0, perSecond: 0 }
};

/** What jsdom lacks and the page asks for. */
export function prepareWindow(): void {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  Object.assign(window, {
    matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
    ResizeObserver: class {
      observe() {}
      unobserve() {}
      disconnect() {}
    }
  });
  Object.assign(globalThis, { CSS: { escape: (text: string) => text } });
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.scrollTo = () => undefined;
  sessionStorage.clear();
}

/** The whole page at an address, with a network that answers what the test says. `before` comes before anything is drawn. */
export async function openPage(
  hash: string,
  answers: Answers,
  before?: (parts: AppParts) => Promise<void>
): Promise<TestPage> {
  const asked: TestPage['asked'] = [];
  const all: Answers = {
    'GET /api/session': () => SESSION,
    'GET /api/selection': () => ({
      revision: 1,
      count: 0,
      counts: { primary: 0, reference: 0, corpus: 0 },
      canUndo: false,
      canRedo: false
    }),
    'GET /api/exports': () => [],
    'GET /api/baseline': () => Response.json(null),
    'GET /api/thresholds': () => [],
    ...answers
  };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const request = `${init?.method ?? 'GET'} ${pathname}`;
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push({ request, body });
    const answer = await all[request]?.(body);
    return answer instanceof Response
      ? answer
      : answer === undefined
        ? new Response(null, { status: 204 })
        : Response.json(answer);
  };
  history.replaceState(null, '', `/${hash}`);
  const pipe = Object.assign(new EventTarget(), { close: () => undefined });
  const view = new ViewStateStore(window);
  const host = new Host(window, 'tab');
  const parts: AppParts = {
    api: createApi({ base: 'http://localhost:3000/', fetch, readCookies: () => '' }),
    view,
    host,
    theme: new ThemeKeeper(window, host, view),
    keyboard: new Keyboard(window),
    queries: createQueryClient(),
    events: new ServerEventStream({
      open: () => pipe as unknown as EventSource,
      probe: () => Promise.resolve(0),
      now: () => Date.now()
    })
  };
  keepFresh(parts.queries, parts.events);
  parts.events.connect();
  const box = document.body.appendChild(document.createElement('div'));
  const root = createRoot(box);
  const settle = async () => {
    for (let quiet = 0; quiet < 3; quiet = parts.queries.isFetching() === 0 ? quiet + 1 : 0) {
      await act(() => new Promise(resolve => setTimeout(resolve, 10)));
    }
  };
  await before?.(parts);
  act(() => root.render(<App {...parts} />));
  await settle();
  return {
    box,
    asked,
    settle,
    async press(init, target = document.body) {
      act(
        () =>
          void target.dispatchEvent(
            new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
          )
      );
      await settle();
    },
    async click(target) {
      act(() => (target as HTMLElement | null | undefined)?.click());
      await settle();
    },
    async tell(name, body) {
      act(() => void pipe.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(body) })));
      await settle();
    },
    async choose(target, value) {
      act(() => {
        // React hears of a change only when its own setter is passed by.
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(
          target,
          value
        );
        target?.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await settle();
    },
    close() {
      act(() => root.unmount());
      box.remove();
      [parts.view, parts.host, parts.theme, parts.keyboard, parts.events].forEach(part =>
        part.close()
      );
    }
  };
}
