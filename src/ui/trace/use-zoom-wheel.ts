import { type RefObject, useEffect, useRef } from 'react';
import type { TreeState } from './use-tree-state.ts';
import { pan, zoomBy } from './zoom-clock.ts';

/** How much closer one notch of a wheel gets. */
const PER_PIXEL = 0.004;

/** Ctrl or ⌘ with the wheel looks closer at the moment at the pointer; a wheel to the side moves along. The plain wheel scrolls. */
export function useZoomWheel(box: RefObject<HTMLElement>, state: TreeState): void {
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => {
    const target = box.current;
    const turn = (event: WheelEvent) => {
      const { clock, zoom, passZoom } = latest.current;
      const time = target?.querySelector('.tree-axis-time')?.getBoundingClientRect();
      if (!time || time.width === 0) {
        return;
      }
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const share = Math.min(1, Math.max(0, (event.clientX - time.left) / time.width));
        passZoom(zoomBy(clock, zoom, Math.exp(-PER_PIXEL * event.deltaY), share));
      } else if (zoom && Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        event.preventDefault();
        passZoom(pan(clock, zoom, sideways / time.width));
      }
    };
    // React's own listeners of wheels cannot keep the page from zooming.
    target?.addEventListener('wheel', turn, { passive: false });
    return () => target?.removeEventListener('wheel', turn);
  }, [box]);
}
