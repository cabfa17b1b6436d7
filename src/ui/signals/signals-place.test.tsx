// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Segment, Series, SignalsQuery, TimeseriesQuery } from '../../contract/metrics.ts';
import type { DatasetRole, DatasetSummary, SessionState } from '../../contract/session.ts';
import { createApi } from '../app/api.ts';
import { type AppParts, AppProviders } from '../app/app.tsx';
import { Host } from '../app/host.ts';
import { Keyboard } from '../app/keyboard.ts';
import { createQueryClient } from '../app/query-client.ts';
import { ServerEventStream } from '../app/server-events.ts';
import { ThemeKeeper } from '../app/theme.ts';
import { useViewState } from '../app/view-state-context.tsx';
import { ViewStateStore } from '../app/view-state-store.ts';
import { SignalsPlace } from './signals-place.tsx';

const NO_DATA = { primary: null, reference: null, corpus: null };

/** Without times: the strip's canvas stays out of a document that cannot draw. */
function dataset(role: DatasetRole): DatasetSummary {
  return {
    role,
    name: role === 'primary' ? 'production' : 'training',
    rowCount: 100,
    columnCount: 3,
    startTime: null,
    endTime: null,
    rowsWithoutTime: 100,
    file: 'a.arrow'
  };
}

const SESSION: SessionState = {
  id: '0123456789ab',
  name: 'n',
  notebook: null,
  kernelId: null,
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00Z',
  revision: 1,
  datasets: { ...NO_DATA, primary: dataset('primary'), reference: dataset('reference') },
  dimensions: [
    { name: 'calm', type: 'feature', dataType: 'numeric', datasets: ['primary'] },
    { name: 'moved', type: 'tag', dataType: 'categorical', datasets: ['primary'] }
  ],
  embeddings: [],
  hasCorrectness: false,
  umap: {},
  warnings: [],
  memoryBytes: 1,
  spans: { total: 0, perSecond: 0 }
};

const VALUES: Record<string, number> = {
  'calm/psi': 0.01,
  'moved/psi': 0.9,
  'moved/cardinality': 3
};

const SEGMENTS: Segment[] = ['red', 'blue'].map((label, i) => ({
  bin: { kind: 'category', key: `s:${label}` },
  label,
  start: null,
  end: null,
  primary: 10,
  reference: 10,
  primaryShare: 0.5,
  referenceShare: 0.5,
  psi: i / 10,
  primaryMetric: null,
  referenceMetric: null
}));

function series(name: string): Series {
  return {
    name,
    values: [],
    reference: [],
    band: { mean: 0.02, deviation: 0.01, low: 0, high: 0.04, windows: 9, from: 'parts' },
    limits: { lower: null, upper: 0.25, by: { kind: 'constant' } },
    alerts: [],
    value: null,
    referenceValue: null
  };
}

/** The far end of the network. */
function answer(path: string, body: unknown): unknown {
  switch (path) {
    case 'POST /api/signals': {
      const { metrics = [], dimensions } = body as SignalsQuery;
      const wanted = SESSION.dimensions.filter(({ name }) => dimensions?.includes(name) ?? true);
      return {
        metrics,
        signals: wanted.map(({ name, type, dataType }) => ({
          name,
          kind: 'dimension',
          type,
          dataType,
          values: metrics.map(metric => [VALUES[`${name}/${metric}`] ?? null, null])
        }))
      };
    }
    case 'POST /api/timeseries': {
      const { metric } = body as TimeseriesQuery;
      const now = '2026-01-01T00:00:00.000Z';
      return {
        metric,
        start: now,
        end: now,
        windowMs: 1,
        everyMs: 1,
        times: [],
        counts: [],
        referenceTimes: [],
        series: SESSION.dimensions.map(({ name }) => series(name))
      };
    }
    case 'POST /api/segments':
      return {
        dimension: 'moved',
        dataType: 'categorical',
        totals: { primary: 20, reference: 20 },
        psi: 0.1,
        segments: SEGMENTS
      };
    case 'POST /api/rows':
      return { total: 0, matched: 0, columns: [], rows: [] };
    case 'GET /api/thresholds':
      return [];
    case 'GET /api/baseline':
      return null;
    default:
      return SESSION;
  }
}

let root: Root;
let box: HTMLElement;
let parts: AppParts;

async function open(hash: string, session = SESSION): Promise<void> {
  history.replaceState(null, '', `/${hash}`);
  const view = new ViewStateStore(window);
  const host = new Host(window, 'tab');
  parts = {
    api: createApi({
      base: 'http://localhost:3000/',
      fetch: (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
        return Promise.resolve(Response.json(answer(`${init?.method ?? 'GET'} ${pathname}`, body)));
      },
      readCookies: () => ''
    }),
    view,
    host,
    theme: new ThemeKeeper(window, host, view),
    keyboard: new Keyboard(window),
    queries: createQueryClient(),
    events: new ServerEventStream({
      open: () =>
        Object.assign(new EventTarget(), { close: () => undefined }) as unknown as EventSource,
      probe: () => Promise.resolve(0),
      now: () => Date.now()
    })
  };
  box = document.body.appendChild(document.createElement('div'));
  root = createRoot(box);
  act(() =>
    root.render(
      <AppProviders {...parts}>
        <Place session={session} />
      </AppProviders>
    )
  );
  await settle();
}

/** As the shell does: another column is another page. */
function Place({ session }: { session: SessionState }) {
  useViewState('dimension');
  return <SignalsPlace session={session} />;
}

async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet = parts.queries.isFetching() === 0 ? quiet + 1 : 0) {
    await act(() => new Promise(resolve => setTimeout(resolve, 10)));
  }
}

async function press(key: string): Promise<void> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  act(() => void document.body.dispatchEvent(event));
  await settle();
}

async function click(element: Element | null | undefined): Promise<void> {
  expect(element).toBeTruthy();
  act(
    () => void element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  );
  await settle();
}

const lines = () => [...box.querySelectorAll('.signals-scroll .signal-line')];
const names = () => lines().map(line => line.querySelector('a')?.textContent);

/** Lists draw only what has room; this document gives none by itself. */
const sizes = ['offsetHeight', 'offsetWidth', 'clientWidth'] as const;

beforeEach(() => {
  Object.assign(globalThis, {
    IS_REACT_ACT_ENVIRONMENT: true,
    CSS: { escape: (text: string) => text }
  });
  Object.assign(window, {
    matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
    ResizeObserver: class {
      observe() {}
      unobserve() {}
      disconnect() {}
    }
  });
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.scrollTo = () => undefined;
  for (const size of sizes) {
    Object.defineProperty(HTMLElement.prototype, size, { configurable: true, value: 1000 });
  }
  sessionStorage.clear();
});
afterEach(() => {
  act(() => root.unmount());
  box.remove();
  [parts.view, parts.host, parts.theme, parts.keyboard].forEach(part => part.close());
  for (const size of sizes) {
    Reflect.deleteProperty(HTMLElement.prototype, size);
  }
});

describe('the list of signals', () => {
  test('has what is outside of its limits on top, with what is usual beside it', async () => {
    await open('#/signals');
    expect(names()).toEqual(['moved', 'calm']);
    const [moved, calm] = lines().map(line => line.textContent);
    expect(moved).toContain('0.9000.020+0.880◆ 1');
    expect(moved).toContain('3');
    expect(calm).not.toContain('◆');
  });

  test('sorts by a press on a head, and says so in the address', async () => {
    await open('#/signals');
    await click(box.querySelector('button[aria-label="Sort by Column"]'));
    expect(names()).toEqual(['calm', 'moved']);
    expect(location.hash).toContain('asc=name');
    expect(box.querySelector('[aria-sort="ascending"]')?.textContent).toContain('Column');
  });

  test('shows only what is looked for, and the way back', async () => {
    await open('#/signals?find=zzz');
    expect(lines()).toEqual([]);
    await click(
      [...box.querySelectorAll('button')].find(
        ({ textContent }) => textContent === 'Show all columns'
      )
    );
    expect(names()).toHaveLength(2);
  });

  test('is walked through by keys, to the page of a column and back', async () => {
    await open('#/signals');
    await press('j');
    expect(lines()[1]?.getAttribute('aria-selected')).toBe('true');
    await press('Enter');
    expect(location.hash).toBe('#/signals/calm');
    expect(box.querySelector('.page-head')?.textContent).toContain('2 / 2');
    await press('p');
    expect(location.hash).toBe('#/signals/moved');
    await press('Escape');
    expect(location.hash).toBe('#/signals');
  });

  test('gives the code that loads data when there are none', async () => {
    await open('#/signals', { ...SESSION, datasets: NO_DATA, dimensions: [] });
    expect(box.querySelector('.empty')?.textContent).toContain('px.launch_app');
  });
});

describe('the page of a column', () => {
  test('has the bin that moved most on top; a press puts its rows into the address', async () => {
    await open('#/signals/moved');
    const segments = () => [...box.querySelectorAll('.segments-scroll .segment')];
    expect(segments().map(({ firstChild }) => firstChild?.textContent)).toEqual(['blue', 'red']);
    await click(segments()[0]?.querySelector('button'));
    expect(parts.view.state.where).toEqual({
      conditions: [{ kind: 'bin', dimension: 'moved', bin: { kind: 'category', key: 's:blue' } }]
    });
    expect(segments()[0]?.getAttribute('data-current')).toBe('true');
    expect(box.querySelector('.bar-pair[data-current="true"] title')?.textContent).toBe(
      'blue, 50% of production, 50% of training'
    );
    await click(segments()[0]?.querySelector('button'));
    expect(parts.view.state.where).toBeUndefined();
  });

  test('says which column is not there', async () => {
    await open('#/signals/gone');
    expect(box.textContent).toContain('There is no column called "gone"');
  });
});
