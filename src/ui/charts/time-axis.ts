/** A stretch of time in Unix milliseconds, without its end. */
export interface Span {
  start: number;
  end: number;
}

/** Share of the axis that the reference has at least, and at most. */
const REFERENCE_SHARE = [0.18, 0.4] as const;
/** Room around the rule between the two. */
const GAP = 0.012;

/**
 * One axis from 0 to 1 for both data sets: the reference at the left, the rule, then the analysis. Each side keeps its
 * own clock, so that two periods that lie years apart, or over each other, both fit.
 */
export interface TimeAxis {
  readonly reference: Span | null;
  readonly analysis: Span;
  /** Positions of the two sides; of the reference null without one. */
  readonly referenceEnds: readonly [number, number] | null;
  readonly analysisEnds: readonly [number, number];
  /** Where the rule stands; null without a reference. */
  readonly rule: number | null;
  toPosition: (ms: number, side: 'reference' | 'analysis') => number;
  /** The moment of the analysis at a position; positions in the reference give its start. */
  toTime: (position: number) => number;
}

export function createTimeAxis(analysis: Span, reference: Span | null): TimeAxis {
  const length = Math.max(1, analysis.end - analysis.start);
  const other = reference && reference.end > reference.start ? reference : null;
  const share = other
    ? clamp((other.end - other.start) / (other.end - other.start + length), ...REFERENCE_SHARE)
    : 0;
  const referenceEnds = other && ([0, share - GAP] as const);
  const analysisEnds = other ? ([share + GAP, 1] as const) : ([0, 1] as const);
  const place = (ms: number, span: Span, [from, to]: readonly [number, number]) =>
    from + ((ms - span.start) / Math.max(1, span.end - span.start)) * (to - from);
  return {
    reference: other,
    analysis,
    referenceEnds,
    analysisEnds,
    rule: other && share,
    toPosition: (ms, side) =>
      side === 'analysis' || !other || !referenceEnds
        ? place(ms, analysis, analysisEnds)
        : place(ms, other, referenceEnds),
    toTime(position) {
      const [from, to] = analysisEnds;
      return analysis.start + clamp((position - from) / (to - from), 0, 1) * length;
    }
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
