import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Layout } from '../../contract/map.ts';
import type { ClusterMeasure, ClusterMeasuresQuery } from '../../contract/metrics.ts';
import type { SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { ClusterMetric } from './cluster-metric.ts';
import {
  columnsFor,
  defaultMetric,
  isOfColumn,
  isRatio,
  listMetrics,
  readMetric,
  valuesOf,
  writeMetric
} from './cluster-metric.ts';

const NO_CLUSTERS: readonly [] = [];

/** The metric that is chosen for the clusters of a layout, and its value in each. */
export function useClusterValues(session: SessionState, layout: Layout | undefined) {
  const api = useApi();
  const { update } = useNavigation();
  const asked = useViewState('clusterMetric');
  const clusters = layout?.clusters ?? NO_CLUSTERS;
  const choices = useMemo(() => listMetrics(session, clusters), [session, clusters]);
  const chosen = useMemo(() => chosenMetric(readMetric(asked), session), [asked, session]);
  const current = useMemo(() => chosen ?? defaultMetric(choices), [chosen, choices]);
  const { metric, dimension } = current;
  const { data, error, isFetching } = useQuery({
    queryKey: [...KEYS.ofLayout(layout?.hash ?? ''), 'measures', writeMetric(current)],
    queryFn: ({ signal }) =>
      api.json<ClusterMeasure[]>(`api/layouts/${layout?.hash ?? ''}/measures`, {
        method: 'POST',
        body: {
          metric,
          ...(dimension !== undefined && { dimension })
        } satisfies ClusterMeasuresQuery,
        signal
      }),
    enabled: layout !== undefined && clusters.length > 0 && !isRatio(metric)
  });
  const values = useMemo(() => valuesOf(clusters, current, data), [clusters, current, data]);
  return {
    choices,
    current,
    values,
    isFetching,
    error,
    choose: (next: ClusterMetric) =>
      update({ clusterMetric: writeMetric(next), clusterSort: undefined }),
    columnsOf: (of: ClusterMetric['metric']) => columnsFor(of, session)
  };
}

export type ClusterValues = ReturnType<typeof useClusterValues>;

/** A metric whose column is gone, or that lacks one, counts as not chosen. */
function chosenMetric(
  asked: ClusterMetric | undefined,
  session: SessionState
): ClusterMetric | undefined {
  return asked &&
    isOfColumn(asked.metric) &&
    !columnsFor(asked.metric, session).includes(asked.dimension ?? '')
    ? undefined
    : asked;
}
