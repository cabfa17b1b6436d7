import { expect, test } from 'vitest';
import { invertLinks } from './find-retrievals.ts';

test('invertLinks() lists the queries of each document, the most relevant first, each once', () => {
  // Points 0 and 1 are queries, 2 to 4 documents; query 0 retrieved document 3 twice.
  const links = {
    offsets: Uint32Array.of(0, 3, 5, 5, 5, 5),
    documents: Uint32Array.of(3, 2, 3, 3, 2),
    relevance: Float64Array.of(0.2, NaN, 0.9, 0.95, 0.4),
    queries: 2
  };
  const { offsets, queries, relevance } = invertLinks(links);
  const of = (document: number) => {
    const [from, to] = [offsets[document], offsets[document + 1]];
    return [[...queries.subarray(from, to)], [...relevance.subarray(from, to)]];
  };
  expect(of(2)).toEqual([
    [1, 0],
    [0.4, NaN]
  ]);
  expect(of(3)).toEqual([
    [1, 0],
    [0.95, 0.9]
  ]);
  expect([of(0), of(4)]).toEqual([
    [[], []],
    [[], []]
  ]);
});
