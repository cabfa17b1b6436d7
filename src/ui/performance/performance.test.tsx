// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClassificationReport, PerformanceAnswer } from '../../contract/metrics.ts';
import {
  type Answers,
  openPage,
  prepareWindow,
  SESSION,
  type TestPage
} from '../app/page-fixture.tsx';

const CLASSES = [
  { label: 'ham', support: 60, predicted: 70, precision: 50 / 70, recall: 50 / 60, f1: 0.77 },
  { label: 'spam', support: 40, predicted: 30, precision: 20 / 30, recall: 0.5, f1: 0.57 }
];
const REPORT: ClassificationReport = {
  task: 'classification',
  count: 100,
  metrics: { accuracy: 0.7, f1: 0.67, log_loss: 0.8, auc: null },
  classes: CLASSES,
  otherClasses: 0,
  confusion: [50, 10, 20, 20],
  positive: null,
  calibration: null,
  roc: null
};
const ANSWER: PerformanceAnswer = {
  reason: null,
  primary: REPORT,
  reference: {
    ...REPORT,
    metrics: { accuracy: 0.8, f1: 0.67, log_loss: 0.9 },
    classes: CLASSES.map(each => ({ ...each, f1: 0.7 }))
  }
};
const SERIES = {
  metric: 'accuracy',
  start: '2026-01-01T00:00:00Z',
  end: '2026-01-15T00:00:00Z',
  windowMs: 86_400_000,
  everyMs: 86_400_000,
  times: [],
  counts: [],
  referenceTimes: [],
  series: []
};
const SEGMENTS = {
  metric: 'accuracy',
  overall: 0.7,
  segments: [
    {
      where: [
        { dimension: 'ink', bin: { kind: 'interval', start: 61, end: null }, label: '[61, 90]' },
        { dimension: 'pen', bin: { kind: 'category', key: 's:blue' }, label: 'blue' }
      ],
      count: 31,
      share: 0.31,
      value: 0.4,
      low: 0.3,
      high: 0.5,
      difference: -0.3
    }
  ]
};
const ROWS = { total: 20, matched: 20, columns: [], rows: [] };

const ANSWERS: Answers = {
  'POST /api/performance': () => ANSWER,
  'POST /api/timeseries': () => SERIES,
  'POST /api/worst-segments': () => SEGMENTS,
  'POST /api/rows': () => ROWS
};

let page: TestPage;
beforeEach(prepareWindow);
afterEach(() => page.close());

/** The page comes as a chunk of its own, which a busy machine takes its time to load. */
async function open(hash = '#/signals?page=performance', answers: Answers = {}) {
  page = await openPage(hash, { ...ANSWERS, ...answers });
  await vi.waitFor(
    async () => {
      await page.settle();
      expect(page.box.querySelector('.tile, .empty, .failure')).not.toBeNull();
    },
    { timeout: 10_000 }
  );
  return page.box;
}

const tile = (metric: string) => page.box.querySelector(`.tile[data-metric="${metric}"]`);
const cell = (at: string) => page.box.querySelector<HTMLElement>(`[data-at="${at}"]`);
const lastRows = () => page.asked.findLast(({ request }) => request === 'POST /api/rows')?.body;

describe('the Performance page', () => {
  test('says of each metric that has a value what changed, in words', async () => {
    await open();
    expect(tile('accuracy')?.textContent).toContain('70.0%');
    expect(tile('accuracy')?.textContent).toContain('▼−10 ppworse');
    expect(tile('log_loss')?.textContent).toContain('better');
    expect(tile('f1')?.textContent).toContain('same');
    expect(tile('auc')).toBeNull();
  });

  test('a cell opens the rows behind it, and closes them again', async () => {
    await open();
    expect(cell('1/0')?.textContent).toBe('20');
    await page.click(cell('1/0'));
    expect(lastRows()).toMatchObject({
      source: {
        kind: 'where',
        dataset: 'primary',
        conditions: [{ kind: 'outcome', actual: 'spam', predicted: 'ham' }]
      }
    });
    expect(page.box.querySelector('.where-panel')?.textContent).toContain(
      'actual = spam and predicted = ham'
    );
    expect(cell('1/0')?.getAttribute('aria-selected')).toBe('true');
    await page.click(cell('1/0'));
    expect(page.box.querySelector('.where-panel')).toBeNull();
  });

  test('arrows move through the matrix, Enter on a margin shows all rows of its class', async () => {
    await open();
    cell('0/0')?.focus();
    await page.press({ key: 'ArrowDown' }, cell('0/0') ?? undefined);
    await page.press({ key: 'End' }, cell('1/0') ?? undefined);
    expect(document.activeElement).toBe(cell('1/2'));
    await page.press({ key: 'Enter' }, cell('1/2') ?? undefined);
    expect(lastRows()).toMatchObject({
      source: { conditions: [{ kind: 'outcome', actual: 'spam' }] }
    });
  });

  test('shares are of the actual or of the predicted class', async () => {
    await open();
    const by = page.box.querySelector<HTMLSelectElement>('select[aria-label="Shares"]');
    await page.choose(by, 'actual');
    expect(cell('1/0')?.textContent).toBe('50%');
    await page.choose(by, 'predicted');
    expect(cell('1/0')?.textContent).toBe('29%');
  });

  test('a class of the table narrows every question, and a second press widens it again', async () => {
    await open();
    const button = [...page.box.querySelectorAll('.class-table tbody button')].find(
      each => each.textContent === 'spam'
    );
    await page.click(button);
    const asked = (route: string) =>
      page.asked.findLast(({ request }) => request === `POST /api/${route}`)?.body;
    expect(asked('performance')).toMatchObject({ label: 'spam' });
    expect(asked('timeseries')).toMatchObject({ label: 'spam', metric: 'accuracy' });
    expect(asked('worst-segments')).toMatchObject({ label: 'spam' });
    await page.click(button);
    expect(location.hash).not.toContain('class=');
  });

  test('a worst segment is said in words and opens its rows', async () => {
    await open();
    const line = page.box.querySelector('.worst-line:not(.worst-head) button');
    expect(line?.textContent).toBe('ink ≥ 61 and pen = blue');
    await page.click(line);
    expect(lastRows()).toMatchObject({
      source: {
        conditions: [
          { kind: 'bin', dimension: 'ink', bin: { kind: 'interval', start: 61, end: null } },
          { kind: 'bin', dimension: 'pen', bin: { kind: 'category', key: 's:blue' } }
        ]
      }
    });
  });

  test('without actuals it gives the reason and the code that declares them', async () => {
    const reason = 'Cannot measure performance: there are prediction labels and no actual labels';
    const box = await open(undefined, {
      'POST /api/performance': () => ({ reason, primary: null, reference: null }),
      'GET /api/session': () => ({
        ...SESSION,
        dimensions: SESSION.dimensions.filter(({ type }) => type !== 'actual')
      })
    });
    expect(box.querySelector('.empty')?.textContent).toContain(reason);
    expect(box.querySelector('.empty pre')?.textContent).toContain(
      'prediction_label_column_name="predicted",\n    actual_label_column_name="actual",'
    );
  });

  test('a range without labelled rows offers all times', async () => {
    const box = await open(
      '#/signals?page=performance&from=2026-01-02T00%3A00%3A00Z&to=2026-01-03T00%3A00%3A00Z',
      {
        'POST /api/performance': () => ({
          ...ANSWER,
          primary: { ...REPORT, count: 0, metrics: {}, classes: [], confusion: [] }
        })
      }
    );
    expect(box.querySelector('.empty')?.textContent).toContain('Nothing to compare in this time');
    await page.click(box.querySelector('.empty button'));
    expect(location.hash).not.toContain('from=');
  });

  test('a number from an old address is opened at once', async () => {
    const where = JSON.stringify({ conditions: [{ kind: 'correctness', is: 'incorrect' }] });
    await open(`#/signals?page=performance&rows=${encodeURIComponent(where)}`);
    expect(page.box.querySelector('.where-panel')?.textContent).toContain('predicted wrong');
  });
});
