import type { QueryClient } from '@tanstack/react-query';
import type { SessionState } from '../../contract/session.ts';
import { askSignals } from '../../contract/signal-questions.ts';
import type { ViewState } from '../../contract/view-state.ts';
import type { Api } from '../app/api.ts';
import {
  baselineQuery,
  exportsQuery,
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
  await Promise.allSettled([ofData, ...askWithoutData(queries, api, view)]);
}

function askWithoutData(
  queries: QueryClient,
  api: Api,
  { place, listing = 'traces', sort, project, filter, range }: ViewState
): Promise<unknown>[] {
  const selection = queries.query(selectionQuery(api));
  // The line of the scope tells of projects where nothing narrows it.
  const projects =
    place === 'traces' || range === undefined ? [queries.query(projectsQuery(api))] : [];
  const always = [selection, ...projects];
  if (place === 'traces') {
    const scope = toListScope({ project, filter, range });
    return [
      ...always,
      queries.query(summaryQuery(api, scope)),
      queries.infiniteQuery(linesQuery(api, scope, listing, readSort(listing, sort)))
    ];
  }
  if (place === 'exports') {
    return [...always, queries.query(exportsQuery(api))];
  }
  if (place === 'compare') {
    return always;
  }
  const baseline = queries.query(baselineQuery(api));
  return [...always, baseline, ...(place === 'home' ? [queries.query(glanceQuery(api))] : [])];
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
