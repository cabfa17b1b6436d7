import type { QueryClient } from '@tanstack/react-query';
import type { SessionState } from '../../contract/session.ts';
import { askSignals } from '../../contract/signal-questions.ts';
import type { ViewState } from '../../contract/view-state.ts';
import type { Api } from '../app/api.ts';
import {
  baselineQuery,
  jobsQuery,
  layoutsQuery,
  measureQuery,
  projectsQuery,
  selectionQuery,
  sessionQuery
} from '../app/questions.ts';
import { TROUBLE_METRICS } from '../home/find-troubles.ts';
import { glanceQuery } from '../home/traces-glance.ts';
import { findEmbedding } from '../map/find-embedding.ts';
import { readSignalScope } from '../signals/signal-scope.ts';
import { linesQuery, readSort, summaryQuery, toListScope } from '../span/span-questions.ts';

/**
 * Asks what the first picture of a view needs, while there is nothing yet to draw it with. Answers are kept where the places look for
 * theirs, so that a question that is not asked here only comes later, and one that failed is asked again there. Resolves when all have
 * come, or failed.
 */
export async function askFirst(queries: QueryClient, api: Api, view: ViewState): Promise<void> {
  const ofData = queries
    .query(sessionQuery(api))
    .then(session => Promise.allSettled(askOfData(queries, api, view, session)));
  await Promise.allSettled([
    ofData,
    queries.query(baselineQuery(api)),
    queries.query(selectionQuery(api)),
    queries.query(projectsQuery(api)),
    ...askOfSpans(queries, api, view)
  ]);
}

function askOfSpans(
  queries: QueryClient,
  api: Api,
  { place, listing = 'traces', sort, project, filter, range }: ViewState
): Promise<unknown>[] {
  if (place === 'home') {
    return [queries.query(glanceQuery(api))];
  }
  if (place !== 'traces') {
    return [];
  }
  const scope = toListScope({ project, filter, range });
  return [
    queries.query(summaryQuery(api, scope)),
    queries.infiniteQuery(linesQuery(api, scope, listing, readSort(listing, sort)))
  ];
}

function askOfData(
  queries: QueryClient,
  api: Api,
  view: ViewState,
  session: SessionState
): Promise<unknown>[] {
  const { place, page, dimension, look, label } = view;
  const { primary, reference } = session.datasets;
  const measure = (name: string, query: object | undefined) =>
    query ? [queries.query(measureQuery(api, name, query))] : [];
  if (place === 'map') {
    const embedding = findEmbedding(session, view.embedding);
    return [
      queries.query(jobsQuery(api)),
      ...(embedding ? [queries.query(layoutsQuery(api, embedding.name))] : [])
    ];
  }
  if (!primary && !reference) {
    return [];
  }
  const scope = readSignalScope(session, queries.getQueryData(baselineQuery(api).queryKey), view);
  if (place === 'signals' && page === 'performance') {
    return measure('performance', { ...scope.range, ...(label !== undefined && { label }) });
  }
  const isList = place === 'signals' && dimension === undefined;
  const isHome = place === 'home' && look === undefined;
  if (!isList && !isHome) {
    return [];
  }
  const { values, overview, dimensions, embeddings } = askSignals(session, {
    ...scope,
    metric: scope.measured.metric
  });
  const troubles =
    isHome && session.dimensions.length > 0
      ? { metrics: [...TROUBLE_METRICS], ...scope.range }
      : undefined;
  return [
    ...measure('signals', values),
    ...measure('signals', overview),
    ...measure('timeseries', dimensions),
    ...measure('timeseries', embeddings),
    ...measure('signals', troubles)
  ];
}
