import { countEdges, listWindows } from '../../analysis/windows/list-windows.ts';
import { Failure } from '../../contract/failures.ts';
import { MAX_WINDOWS, METRIC_FACTS, type Metric } from '../../contract/metrics.ts';
import { rangeOfRows, type SideRows, type Span, type Standing } from './side-rows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Pace {
  windowMs: number;
  everyMs: number;
}

/** What fits a range (§4.7): minutes up to an hour, hours up to a day, else days; everything but data quality looks back two days. */
export function choosePace(
  metric: Metric,
  { startMs, endMs }: Span,
  asked: { windowMs?: number | undefined; everyMs?: number | undefined }
): Pace {
  const hours = Math.floor((endMs - startMs) / HOUR_MS);
  const fitting = hours <= 1 ? MINUTE_MS : hours <= 24 ? HOUR_MS : DAY_MS;
  const everyMs = asked.everyMs ?? fitting;
  return {
    everyMs,
    windowMs: asked.windowMs ?? (METRIC_FACTS[metric].kind === 'quality' ? everyMs : 2 * DAY_MS)
  };
}

export function isTooMany({ startMs, endMs }: Span, { everyMs }: Pace): boolean {
  return countEdges(startMs, endMs, everyMs) > MAX_WINDOWS;
}

/** Refuses what would be more windows than one answer holds. */
export function checkPace(span: Span, pace: Pace): void {
  if (isTooMany(span, pace)) {
    const least = Math.ceil((span.endMs - span.startMs) / MAX_WINDOWS);
    throw new Failure(
      'metric/invalid',
      `Cannot measure ${countEdges(span.startMs, span.endMs, pace.everyMs)} windows at once: at most ${MAX_WINDOWS} are possible`,
      { hint: `Ask for one every ${least} ms or more, or for a shorter range` }
    );
  }
}

export interface CutWindows {
  /** Right edges, Unix milliseconds. */
  edges: Float64Array;
  windows: SideRows[];
}

/** The windows of a side over a range, as rows. */
export function cutWindows({ dataset, rows }: Standing, span: Span, pace: Pace): CutWindows {
  const { edges, from, to } = listWindows(
    dataset.times,
    dataset.rowCount - dataset.rowsWithoutTime,
    {
      ...span,
      ...pace
    }
  );
  const clip = (row: number) => Math.min(Math.max(row, rows.from), rows.to);
  return {
    edges,
    windows: Array.from(edges, (_, i) =>
      rangeOfRows(rows.side, clip(from[i] ?? 0), clip(to[i] ?? 0))
    )
  };
}
