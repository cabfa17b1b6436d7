// @vitest-environment jsdom
import { nullTranslator } from '@jupyterlab/translation';
import { MimeModel } from '@jupyterlab/rendermime';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { expect, test, vi } from 'vitest';
import type { CardRow, CardTrace, CellCard, TraceOutput } from '../../contract/cell-card.ts';
import { TRACE_MIME } from '../../contract/cell-card.ts';
import type { ServerEntry } from '../../contract/server-entry.ts';
import type { ListState, PhoenixSessions } from '../tokens.ts';
import { TraceOutputView } from './trace-output-view.ts';
import { createWords } from './words.ts';

// jsdom lacks two things that JupyterLab's widgets ask for while they load.
vi.hoisted(() => {
  Object.assign(globalThis, { DragEvent: MouseEvent, matchMedia: () => new EventTarget() });
});

const SESSION = '0123456789ab';
const idOf = (number: number) => number.toString(16).padStart(32, '0');

/** A list that knows the session, or, asked again, does not. */
class FewSessions implements PhoenixSessions {
  state: ListState = 'ready';
  readonly failure = '';
  readonly serverVersion = '';
  readonly entries = [];
  readonly changed = new Signal<this, void>(this);
  isThere = true;
  refreshed = Promise.resolve();

  findById(id: string): ServerEntry | undefined {
    return this.isThere ? ({ id } as ServerEntry) : undefined;
  }
  findByKernel(): undefined {
    return undefined;
  }
  refresh(): Promise<void> {
    return this.refreshed;
  }
  launch(): Promise<ServerEntry> {
    return Promise.reject(new Error('not asked for'));
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  appUrl(id: string): string {
    return id;
  }
}

const row = (given: Partial<CardRow> = {}): CardRow => ({
  spanId: '00000000000000aa',
  depth: 0,
  name: 'answer',
  kind: 'CHAIN',
  count: 1,
  hasError: false,
  from: 0,
  to: 1,
  latencyUs: 4_120_000,
  documents: 0,
  model: null,
  message: null,
  ...given
});

const FACTS = { spans: 6, running: 0, errors: 0, tokens: 1204, cost: 0.004 };

const trace = (number: number, given: Partial<CardTrace> = {}): CardTrace => ({
  traceId: idOf(number),
  name: `trace ${number}`,
  status: 'OK',
  latencyUs: 4_120_000,
  ...FACTS,
  rows: [row()],
  input: null,
  output: 'Sorry',
  ...given
});

const card = (shown: CardTrace[], given: Partial<CellCard> = {}): CellCard => ({
  traces: shown.length,
  firstUs: 1_767_225_600_000_500,
  lastUs: 1_767_225_601_250_000,
  ...FACTS,
  shown,
  summary: null,
  ...given
});

function show(json: unknown, { sessions = new FewSessions(), locale = 'en' } = {}) {
  const opened: [id: string, place: string][] = [];
  const copied: string[] = [];
  const view = new TraceOutputView({
    sessions,
    words: createWords(nullTranslator.load('jupyterlab_phoenix'), locale),
    open: (id, place) => void opened.push([id, place]),
    copy: code => void copied.push(code)
  });
  void view.renderModel(new MimeModel({ data: { [TRACE_MIME]: json as never } }));
  Widget.attach(view, document.body);
  const textOf = (part: string) =>
    [...view.node.querySelectorAll(`.phoenix-TraceCard-${part}`)].map(node => node.textContent);
  const press = (name: string) => {
    const button = [...view.node.querySelectorAll('button')].find(
      ({ title }) => title === name || title.startsWith(`${name},`)
    );
    button?.focus();
    button?.click();
    return button;
  };
  return { view, opened, copied, textOf, press };
}

const output = (given: Partial<TraceOutput>): TraceOutput => ({
  version: 1,
  session: { id: SESSION, name: 'demo' },
  cell: 14,
  isArriving: false,
  card: null,
  ...given
});

test('a card says what a trace was, and opens it and each of its spans', () => {
  const rows = [
    row(),
    row({ depth: 1, name: 'retrieve', count: 3, to: 0.2, latencyUs: 510_000, documents: 4 }),
    row({ spanId: '00000000000000bb', depth: 1, name: 'llm', from: 0.2, message: 'Rate limit' })
  ];
  const { view, opened, copied, textOf, press } = show(
    output({ card: card([trace(1, { rows, errors: 1 })]) })
  );
  expect(textOf('facts')).toEqual(['4.12 s · 6 spans · 1 error · 1,204 tok · $0.004']);
  expect(textOf('where')).toEqual(['cell 14']);
  expect(textOf('name')).toEqual(['answer', 'retrieve ×3', '✗ llm']);
  expect(textOf('note')).toEqual(['', '4 docs', 'Rate limit']);
  expect(textOf('said')).toEqual(['“Sorry”']);
  const bars = [...view.node.querySelectorAll<HTMLElement>('.phoenix-TraceCard-bar')];
  expect(bars.map(({ style }) => [style.insetInlineStart, style.width])).toEqual([
    ['0%', '100%'],
    ['0%', '20%'],
    ['20%', '80%']
  ]);
  press('Open trace');
  press('Open llm');
  expect(opened).toEqual([
    [SESSION, `#/traces/${idOf(1)}`],
    [SESSION, `#/traces/${idOf(1)}?span=00000000000000bb`]
  ]);
  press('Copy as Python');
  expect(copied).toEqual([`session.get_spans_dataframe("trace_id == '${idOf(1)}'")`]);
  expect(textOf('copied')).toEqual(['Copied']);
  for (const button of view.node.querySelectorAll('button')) {
    expect(button.getAttribute('data-lm-suppress-shortcuts')).toBe('true');
  }
});

test('a card of several traces goes round, and the focus stays on the button', () => {
  const { textOf, press } = show(output({ card: card([trace(1), trace(2), trace(3)]) }));
  const titles = () => textOf('title');
  expect(textOf('where')).toEqual(['cell 14 · trace 1 of 3']);
  press('Next trace');
  expect([titles(), textOf('where')]).toEqual([['trace 2'], ['cell 14 · trace 2 of 3']]);
  expect((document.activeElement as HTMLElement).title).toBe('Next trace');
  press('Previous trace');
  press('Previous trace');
  expect(titles()).toEqual(['trace 3']);
});

test('a card of several traces says that another one failed', () => {
  const { textOf } = show(output({ card: card([trace(1), { ...trace(2), errors: 2 }]) }));
  expect(textOf('where')).toEqual(['cell 14 · trace 1 of 2 · 1 with an error']);
});

test('many traces are summed up: their latencies, the slowest, those that failed', () => {
  const named = (number: number, message: string | null) => ({
    traceId: idOf(number),
    name: 'call',
    latencyUs: number * 1000,
    input: message === null ? null : 'Why was I charged '.repeat(9),
    message
  });
  const summary = {
    histogram: { edges: [1000, 2000, 4000], counts: [300, 200], errors: [0, 5] },
    slowest: [named(3, null)],
    failed: [named(7, 'no money')],
    failures: 5
  };
  const range = 'from=2026-01-01T00%3A00%3A00.000Z&to=2026-01-01T00%3A00%3A01.251Z';
  const { view, opened, copied, textOf, press } = show(
    output({ card: card([], { traces: 500, spans: 500, errors: 5, summary }) })
  );
  expect(textOf('where')).toEqual(['cell 14 · 500 traces']);
  expect(textOf('title')).toEqual(['', 'Slowest', '5 with errors']);
  expect(textOf('note')).toEqual([
    'call',
    '✗ “Why was I charged Why was I charged Why was I charged Why w…”: no money'
  ]);
  expect(textOf('rest')).toEqual(['and 4 more']);
  const bins = [...view.node.querySelectorAll<HTMLElement>('.phoenix-TraceCard-bin')];
  expect(bins.map(({ style }) => style.height)).toEqual(['100%', `${(200 / 300) * 100}%`]);
  press('Open “Why was I charged Why was I charged Why was I charged Why w…”: no money');
  press('Open traces');
  press('Open errors');
  press('Copy as Python');
  expect(opened).toEqual([
    [SESSION, `#/traces/${idOf(7)}`],
    [SESSION, `#/traces?${range}`],
    [SESSION, `#/traces?filter=status_code+%3D%3D+%27ERROR%27&${range}`]
  ]);
  expect(copied).toEqual([
    'session.get_spans_dataframe(start_time="2026-01-01T00:00:00.000Z", stop_time="2026-01-01T00:00:01.251Z")'
  ]);
});

test('a card of a closed session says so, and nothing on it opens', async () => {
  const sessions = new FewSessions();
  sessions.isThere = false;
  const { view, opened, textOf, press } = show(output({ card: card([trace(1)]) }), { sessions });
  expect(textOf('session')).toEqual(['']);
  await sessions.refreshed;
  await vi.waitFor(() => expect(textOf('session')).toEqual(['Session closed']));
  expect(press('Open trace')?.disabled).toBe(true);
  expect(opened).toEqual([]);
  expect(press('Copy as Python')?.disabled).toBe(false);
  sessions.isThere = true;
  sessions.changed.emit();
  expect(textOf('session')).toEqual(['']);
  expect(press('Open trace')?.disabled).toBe(false);
  view.dispose();
  sessions.changed.emit();
});

test('what spans say is text', () => {
  const nasty = '<img src=x onerror=alert(1)>';
  const { view, textOf } = show(
    output({
      card: card([
        trace(1, { name: nasty, output: nasty, rows: [row({ name: nasty, message: nasty })] })
      ])
    })
  );
  expect(view.node.querySelector('img')).toBeNull();
  expect(textOf('title')).toEqual([nasty]);
  expect(textOf('said')).toEqual([`“${nasty}”`]);
});

test.each([
  ['ids that are none', output({ card: card([trace(1, { traceId: '"><b>' })]) })],
  ['another version', { ...output({}), version: 2 }],
  ['text', 'a card']
])('an output with %s is no card', (_, json) => {
  const { view } = show(json);
  expect(view.node.textContent).toBe('This output is no card of traces.');
});

test('a card waits for spans calmly', () => {
  const { textOf } = show(output({ isArriving: true }));
  expect(textOf('nothing')).toEqual(['The spans of this cell are still arriving']);
  expect(show(output({})).textOf('nothing')).toEqual(['No span of this cell has arrived']);
});

test('numbers follow the language', () => {
  const { textOf } = show(output({ card: card([trace(1)]) }), { locale: 'de_DE' });
  expect(textOf('facts')).toEqual(['4,12 s · 6 spans · 1.204 tok · $0,004']);
});

test.each([
  [null, '…'],
  [0, '0.0 ms'],
  [40, '40 µs'],
  [1500, '1.5 ms'],
  [510_000, '510 ms'],
  [999_600, '1.00 s'],
  [59_994_000, '59.99 s'],
  [125_000_000, '2 min 5 s'],
  [-1500, '-1.5 ms']
])('a latency of %s µs is %s', (latencyUs, said) => {
  const { textOf } = show(output({ card: card([trace(1, { latencyUs })]) }));
  expect(textOf('facts')[0]).toContain(`${said} · `);
});
