import type { Layout } from '../../contract/map.ts';
import type { MapPoints } from './points.ts';
import type { LayoutState } from './use-layout.ts';
import { isUnderWay } from './use-layout.ts';
import { useLivePoints, usePoints } from './use-points.ts';

/** The new picture takes over from the old one when this share of its epochs is done. */
const BETTER_AT = 0.2;

export interface Picture {
  points: MapPoints | null;
  /** The finished layout of these points; undefined while they move. */
  layout: Layout | undefined;
  /** An old picture, dimmed while the next one is made. */
  isOld: boolean;
  error: Error | null;
}

/** What is on the canvas: the finished layout, or the moving points of the next one as soon as they are better. */
export function usePicture({ layout, job }: LayoutState): Picture {
  const final = usePoints(layout?.hash);
  const live = useLivePoints(job);
  const isWorking = job !== undefined && isUnderWay(job);
  const share = live ? live.header.epoch / Math.max(1, live.header.epochs) : 0;
  if (live && (share >= BETTER_AT || final.data === undefined)) {
    return { points: live, layout: undefined, isOld: false, error: null };
  }
  return {
    points: final.data ?? null,
    layout: final.data ? layout : undefined,
    isOld: isWorking,
    error: final.error
  };
}
