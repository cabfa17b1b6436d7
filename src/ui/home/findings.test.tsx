// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Signal } from '../../contract/metrics.ts';
import {
  type Answers,
  openPage,
  prepareWindow,
  SESSION,
  type TestPage
} from '../app/page-fixture.tsx';

const EMBEDDING = {
  name: 'image',
  kind: 'feature' as const,
  length: 4,
  hasText: false,
  hasLink: false,
  vectorCounts: { primary: 1700, reference: 1000, corpus: 0 }
};
const series = (name: string, alerts: number[]) => ({
  name,
  values: [0.1, 0.9],
  reference: [],
  band: { mean: 0.05, deviation: 0.01, low: 0.03, high: 0.07, windows: 5, from: 'times' },
  limits: { lower: null, upper: 0.25, by: { kind: 'constant' } },
  alerts,
  value: 0.5,
  referenceValue: null
});
const signal = (name: string, kind: Signal['kind'], values: Signal['values']) => ({
  name,
  kind,
  type: 'feature',
  dataType: kind === 'embedding' ? 'embedding' : 'categorical',
  values
});

/** Answers the metrics that are asked for, each with what the table says of a column. */
function answerSignals(table: Record<string, Record<string, [number | null, number | null]>>) {
  return (body: unknown) => {
    const { metrics = [] } = body as { metrics?: string[] };
    return {
      metrics,
      signals: Object.entries(table).map(([name, values]) =>
        signal(
          name,
          name === 'image' ? 'embedding' : 'dimension',
          metrics.map(metric => values[metric] ?? [null, null])
        )
      )
    };
  };
}

const ANSWERS: Answers = {
  'GET /api/session': () => ({ ...SESSION, embeddings: [EMBEDDING] }),
  'POST /api/signals': answerSignals({
    ink: { psi: [0.01, null], percent_empty: [0, 0] },
    pen: { psi: [0.6, null], percent_empty: [80, 1], cardinality: [3, 3] },
    image: { euclidean_distance: [0.4, null] }
  }),
  'POST /api/timeseries': body => {
    const { metric } = body as { metric: string };
    const names = metric === 'psi' ? ['ink', 'pen'] : metric === 'accuracy' ? [''] : ['image'];
    return {
      metric,
      start: '2026-01-01T00:00:00Z',
      end: '2026-01-03T00:00:00Z',
      windowMs: 86_400_000,
      everyMs: 86_400_000,
      times: ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'],
      counts: [1, 1],
      referenceTimes: [],
      series: names.map(name => series(name, name === 'pen' ? [1] : []))
    };
  },
  'POST /api/segments': () => ({
    dimension: 'pen',
    dataType: 'categorical',
    totals: { primary: 1, reference: 1 },
    psi: 0.6,
    segments: []
  }),
  'POST /api/performance': () => ({ reason: null, primary: null, reference: null })
};

let page: TestPage;
beforeEach(prepareWindow);
afterEach(() => page.close());

async function open(answers: Answers, ready: string): Promise<void> {
  page = await openPage('#/', { ...ANSWERS, ...answers });
  await vi.waitFor(
    async () => {
      await page.settle();
      expect(page.box.querySelector(ready)).not.toBeNull();
    },
    { timeout: 10_000 }
  );
}

test('what moved comes by alert, then by change, embeddings among the columns', async () => {
  await open({}, '.moved .moved-name');
  const names = [...page.box.querySelectorAll('.moved .moved-name')].map(each => each.textContent);
  expect(names).toEqual(['categoricalpen', 'embeddingimage', 'numericink']);
  expect(page.box.querySelector('.moved-beyond')?.textContent).toBe('1 of 3 beyond its threshold');
  expect(page.box.querySelector('.moved .moved-name')?.getAttribute('href')).toContain(
    '#/signals/pen'
  );
});

test('what is broken names column, data set and share, and where to look', async () => {
  await open({}, '.trouble a');
  expect([...page.box.querySelectorAll('.trouble a')].map(each => each.textContent)).toEqual([
    'pen: 80% missing in production, 1% in training.',
    'image: 97 of 1,797 vectors are missing in production.'
  ]);
  expect(page.box.querySelectorAll('.trouble a')[1]?.getAttribute('href')).toContain('#/map/image');
});

test('new categories are looked for in columns of categories only, the most drifted first', async () => {
  await open({}, '.trouble a');
  expect(
    page.asked
      .filter(({ request }) => request === 'POST /api/segments')
      .map(({ body }) => (body as { dimension: string }).dimension)
  ).toEqual(['pen', 'actual', 'predicted']);
});

test('a report that fails says so in its own words, and what is loaded stays', async () => {
  const error = { code: 'internal', message: 'Cannot measure: the disk is gone' };
  await open(
    { 'POST /api/signals': () => Response.json({ error }, { status: 500 }) },
    '.finding-card .failure'
  );
  expect(page.box.querySelector('.finding-card .failure')?.textContent).toContain(
    'the disk is gone'
  );
  expect(page.box.querySelector('.cards')?.textContent).toContain('1,797 rows');
});
