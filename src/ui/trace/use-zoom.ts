import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { TraceClock } from './trace-clock.ts';
import { readZoom, writeZoom, type Zoom } from './zoom-clock.ts';

/** Browsers refuse an address that is written at every turn of a wheel. */
const SETTLE_MS = 400;

export interface ZoomState {
  zoom: Zoom;
  /** One step, which *Back* undoes. */
  setZoom: (zoom: Zoom) => void;
  /** One of many steps on the way: the address has it once it rests. */
  passZoom: (zoom: Zoom) => void;
}

/** How close the waterfall looks; it stands in the address. */
export function useZoom(clock: TraceClock): ZoomState {
  const { update } = useNavigation();
  const written = useViewState('zoom');
  const [passing, setPassing] = useState<{ zoom: Zoom }>();
  const kept = useMemo(() => readZoom(clock, written), [clock, written]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const rest = useCallback(
    (zoom: Zoom, how?: 'step') => {
      clearTimeout(timer.current);
      setPassing(undefined);
      update({ zoom: writeZoom(clock, zoom) }, how);
    },
    [clock, update]
  );
  return {
    zoom: passing ? passing.zoom : kept,
    setZoom: zoom => rest(zoom, 'step'),
    passZoom: zoom => {
      clearTimeout(timer.current);
      setPassing({ zoom });
      timer.current = setTimeout(() => rest(zoom), SETTLE_MS);
    }
  };
}
