import { expect, test } from 'vitest';
import {
  isSameScope,
  plainIdOf,
  pythonOf,
  readLineIds,
  scopeOfAll,
  scopeOfLines
} from './list-scope.ts';
import { toListScope } from '../span/span-questions.ts';

const NOTHING = { project: undefined, filter: undefined, range: undefined };

test('times become those of the server; what cannot be read narrows nothing', () => {
  const range = { start: '2026-01-01T01:00:00+01:00', end: '2026-01-02T00:00:00Z' };
  expect(toListScope({ project: 'shop', filter: 'x', range })).toEqual({
    project: 'shop',
    filter: 'x',
    start: '2026-01-01T00:00:00.000Z',
    end: '2026-01-02T00:00:00.000Z'
  });
  expect(toListScope({ ...NOTHING, range: { start: 'soon', end: 'later' } })).toEqual({
    filter: ''
  });
});

test.each([
  ['traces', ['a', 'b'], 'b'],
  ['spans', ['a/1', 'a/2'], '2'],
  ['sessions', ['["shop","x/y"]', '["support","x/y"]'], 'x/y']
] as const)('lines of %s are named and found again', (listing, ids, last) => {
  const scope = scopeOfLines(ids, listing);
  expect(readLineIds(scope)).toEqual({ listing, ids: [...ids] });
  expect(plainIdOf(ids[1], listing)).toBe(last);
});

test('everything that is listed is told from other scopes, whatever the order of fields', () => {
  const list = { filter: 'latency_ms > 5', project: 'shop' };
  const all = scopeOfAll(list, 'traces');
  const sent = { wholeTraces: true, rootsOnly: false, project: 'shop', filter: ' latency_ms > 5' };
  expect(isSameScope(all, sent)).toBe(true);
  expect(isSameScope(scopeOfAll(list, 'spans'), sent)).toBe(false);
  expect(isSameScope(scopeOfAll({ filter: 'latency_ms > 5' }, 'traces'), sent)).toBe(false);
  expect(readLineIds(all)).toBeUndefined();
});

test('a scope reads as the line of Python that gives the same spans', () => {
  expect(pythonOf(scopeOfAll({ filter: "name == 'a'", project: 'shop' }, 'spans'))).toBe(
    `session.get_spans_dataframe("name == 'a'", project="shop")`
  );
  expect(pythonOf(scopeOfAll({ filter: '', start: 'S', end: 'E' }, 'traces'))).toBe(
    'session.get_spans_dataframe(start_time="S", stop_time="E")'
  );
  expect(pythonOf(scopeOfAll({ filter: "name == 'a'" }, 'traces'))).toBeUndefined();
  expect(pythonOf(scopeOfLines(['a'], 'traces'))).toBeUndefined();
});
