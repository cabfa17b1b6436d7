// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import type { TraceSummary } from '../../contract/traces.ts';
import type { AppParts } from '../app/app.tsx';
import {
  type Answers,
  openPage,
  prepareWindow,
  SESSION,
  type TestPage
} from '../app/page-fixture.tsx';
import { askFirst } from './first-questions.ts';
import { partsOf } from './place-parts.ts';

const SUMMARY: TraceSummary = {
  ...{ spans: 1, traces: 1, errors: 0, running: 0, total: 1, totalTraces: 1 },
  tokens: { prompt: 0, completion: 0, total: 0 },
  cost: null,
  latency: null,
  histogram: { edges: [], counts: [], errors: [] }
};
const ANSWERS: Answers = {
  'GET /api/session': () => ({
    ...SESSION,
    embeddings: [
      {
        ...{ name: 'image', kind: 'feature', length: 4, hasText: false, hasLink: false },
        vectorCounts: { primary: 1700, reference: 1000, corpus: 0 }
      }
    ]
  }),
  'GET /api/projects': () => [{ name: 'default', spans: 1, traces: 1 }],
  'GET /api/layouts': () => [],
  'GET /api/jobs': () => [],
  'GET /api/pins': () => ({ pins: [] }),
  'GET /api/span-selection': () => ({ scope: null, spans: 0, traces: 0 }),
  'GET /api/spans/attributes': () => [],
  'POST /api/signals': body => ({ ...(body as object), signals: [] }),
  'POST /api/timeseries': body => ({
    ...(body as object),
    ...{ times: [], counts: [], referenceTimes: [], series: [] }
  }),
  'POST /api/performance': () => ({ primary: null, reference: null, reason: 'No truth' }),
  'POST /api/traces': () => ({ rows: [], next: null }),
  'POST /api/spans': () => ({ rows: [], next: null }),
  'POST /api/traces/summary': () => SUMMARY
};

beforeEach(prepareWindow);

const listAsked = ({ asked }: TestPage) =>
  asked.map(({ request, body }) => `${request} ${JSON.stringify(body ?? null)}`).toSorted();

const loadParts = async ({ view }: AppParts) => {
  await Promise.all(partsOf(view.state).map(part => part.load()));
};

test.each([
  ['#/', 10],
  ['#/signals', 8],
  ['#/signals?metric=mean&from=2026-01-02T00:00:00Z&to=2026-01-05T00:00:00Z', 6],
  ['#/signals?page=performance&class=cat', 5],
  ['#/map', 6],
  ['#/traces', 5],
  ['#/traces?list=spans&project=default&filter=a&asc=latency', 5],
  ['#/exports', 4]
])('%s: %i questions are asked first, none in vain and none twice', async (hash, count) => {
  const late = await openPage(hash, ANSWERS, loadParts);
  late.close();
  let askedFirst = 0;
  const page = await openPage(hash, ANSWERS, async parts => {
    await loadParts(parts);
    await askFirst(parts.queries, parts.api, parts.view.state);
    askedFirst = parts.queries.getQueryCache().getAll().length;
  });
  page.close();
  expect(listAsked(page)).toEqual(listAsked(late));
  expect(new Set(listAsked(page)).size).toBe(page.asked.length);
  expect(askedFirst).toBe(count);
});
