import type { SeriesPicture } from './series-picture.ts';
import type { Span } from './time-axis.ts';

/** The nearest edges of windows around a span, at least one window wide. */
export function snapSpan({ times, everyMs, analysis }: SeriesPicture, span: Span): Span {
  const last = times.at(-1) ?? analysis.end;
  const snap = (ms: number) => last - Math.round((last - ms) / everyMs) * everyMs;
  const start = Math.max(analysis.start, snap(span.start));
  const end = Math.min(analysis.end, snap(span.end));
  if (end > start) {
    return { start, end };
  }
  const middle = (span.start + span.end) / 2;
  const right = last - Math.floor((last - middle) / everyMs) * everyMs;
  return {
    start: Math.max(analysis.start, right - everyMs),
    end: Math.min(analysis.end, right)
  };
}
