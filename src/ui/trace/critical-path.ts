import type { SpanNode, SpanTree } from './span-tree.ts';

/** A stretch in which a span alone kept the trace from ending, in Unix microseconds. */
export interface PathStretch {
  node: SpanNode;
  fromUs: number;
  toUs: number;
}

/**
 * What determined when the trace ended: walked back from its end, always into the child that ended last before the moment reached. A child
 * counts within its parent only, since what outlives the parent did not hold it up. Stretches come from the last to the first, and do not overlap.
 */
export function findCriticalPath(tree: SpanTree, openEndUs: number): PathStretch[] {
  const path: PathStretch[] = [];
  const tops = tree.branches.flatMap(branch => branch.tops);
  const ends = tops.map(({ span }) => span.endUs ?? openEndUs);
  const last = ends.reduce((latest, end) => Math.max(latest, end), -Infinity);
  const walks: Walk[] = [];
  enter(walks, tops, -Infinity, last, undefined, openEndUs);
  for (let walk = walks.at(-1); walk; walk = walks.at(-1)) {
    const child = nextChild(walk, openEndUs);
    if (child) {
      const to = Math.min(child.span.endUs ?? openEndUs, walk.atUs);
      const from = Math.max(child.span.startUs, walk.fromUs);
      addStretch(path, walk.node, to, walk.atUs);
      walk.atUs = from;
      enter(walks, child.children, from, to, child, openEndUs);
    } else {
      addStretch(path, walk.node, walk.fromUs, walk.atUs);
      walks.pop();
    }
  }
  return path;
}

interface Walk {
  /** Absent above the tops. */
  node: SpanNode | undefined;
  /** By their end, the latest at the end. */
  children: SpanNode[];
  fromUs: number;
  /** The moment that has been reached, going back. */
  atUs: number;
  /** No child was taken yet: one that goes on behind the end is cut there. */
  isAtEnd: boolean;
}

function enter(
  walks: Walk[],
  children: readonly SpanNode[],
  fromUs: number,
  atUs: number,
  node: SpanNode | undefined,
  openEndUs: number
): void {
  const endOf = ({ span }: SpanNode) => span.endUs ?? openEndUs;
  const byEnd = [...children].sort((a, b) => endOf(a) - endOf(b));
  walks.push({ node, children: byEnd, fromUs, atUs, isAtEnd: true });
}

/** The child that ended last by the moment. */
function nextChild(walk: Walk, openEndUs: number): SpanNode | undefined {
  for (let child = walk.children.pop(); child; child = walk.children.pop()) {
    const end = child.span.endUs ?? openEndUs;
    const hasLength = end > child.span.startUs && child.span.startUs < walk.atUs;
    if (hasLength && end > walk.fromUs && (end <= walk.atUs || walk.isAtEnd)) {
      walk.isAtEnd = false;
      return child;
    }
  }
  return undefined;
}

function addStretch(
  path: PathStretch[],
  node: SpanNode | undefined,
  fromUs: number,
  toUs: number
): void {
  if (node && toUs > fromUs) {
    path.push({ node, fromUs, toUs });
  }
}
