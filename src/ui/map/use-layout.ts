import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ClusterParameters, Job, Layout, MapParameters } from '../../contract/map.ts';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { KEYS, jobsQuery, layoutsQuery } from '../app/questions.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { startParameters } from './parameter-rules.ts';

export interface LayoutState {
  /** The finished layout to show; undefined while there is none. */
  layout: Layout | undefined;
  /** The job under way, or the last one when it failed or was cancelled. */
  job: Job | undefined;
  isLoading: boolean;
  error: Error | null;
  parameters: MapParameters;
  start: (parameters: MapParameters) => void;
  recluster: (parameters: ClusterParameters) => void;
  isReclustering: boolean;
  cancel: () => void;
  retry: () => void;
}

export function isUnderWay({ state }: Job): boolean {
  return state === 'waiting' || state === 'running';
}

/** The job this page follows: the one it started, or any that works on the embedding (the notebook starts some). */
function useJob(embedding: string, ownId: string | null) {
  const api = useApi();
  const jobs = useQuery(jobsQuery(api));
  const found = jobs.data?.findLast(job => job.embedding === embedding && isUnderWay(job));
  const id = ownId ?? found?.id ?? null;
  const job = useQuery({
    queryKey: KEYS.job(id ?? ''),
    queryFn: ({ signal }) => api.json<Job>(`api/jobs/${id ?? ''}`, { signal }),
    enabled: id !== null,
    // Events carry each step; this is for the one that was missed.
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 3_000 : false)
  });
  return { jobs, job: id === null ? undefined : job.data };
}

/** Which layout of an embedding is in view, and the job that makes the next one. Starts the first one by itself. */
export function useLayout(embedding: Embedding, session: SessionState): LayoutState {
  const api = useApi();
  const queries = useQueryClient();
  const { update } = useNavigation();
  const { name } = embedding;
  const dimensions = useViewState('dimensions') ?? 2;
  const asked = useViewState('layout');
  const [ownId, setOwnId] = useState<string | null>(null);
  const { jobs, job } = useJob(name, ownId);
  const layouts = useQuery(layoutsQuery(api, name));
  const fitting = layouts.data?.filter(({ parameters }) => parameters.nComponents === dimensions);
  const layout = fitting?.find(({ hash }) => hash === asked) ?? fitting?.[0];
  const largest = Math.max(...Object.values(embedding.vectorCounts));
  const before = layout?.parameters ?? layouts.data?.[0]?.parameters;
  const parameters: MapParameters = before
    ? { ...before, nComponents: dimensions }
    : startParameters(session.umap, dimensions, largest);

  const start = useMutation({
    mutationFn: (given: MapParameters) =>
      api.json<Job>('api/maps', { method: 'POST', body: { embedding: name, parameters: given } }),
    onSuccess: started => {
      queries.setQueryData(KEYS.job(started.id), started);
      setOwnId(started.id);
    }
  });
  const recluster = useMutation({
    mutationFn: (given: ClusterParameters) =>
      api.json<Layout>(`api/layouts/${layout?.hash ?? ''}/clusters`, {
        method: 'POST',
        body: given
      }),
    onSuccess: async changed => {
      queries.setQueryData(KEYS.layout(changed.hash), changed);
      await queries.invalidateQueries({ queryKey: KEYS.layouts(name) });
      await queries.invalidateQueries({ queryKey: KEYS.ofLayout(changed.hash) });
    }
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api.json<Job>(`api/jobs/${id}`, { method: 'DELETE' }),
    onSuccess: ended => queries.setQueryData(KEYS.job(ended.id), ended)
  });

  const doneHash = job?.state === 'done' ? job.layout : null;
  const doneDimensions = job?.parameters.nComponents;
  useEffect(() => {
    if (doneHash !== null && doneDimensions !== undefined) {
      void queries.invalidateQueries({ queryKey: KEYS.layouts(name) }).then(() => {
        update({ layout: doneHash, dimensions: doneDimensions });
        setOwnId(null);
      });
    }
  }, [doneHash, doneDimensions, name, queries, update]);

  const wanted = `${session.revision}/${name}/${dimensions}`;
  const tried = useRef<string | null>(null);
  const isIdle = layouts.isSuccess && jobs.isSuccess && (job === undefined || !isUnderWay(job));
  useEffect(() => {
    if (isIdle && !layout && doneHash === null && largest > 0 && tried.current !== wanted) {
      tried.current = wanted;
      start.mutate(parameters);
    }
  });

  return {
    layout,
    job,
    isLoading: layouts.isPending || jobs.isPending || start.isPending,
    error: layouts.error ?? jobs.error ?? start.error ?? recluster.error,
    parameters,
    start: start.mutate,
    recluster: recluster.mutate,
    isReclustering: recluster.isPending,
    cancel: () => {
      if (job) {
        cancel.mutate(job.id);
      }
    },
    retry: () => {
      start.reset();
      recluster.reset();
      if (layouts.isError || jobs.isError) {
        void layouts.refetch();
        void jobs.refetch();
      } else {
        start.mutate(parameters);
      }
    }
  };
}
