import { expect, test } from 'vitest';
import { Double } from '../contract/attribute-value.ts';
import { readDocuments, readEmbeddings } from './vector-page.ts';

const embeddings = (...vectors: unknown[]) => ({
  embedding: {
    embeddings: vectors.map((vector, i) => ({
      embedding: { vector: vector as never, text: `text ${i}` }
    }))
  }
});

test('vectors come with their place and text, whichever way their numbers are written', () => {
  const found = readEmbeddings(embeddings([0.5, new Double(1), 2], '[1.5, -2]'));
  expect(found.map(({ position, values, text }) => [position, [...values], text])).toEqual([
    [0, [0.5, 1, 2], 'text 0'],
    [1, [1.5, -2], 'text 1']
  ]);
});

test('what is no vector is left out, and the places of the others stay', () => {
  const found = readEmbeddings(
    embeddings([1, 'x'], [], null, '[1,', 'words', [1, NaN], [1, 1e300], [3])
  );
  expect(found.map(({ position, values }) => [position, [...values]])).toEqual([[7, [3]]]);
  expect(readEmbeddings({ embedding: { embeddings: 'none' } })).toEqual([]);
  expect(readEmbeddings(null)).toEqual([]);
});

test('documents are those that were retrieved or ranked', () => {
  const document = (content: string) => ({ document: { content } });
  expect(
    readDocuments({
      retrieval: { documents: [document('a'), { document: {} }] },
      reranker: { output_documents: [document('b')] }
    })
  ).toEqual(['a', 'b']);
});
