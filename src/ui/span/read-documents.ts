import type { AttributeValue } from '../../contract/attribute-value.ts';
import { listAt, type Steps, textAt, valueAt } from './attribute-list.ts';

export interface SpanDocument {
  id: string | undefined;
  content: string | undefined;
  steps: Steps;
  score: number | undefined;
  metadata: AttributeValue | undefined;
}

export interface DocumentList {
  kind: 'retrieved' | 'before' | 'after';
  documents: SpanDocument[];
}

const LISTS = [
  { kind: 'retrieved', names: ['retrieval', 'documents'] },
  { kind: 'before', names: ['reranker', 'input_documents'] },
  { kind: 'after', names: ['reranker', 'output_documents'] }
] as const;

/** Documents that a span found, or put in another order (§2.4), in the order it gave them. */
export function readDocuments(attributes: AttributeValue): DocumentList[] {
  return LISTS.map(({ kind, names }) => ({
    kind,
    documents: listAt(attributes, ...names).map(({ item, step }) => {
      const document = valueAt(item, 'document');
      const score = valueAt(document, 'score')?.valueOf();
      return {
        id: textAt(document, 'id'),
        content: textAt(document, 'content'),
        steps: [...names, step, 'document', 'content'],
        score: typeof score === 'number' && Number.isFinite(score) ? score : undefined,
        metadata: valueAt(document, 'metadata')
      };
    })
  })).filter(({ documents }) => documents.length > 0);
}

/** Where each document stood before it was put in another order, from 1; undefined when it cannot be told. */
export function formerRanks(before: readonly SpanDocument[], after: readonly SpanDocument[]) {
  const keyOf = ({ id, content }: SpanDocument) => (id === undefined ? `c ${content}` : `i ${id}`);
  const ranks = new Map(before.map((document, i) => [keyOf(document), i + 1]));
  return after.map(document => ranks.get(keyOf(document)));
}
