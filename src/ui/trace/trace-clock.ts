import type { SpanNode, SpanTree } from './span-tree.ts';

/** The stretch of time that the whole width of the waterfall stands for, in Unix microseconds. */
export interface TraceClock {
  startUs: number;
  endUs: number;
  /** Where the bar of a span ends that has not ended. */
  openEndUs: number;
  /** Something runs, but nothing has come for so long that nobody knows how long it has. */
  isLeft?: true;
}

/** Clocks of two machines differ; less than what exporters round to says nothing. */
const ROUNDING_US = 1000;
/** A trace in which nothing has happened for so long, or for three times its length, is not waited for by its clock. */
const PATIENCE_US = 30_000_000;

/**
 * One clock for all bars. Spans that began before their parent, and those below them, come from another clock: they do not stretch the
 * width, their bars are clipped. A span that runs ends now, unless the trace was left long ago.
 */
export function readClock(tree: SpanTree, nowUs: number): TraceClock {
  const skewed = new Set<SpanNode>();
  let [start, end, isRunning] = [Infinity, -Infinity, false];
  for (const node of tree.nodes) {
    if (isSkewed(node) || (node.parent && skewed.has(node.parent))) {
      skewed.add(node);
      continue;
    }
    const { startUs, endUs } = node.span;
    start = Math.min(start, startUs);
    end = Math.max(end, startUs, endUs ?? startUs);
    isRunning ||= endUs === null;
  }
  if (start > end) {
    return { startUs: 0, endUs: 1, openEndUs: 1 };
  }
  const length = Math.max(1, end - start);
  const isWaitedFor = nowUs > end && nowUs - end < Math.max(PATIENCE_US, 3 * length);
  const openEndUs = isWaitedFor ? nowUs : end + 0.04 * length;
  return {
    startUs: start,
    endUs: isRunning ? openEndUs : start + length,
    openEndUs,
    ...(isRunning && !isWaitedFor && { isLeft: true })
  };
}

function isSkewed({ span, parent }: SpanNode): boolean {
  return parent !== undefined && span.startUs < parent.span.startUs - ROUNDING_US;
}

/** Why a bar does not show what the span says. */
export type BarFault = 'ends-before-start' | 'starts-before-parent' | 'outside';

export interface Bar {
  /** Shares of the width. */
  from: number;
  to: number;
  /** Still running: the right edge is open. */
  isOpen: boolean;
  fault: BarFault | undefined;
}

/** The bar of a span in the part of the clock that is looked at; what is wrong with it is told by the whole clock. */
export function barOf(node: SpanNode, clock: TraceClock, view: TraceClock = clock): Bar {
  const { startUs, endUs } = node.span;
  const end = endUs ?? clock.openEndUs;
  const [from, to] = [shareOf(startUs, clock), shareOf(end, clock)];
  const [seenFrom, seenTo] = [shareOf(startUs, view), shareOf(end, view)];
  return {
    from: clamp(seenFrom),
    to: Math.max(clamp(seenFrom), clamp(seenTo)),
    isOpen: endUs === null,
    fault:
      endUs !== null && endUs < startUs
        ? 'ends-before-start'
        : isSkewed(node)
          ? 'starts-before-parent'
          : from < 0 || to > 1
            ? 'outside'
            : undefined
  };
}

/** Where a stretch of time is seen, in percent of the width; undefined when it is out of sight. */
export function placeOf(
  fromUs: number,
  toUs: number,
  view: TraceClock
): { left: string; width: string } | undefined {
  const [from, to] = [shareOf(fromUs, view), shareOf(toUs, view)];
  if (to < 0 || from > 1) {
    return undefined;
  }
  const left = clamp(from);
  return { left: `${100 * left}%`, width: `${100 * (clamp(to) - left)}%` };
}

/** Place of a moment on the clock: 0 at its start, 1 at its end. */
export function shareOf(atUs: number, { startUs, endUs }: TraceClock): number {
  return (atUs - startUs) / (endUs - startUs);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Stretches of a span, in microseconds, in which nothing below it ran; none for a span without children. */
export function listGaps(node: SpanNode, openEndUs: number): [fromUs: number, toUs: number][] {
  const { startUs, endUs } = node.span;
  const last = endUs ?? openEndUs;
  const gaps: [number, number][] = [];
  if (node.children.length === 0) {
    return gaps;
  }
  let covered = startUs;
  // Children stand in order of their start.
  for (const { span } of node.children) {
    if (span.startUs > covered) {
      gaps.push([covered, Math.min(span.startUs, last)]);
    }
    covered = Math.max(covered, span.endUs ?? openEndUs);
    if (covered >= last) {
      break;
    }
  }
  if (covered < last) {
    gaps.push([covered, last]);
  }
  return gaps.filter(([from, to]) => to > from);
}
