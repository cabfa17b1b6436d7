import type { ViewState } from '../../contract/view-state.ts';
import { createPart, type Part } from '../app/part.ts';
import { findingsPart } from '../home/findings-part.ts';
import { traceViewPart } from '../trace/trace-view-part.ts';

/** Places that come when they are first opened; *Home* and *Exports* come with the page. */
export const PLACE_PARTS = {
  map: createPart(async () => (await import('../map/map-place.tsx')).MapPlace),
  signals: createPart(async () => (await import('../signals/signals-place.tsx')).SignalsPlace),
  performance: createPart(
    async () => (await import('../performance/performance-place.tsx')).PerformancePlace
  ),
  traces: createPart(async () => (await import('../traces/traces-place.tsx')).TracesPlace),
  compare: createPart(async () => (await import('../compare/compare-place.tsx')).ComparePlace)
};

/** What a place brings in when it is there; asked for together with it. */
const seriesPlot = createPart(() => import('../charts/series-plot.ts'));
const cloud = createPart(() => import('../cloud/create-cloud.ts'));

/** The parts that the first picture of a view is made of. */
export function partsOf({ place, page, trace }: ViewState): Part<unknown>[] {
  switch (place) {
    case 'home':
      return [findingsPart];
    case 'signals':
      return [page === 'performance' ? PLACE_PARTS.performance : PLACE_PARTS.signals, seriesPlot];
    case 'map':
      return [PLACE_PARTS.map, cloud];
    case 'traces':
      return [PLACE_PARTS.traces, ...(trace === undefined ? [] : [traceViewPart])];
    case 'compare':
      return [PLACE_PARTS.compare];
    case 'exports':
      return [];
  }
}
