import { expect, test } from 'vitest';
import { linksOf } from './retrieval-links.ts';

test('linksOf() draws a query to its documents, by relevance', () => {
  const documents = [
    { point: 7, row: 0, relevance: 0.8 },
    { point: 9, row: 1, relevance: 0.2 },
    { point: 8, row: 2, relevance: null },
    { point: 3, row: 3, relevance: -1 }
  ];
  expect(linksOf({ point: 1, documents, queries: [] })).toEqual([
    { from: 1, to: 7, weight: 1 },
    { from: 1, to: 9, weight: 0.25 },
    { from: 1, to: 8, weight: 0.5 },
    { from: 1, to: 3, weight: 0 }
  ]);
});

test('linksOf() draws the best 200 queries of a document', () => {
  const queries = Array.from({ length: 500 }, (_, i) => ({
    point: i,
    dataset: 'primary' as const,
    row: i,
    relevance: 1 - i / 500
  }));
  const links = linksOf({ point: 900, documents: [], queries });
  expect(links).toHaveLength(200);
  expect(links[0]).toEqual({ from: 0, to: 900, weight: 1 });
  expect(links.every(({ to }) => to === 900)).toBe(true);
});
