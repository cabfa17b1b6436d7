// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EMPTY_SUMMARY } from '../../contract/empty-summary.ts';
import type { SpanRow, TraceRow, TraceSummary } from '../../contract/traces.ts';
import {
  type Answers,
  openPage,
  prepareWindow,
  SESSION,
  type TestPage
} from '../app/page-fixture.tsx';

const SUMMARY: TraceSummary = {
  ...EMPTY_SUMMARY,
  spans: 40,
  traces: 12,
  errors: 3,
  cost: 0.5,
  latency: { p50: 1000, p95: 2_400_000, p99: 3_000_000, max: 3_000_000 },
  total: 40,
  totalTraces: 12
};
const ROOT = {
  traceId: 'ab12',
  name: 'rag.query',
  statusCode: 'ERROR',
  statusMessage: 'RateLimitError: retry later',
  input: 'why was I charged twice',
  latencyUs: 4_120_000,
  startUs: 1_760_000_000_000_000
} as SpanRow;
const TRACE = { traceId: 'ab12', root: ROOT } as TraceRow;

let page: TestPage;
const open = async (summary: TraceSummary) => {
  const asked: unknown[] = [];
  const answers: Answers = {
    'GET /api/session': () => ({
      ...SESSION,
      datasets: { primary: null, reference: null, corpus: null },
      dimensions: [],
      embeddings: [],
      spans: { total: summary.spans, perSecond: 0 }
    }),
    'POST /api/traces/summary': () => summary,
    'POST /api/traces': body => {
      asked.push(body);
      return { rows: [TRACE], next: null };
    }
  };
  page = await openPage('#/', answers);
  return asked;
};

beforeEach(prepareWindow);
afterEach(() => page.close());

test('Home of a collector shows what it holds, and what failed last', async () => {
  const asked = await open(SUMMARY);
  await vi.waitFor(() => expect(page.box.textContent).toContain('RateLimitError: retry later'));
  expect(page.box.textContent).not.toContain('No data yet');
  const links = [...page.box.querySelectorAll('.home-trace-numbers a')];
  expect(links.map(link => link.textContent)).toEqual([
    'Traces12',
    'Spans with an error3',
    'Span latency, p952.4 s',
    'Cost$0.5'
  ]);
  expect(links[1]?.getAttribute('href')).toContain('status_code');
  expect(page.box.querySelector('.home-trace a')?.getAttribute('href')).toContain('/traces/ab12');
  expect(asked).toEqual([{ filter: "status_code == 'ERROR'", limit: 5 }]);
  expect(page.box.textContent).toContain(`session.get_spans_dataframe("status_code == 'ERROR'")`);
});

test('without a failure it shows the slowest', async () => {
  const asked = await open({ ...SUMMARY, errors: 0 });
  await vi.waitFor(() => expect(page.box.textContent).toContain('Slowest'));
  expect(asked).toEqual([{ sort: { by: 'latency', descending: true }, limit: 5 }]);
});
