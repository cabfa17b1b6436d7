import { useEffect, useMemo, useState } from 'react';
import type { Layout } from '../../contract/map.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { MapPoints } from './points.ts';
import { linksOf, NO_LINKS } from './retrieval-links.ts';
import { useNeighbors, useRetrievals } from './use-point.ts';

export const NEIGHBOR_COUNT = 20;
const NONE: readonly number[] = [];

/** The point the reader chose, its neighbors when asked for, and the lines between queries and documents. */
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

  // What is pointed at shows its lines; while nothing is, the chosen point does.
  const asking = hovered ?? point;
  const isAskable = layout !== undefined && layout.retrievals > 0;
  const retrievals = useRetrievals(layout?.hash, isAskable ? asking : null);
  const ownRetrievals = useRetrievals(layout?.hash, isAskable ? point : null);
  const lines = isAskable && asking !== null ? retrievals.data : undefined;
  const near = isAsked ? neighbors.data?.neighbors : undefined;

  const links = useMemo(() => (lines ? linksOf(lines) : NO_LINKS), [lines]);
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
