import { useTranslate } from '../app/locale-context.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';
import type { TreeState } from './use-tree-state.ts';
import { pan, zoomBy } from './zoom-clock.ts';

const STEP = 1.6;
/** A share of the old view stays in sight. */
const PAN = 0.8;

/** What can be done with the zoom of a waterfall, with the key of each. */
export function useZoomActions({ clock, zoom, setZoom, passZoom, zoomToSelected }: TreeState) {
  const t = useTranslate(TRACE_MESSAGES);
  return [
    { keys: 'z', label: t('zoomSpan'), run: zoomToSelected },
    { keys: 'Shift+z', label: t('zoomAll'), run: () => setZoom(undefined) },
    { keys: '+', label: t('zoomIn'), run: () => passZoom(zoomBy(clock, zoom, STEP, 0.5)) },
    { keys: '-', label: t('zoomOut'), run: () => passZoom(zoomBy(clock, zoom, 1 / STEP, 0.5)) },
    { keys: '[', label: t('zoomBack'), run: () => passZoom(pan(clock, zoom, -PAN)) },
    { keys: ']', label: t('zoomOn'), run: () => passZoom(pan(clock, zoom, PAN)) }
  ];
}
