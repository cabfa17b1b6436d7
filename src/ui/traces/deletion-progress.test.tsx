// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { EMPTY_SUMMARY } from '../../contract/empty-summary.ts';
import { openPage, prepareWindow, type TestPage } from '../app/page-fixture.tsx';
import { PLACE_PARTS } from '../shell/place-parts.ts';

const SUMMARY = { ...EMPTY_SUMMARY, spans: 20, traces: 10, total: 20, totalTraces: 10 };

let page: TestPage;
const press = (name: string) =>
  page.click(
    [...document.querySelectorAll('[role="dialog"] button')].find(
      button => (button.getAttribute('aria-label') ?? button.textContent) === name
    )
  );
const progress = () => document.querySelector('.deletion-progress');

beforeEach(prepareWindow);
afterEach(() => page.close());

// The place is there before the page is: what is tested is in it.
beforeAll(async () => {
  await PLACE_PARTS.traces.load();
});

test('a deletion that takes long says how far it is, and is stopped', async () => {
  let finish: (answer: object) => void = () => undefined;
  page = await openPage('#/traces', {
    'GET /api/projects': () => [{ name: 'harbor', traces: 10, spans: 20, firstUs: 0, lastUs: 1 }],
    'GET /api/span-selection': () => ({
      revision: 0,
      scope: null,
      isLatest: false,
      spans: 0,
      traces: 0
    }),
    'POST /api/traces': () => ({ rows: [], next: null }),
    'POST /api/traces/summary': () => SUMMARY,
    'DELETE /api/projects/harbor': () => new Promise(resolve => (finish = resolve)),
    'DELETE /api/spans/delete': () => ({})
  });
  await page.click(page.box.querySelector('[aria-label="What is kept"]'));
  await press('Delete the project harbor');
  await press('Really delete');
  expect(progress()).toBeNull();
  await page.tell('deletion', { gone: 4, total: 10, isOver: false });
  expect(progress()?.textContent).toContain('4 of 10 traces are gone');
  expect(progress()?.querySelector('progress')?.value).toBe(4);
  await press('Stop');
  expect(page.asked.at(-1)?.request).toBe('DELETE /api/spans/delete');
  const stop = () => progress()?.querySelector('button');
  expect(stop()?.disabled).toBe(true);
  await page.tell('deletion', { gone: 0, total: 0, isOver: true });
  // Of somebody else, who has not stopped it.
  await page.tell('deletion', { gone: 1, total: 10, isOver: false });
  expect(stop()?.disabled).toBe(false);
  await page.tell('deletion', { gone: 0, total: 0, isOver: true });
  finish({ traces: 5 });
  await page.settle();
  expect(progress()).toBeNull();
  expect(document.querySelector('.toast')?.textContent).toContain('5 traces were deleted');
});
