import { DATASET_CODES } from '../contract/map.ts';
import { DATASET_ROLES } from '../contract/session.ts';
import { hasNulls } from '../arrow/batches.ts';
import { hasBit } from '../arrow/bitmap.ts';
import { createRangeReader, createReader, type Scalar } from '../arrow/cells.ts';
import { formatPythonFloat } from '../arrow/format-number.ts';
import { readTexts, scalarText, sourceOf, type Column } from './column.ts';
import type { Model } from './model.ts';
import { findEmbedding, type Points } from './sample-points.ts';
import { isList } from './vectors.ts';

/** Which documents the queries of a map retrieved: those of point p at `offsets[p]` to `offsets[p + 1]`. */
export interface RetrievalLinks {
  readonly offsets: Uint32Array;
  /** Points of the documents, in the order they were retrieved in. */
  readonly documents: Uint32Array;
  /** NaN where the row gives no score. */
  readonly relevance: Float64Array;
  /** Points with at least one document. */
  readonly queries: number;
}

/** The other way round: the queries that retrieved the document at point d are those at `offsets[d]` to `offsets[d + 1]`. */
export interface QueryLinks {
  readonly offsets: Uint32Array;
  /** Points of the queries, the most relevant first; those without a score last. */
  readonly queries: Uint32Array;
  readonly relevance: Float64Array;
}

/** Turns links from queries to documents into links from documents to queries; a query counts once, with its best score. */
export function invertLinks({ offsets, documents, relevance }: RetrievalLinks): QueryLinks {
  const byDocument = new Map<number, Map<number, number>>();
  for (let query = 0; query + 1 < offsets.length; query++) {
    for (let i = offsets[query] ?? 0; i < (offsets[query + 1] ?? 0); i++) {
      const document = documents[i] ?? 0;
      const found = byDocument.get(document) ?? new Map<number, number>();
      const [before = NaN, score = NaN] = [found.get(query), relevance[i]];
      found.set(query, Number.isNaN(before) || score > before ? score : before);
      byDocument.set(document, found);
    }
  }
  const inverted = new Uint32Array(offsets.length);
  const queries: number[] = [];
  const scores: number[] = [];
  for (let document = 0; document + 1 < offsets.length; document++) {
    const rank = (score: number) => (Number.isNaN(score) ? -Infinity : score);
    const found = [...(byDocument.get(document) ?? [])].sort(
      ([p, x], [q, y]) => rank(y) - rank(x) || p - q
    );
    for (const [query, score] of found) {
      queries.push(query);
      scores.push(score);
    }
    inverted[document + 1] = queries.length;
  }
  return {
    offsets: inverted,
    queries: Uint32Array.from(queries),
    relevance: Float64Array.from(scores)
  };
}

/** Items of the lists in a column; null for a row without a list, and for all rows of a column that is no list. */
export function readItems(column: Column | null): (row: number) => Scalar[] | null {
  const items = column?.batch.children[0];
  if (!column || !items || !isList(column.batch.type)) {
    return () => null;
  }
  const { batch, order } = column;
  const range = createRangeReader(batch);
  const read = createReader(items);
  const nulls = hasNulls(batch);
  return row => {
    const at = sourceOf(order, row);
    if (nulls && !hasBit(batch.validity, at)) {
      return null;
    }
    const { start, end } = range(at);
    return Array.from({ length: end - start }, (_, i) => read(start + i));
  };
}

/** Texts an id may have in the corpus: 1 and 1.0 are one id, whichever side holds floats (§11 defect 3). */
function textsOf(id: Scalar): string[] {
  if (typeof id === 'number') {
    return [scalarText(id) ?? '', formatPythonFloat(id)];
  }
  const text = scalarText(id);
  return text === null
    ? []
    : [text, text.endsWith('.0') ? text.slice(0, -2) : /^-?\d+$/.test(text) ? `${text}.0` : text];
}

/** Documents by id, of those among the points; an id that several share is the first's. */
function findDocuments(model: Model, points: Points): Map<string, number> {
  const corpus = model.datasets.corpus;
  const ids = corpus?.columns.get(corpus.roles.predictionId);
  const documents = new Map<string, number>();
  if (!ids) {
    return documents;
  }
  const read = readTexts(ids);
  const corpusPoints = Array.from(points.row.keys())
    .filter(point => points.dataset[point] === DATASET_CODES.corpus)
    .sort((a, b) => (points.row[a] ?? 0) - (points.row[b] ?? 0));
  for (const point of corpusPoints) {
    const id = read(points.row[point] ?? 0);
    if (id !== null && !documents.has(id)) {
      documents.set(id, point);
    }
  }
  return documents;
}

/** Pairs of query and document in a map of the prompt (§5.2.4); none for any other embedding. */
export function findRetrievals(model: Model, points: Points): RetrievalLinks {
  const { parts } = findEmbedding(model, points.embedding);
  const documents = findDocuments(model, points);
  const readers = DATASET_ROLES.map(role => ({
    ids: readItems(role === 'corpus' ? null : (parts[role]?.retrievalIds ?? null)),
    scores: readItems(role === 'corpus' ? null : (parts[role]?.retrievalScores ?? null))
  }));
  const offsets = new Uint32Array(points.count + 1);
  const found: number[] = [];
  const relevance: number[] = [];
  let queries = 0;
  for (let point = 0; point < points.count; point++) {
    const reader = readers[points.dataset[point] ?? 0];
    const row = points.row[point] ?? 0;
    if (reader && documents.size > 0) {
      const scores = reader.scores(row) ?? [];
      reader.ids(row)?.forEach((id, i) => {
        const text = textsOf(id).find(each => documents.has(each));
        if (text !== undefined) {
          found.push(documents.get(text) ?? 0);
          relevance.push(toRelevance(scores[i]));
        }
      });
    }
    offsets[point + 1] = found.length;
    queries += found.length > (offsets[point] ?? 0) ? 1 : 0;
  }
  return {
    offsets,
    documents: Uint32Array.from(found),
    relevance: Float64Array.from(relevance),
    queries
  };
}

function toRelevance(score: Scalar | undefined): number {
  return typeof score === 'number' && Number.isFinite(score) ? score : NaN;
}
