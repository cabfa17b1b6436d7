import type { Retrievals } from '../../contract/map.ts';
import type { CloudLink } from '../cloud/cloud.ts';

export const NO_LINKS: readonly CloudLink[] = [];

/** More lines than this to one document are a fan in which none can be followed; the most relevant stay. */
const MAX_LINKS = 200;

/** How strong a line is, 0 to 1: its relevance as a share of the best one; halfway when it was not scored. */
export function strengthOf(relevance: number | null, best: number): number {
  return relevance === null ? 0.5 : Math.min(1, Math.max(0, relevance / best));
}

export function bestRelevance(retrieved: readonly { relevance: number | null }[]): number {
  return retrieved.reduce((best, { relevance }) => Math.max(best, relevance ?? 0), 1e-9);
}

/** Lines from a query to its documents, or from the queries of a document to it. */
export function linksOf({ point, documents, queries }: Retrievals): CloudLink[] {
  const [bestDocument, bestQuery] = [bestRelevance(documents), bestRelevance(queries)];
  return [
    ...documents.map(document => ({
      from: point,
      to: document.point,
      weight: strengthOf(document.relevance, bestDocument)
    })),
    ...queries.slice(0, MAX_LINKS).map(query => ({
      from: query.point,
      to: point,
      weight: strengthOf(query.relevance, bestQuery)
    }))
  ];
}
