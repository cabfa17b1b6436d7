import type { TraceClock } from './trace-clock.ts';

/** Closer than this nothing is left to be seen: clocks of spans count microseconds. */
const LEAST_US = 20;

/** The stretch of a trace that is looked at; undefined: all of it. */
export type Zoom = { fromUs: number; toUs: number } | undefined;

/** The clock whose width is the stretch that is looked at. */
export function viewOf(whole: TraceClock, zoom: Zoom): TraceClock {
  return zoom === undefined ? whole : { ...whole, startUs: zoom.fromUs, endUs: zoom.toUs };
}

/** From one moment to another, within the trace; all of it is no zoom. */
export function zoomTo(whole: TraceClock, fromUs: number, toUs: number): Zoom {
  const length = Math.max(LEAST_US, toUs - fromUs);
  if (length >= whole.endUs - whole.startUs) {
    return undefined;
  }
  const from = Math.min(whole.endUs - length, Math.max(whole.startUs, fromUs));
  return { fromUs: from, toUs: from + length };
}

/** As the address has it: whole microseconds since the start of the trace. */
export function writeZoom({ startUs }: TraceClock, zoom: Zoom): number[] | undefined {
  return zoom && [Math.round(zoom.fromUs - startUs), Math.round(zoom.toUs - startUs)];
}

export function readZoom(whole: TraceClock, written: readonly number[] | undefined): Zoom {
  const [from, to] = written ?? [];
  return from === undefined || to === undefined
    ? undefined
    : zoomTo(whole, whole.startUs + from, whole.startUs + to);
}

/** Closer for a factor above one; the moment at `share` of the width stays where it is. */
export function zoomBy(whole: TraceClock, zoom: Zoom, factor: number, share: number): Zoom {
  const { startUs, endUs } = viewOf(whole, zoom);
  const fixed = startUs + share * (endUs - startUs);
  const length = Math.max(LEAST_US, (endUs - startUs) / factor);
  return zoomTo(whole, fixed - share * length, fixed + (1 - share) * length);
}

/** Later by a share of the width, or earlier. */
export function pan(whole: TraceClock, zoom: Zoom, share: number): Zoom {
  if (zoom === undefined) {
    return undefined;
  }
  const by = share * (zoom.toUs - zoom.fromUs);
  return zoomTo(whole, zoom.fromUs + by, zoom.toUs + by);
}

/** A span with a little room at both sides. */
export function zoomToSpan(whole: TraceClock, fromUs: number, toUs: number): Zoom {
  const margin = 0.06 * Math.max(LEAST_US, toUs - fromUs);
  return zoomTo(whole, fromUs - margin, toUs + margin);
}

/** The same closeness where the stretch can be seen; unchanged where some of it is seen already. */
export function follow(whole: TraceClock, zoom: Zoom, fromUs: number, toUs: number): Zoom {
  if (zoom === undefined || (fromUs < zoom.toUs && toUs > zoom.fromUs)) {
    return zoom;
  }
  const length = zoom.toUs - zoom.fromUs;
  const from = toUs - fromUs < length ? (fromUs + toUs - length) / 2 : fromUs - 0.06 * length;
  return zoomTo(whole, from, from + length);
}
