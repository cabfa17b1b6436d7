import { expect, test } from 'vitest';
import { Double } from '../../contract/attribute-value.ts';
import { formerRanks, readDocuments } from './read-documents.ts';

test('documents come in their order, with whatever they have', () => {
  const lists = readDocuments({
    retrieval: {
      documents: [
        { document: { id: 4, content: 'moon', score: new Double(1), metadata: '{"a":1}' } },
        { document: { content: 'tide', score: NaN } },
        null
      ]
    }
  });
  expect(lists).toHaveLength(1);
  expect(lists[0]?.documents.map(({ id, content, score }) => [id, content, score])).toEqual([
    ['4', 'moon', 1],
    [undefined, 'tide', undefined],
    [undefined, undefined, undefined]
  ]);
  expect(lists[0]?.documents[1]?.steps).toEqual([
    'retrieval',
    'documents',
    1,
    'document',
    'content'
  ]);
  expect(readDocuments({ retrieval: { documents: 'none' } })).toEqual([]);
});

test('a reranked document knows where it was before', () => {
  const [before, after] = readDocuments({
    reranker: {
      input_documents: [{ document: { id: 'a' } }, { document: { content: 'b' } }],
      output_documents: [
        { document: { content: 'b' } },
        { document: { id: 'a' } },
        { document: { id: 'x' } }
      ]
    }
  });
  expect(formerRanks(before?.documents ?? [], after?.documents ?? [])).toEqual([2, 1, undefined]);
});
