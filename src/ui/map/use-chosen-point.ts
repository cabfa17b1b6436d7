import { useEffect, useMemo, useState } from 'react';
import type { Layout } from '../../contract/map.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { CloudLink } from '../cloud/cloud.ts';
import { DATASET_CODES } from '../../contract/map.ts';
import type { MapPoints } from './points.ts';
import { useNeighbors, useRetrievals } from './use-point.ts';

export const NEIGHBOR_COUNT = 20;
const NONE: readonly number[] = [];

/** The point the reader chose, its neighbors when asked for, and the lines from a query to its documents. */
export function useChosenPoint(
  layout: Layout | undefined,
  points: MapPoints | null,
  hovered: number | null
) {
  const { update } = useNavigation();
  const kept = useViewState('point');
  const point = kept !== undefined && points !== null && kept < points.header.count ? kept : null;
  const [askedFor, setAskedFor] = useState<number | null>(null);
  const isAsked = point !== null && askedFor === point;
  useEffect(() => {
    if (askedFor !== null && askedFor !== point) {
      setAskedFor(null);
    }
  }, [askedFor, point]);
  const neighbors = useNeighbors(layout?.hash, isAsked ? point : null, NEIGHBOR_COUNT);

  // A pointed-at query shows its lines; without one, the chosen point does.
  const asking = hovered ?? point;
  const isQuery =
    asking !== null &&
    layout !== undefined &&
    layout.retrievals > 0 &&
    points?.dataset[asking] !== DATASET_CODES.corpus;
  const retrievals = useRetrievals(layout?.hash, isQuery ? asking : null);
  const ownRetrievals = useRetrievals(
    layout?.hash,
    isQuery && point !== null && points?.dataset[point] !== DATASET_CODES.corpus ? point : null
  );
  const documents = isQuery ? retrievals.data?.documents : undefined;
  const near = isAsked ? neighbors.data?.neighbors : undefined;

  const links = useMemo((): CloudLink[] => {
    const best = Math.max(
      ...(documents ?? []).map(({ relevance }) => Math.abs(relevance ?? 0)),
      1e-9
    );
    return (documents ?? []).map(({ point: to, relevance }) => ({
      from: asking ?? 0,
      to,
      weight: relevance === null ? 0.5 : Math.abs(relevance) / best
    }));
  }, [documents, asking]);
  const rings = useMemo(
    () => (point === null ? NONE : [point, ...(near ?? []).map(neighbor => neighbor.point)]),
    [point, near]
  );
  return {
    point,
    choose: (next: number | null) => update({ point: next ?? undefined }),
    askNeighbors: (of: number) => {
      update({ point: of });
      setAskedFor(of);
    },
    neighbors: isAsked ? { data: neighbors.data, error: neighbors.error } : undefined,
    retrievals: ownRetrievals.data,
    links,
    rings
  };
}

export type ChosenPoint = ReturnType<typeof useChosenPoint>;
